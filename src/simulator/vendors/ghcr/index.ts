import { type Access, createRegistry, RegistryError } from '../../registry/index.ts';
import {
  bearerChallenge,
  bearerToken,
  readTokenRequest,
  type Scope,
  TokenAuthority,
} from '../../registry/token.ts';
import { json, text } from '../respond.ts';
import { allows } from '../schema.ts';
import { snapshots } from '../state.ts';
import { type Vendor, type VendorContext, WORLD_SECRET } from '../vendor.ts';
import { GHCR_FACTS, type GhcrDefinition, ghcrSchema, type PackageScope } from './definition.ts';
import { answerDeviceFlow } from './device.ts';
import { answerGithub } from './github.ts';
import { type Client, type GhcrState, type Github, newPackage } from './state.ts';

const SERVICE = 'ghcr.io';
const GITHUB = ['api.github.com', 'github.com'];
const ANONYMOUS: Client = { kind: 'anonymous' };

const denied = (message: string): RegistryError => new RegistryError('DENIED', { message });

/** Makes GHCR. */
export function createGhcr(definition: GhcrDefinition, context: VendorContext): Vendor {
  const { clock, random, blobs, origin, secret = WORLD_SECRET } = context;
  const now = (): number => clock.now();
  const realm = `${origin ?? 'https://ghcr.io'}/token`;
  let state: GhcrState = {
    packages: new Map(
      definition.repositories.map(({ name, ...settings }) => [name, newPackage(now(), settings)]),
    ),
    gone: new Map(),
    deleted: [],
    knobs: definition.knobs,
    issued: [],
    devices: new Map(),
  };
  const authority = new TokenAuthority({
    issuer: SERVICE,
    service: SERVICE,
    secret,
    lifetime: GHCR_FACTS.tokenLifetime,
    now,
    newId: () => random.hex(16),
  });

  /** Whose token this is. The user name that comes with it counts for nothing, as at GitHub. */
  function clientOf(token: string): Client | undefined {
    const alive = ({ expires }: { expires?: number | undefined }): boolean =>
      expires === undefined || expires > now();
    const issued = state.issued.find((candidate) => candidate.token === token);
    if (issued) return { kind: 'account', name: issued.account, scopes: issued.scopes };
    for (const { name, tokens } of definition.accounts) {
      const found = tokens.find((candidate) => candidate.token === token);
      if (found) return alive(found) ? { kind: 'account', name, scopes: found.scopes } : undefined;
    }
    const run = definition.workflows.find((candidate) => candidate.token === token);
    return run && alive(run)
      ? { kind: 'workflow', repository: run.repository, packages: run.packages }
      : undefined;
  }

  /** The client behind a bearer token: a GitHub token in base64, or an anonymous token that we signed. */
  function bearerClient(request: Request): Client | undefined {
    const bearer = bearerToken(request);
    if (bearer === undefined) return undefined;
    const known = clientOf(decode(bearer));
    if (known) return known;
    return 'claims' in authority.verify(bearer) ? ANONYMOUS : undefined;
  }

  function roleOf(client: Client, name: string): 'read' | 'write' | 'admin' | undefined {
    if (client.kind !== 'account') return undefined;
    const owner = name.slice(0, name.indexOf('/'));
    if (owner === client.name.toLowerCase()) return 'admin';
    const given = state.packages.get(name)?.access[client.name];
    return (
      given ?? definition.organizations.find((one) => one.name.toLowerCase() === owner)?.members[client.name]
    );
  }

  /** Whether a workflow's package is its own: of its repository's name, or one that was opened to it. */
  function isLinked(repository: string, name: string): boolean {
    const own = state.packages.get(name);
    return name === repository.toLowerCase() || (own?.actions.includes(repository) ?? false);
  }

  function mayRead(client: Client, name: string): boolean {
    const found = state.packages.get(name);
    if (found?.visibility === 'public') return true;
    if (client.kind === 'workflow') return client.packages !== 'none' && isLinked(client.repository, name);
    return (
      found !== undefined &&
      client.kind === 'account' &&
      allows(roleOf(client, name), 'read') &&
      canRead(client)
    );
  }

  function requireRead(client: Client, name: string): void {
    const found = state.packages.get(name);
    if (found?.visibility === 'public' || mayRead(client, name)) return;
    if (client.kind === 'anonymous') throw challenge(name);
    if (found && client.kind === 'account' && allows(roleOf(client, name), 'read')) {
      throw denied('permission_denied: read_package');
    }
    if (found) throw denied('denied');
  }

  function requireWrite(client: Client, name: string): void {
    const found = state.packages.has(name);
    const owner = name.slice(0, name.indexOf('/'));
    if (client.kind === 'anonymous') {
      throw new RegistryError('UNAUTHORIZED', {
        message: 'unauthenticated: User cannot be authenticated with the token provided.',
      });
    }
    // The GitHub App behind packages was installed for the organization, by a name that it no longer has.
    if (
      definition.organizations.some(({ formerly }) => formerly.some((one) => one.toLowerCase() === owner))
    ) {
      throw denied('permission_denied: The requested installation does not exist.');
    }
    if (client.kind === 'workflow') {
      const own = client.repository.slice(0, client.repository.indexOf('/')).toLowerCase();
      if (client.packages !== 'write') {
        throw denied(`installation not allowed to ${found ? 'Write' : 'Create'} organization package`);
      }
      if (own !== owner) throw denied('permission_denied: create_package');
      if (found && !isLinked(client.repository, name)) throw denied('permission_denied: write_package');
      return;
    }
    if (!client.scopes.includes('write:packages')) {
      throw denied('permission_denied: The token provided does not match expected scopes.');
    }
    if (!allows(roleOf(client, name), 'write')) {
      throw denied(`permission_denied: ${found ? 'write_package' : 'create_package'}`);
    }
  }

  function challenge(name = 'user/image'): RegistryError {
    const scopes: Scope[] = [{ type: 'repository', name, actions: ['pull'] }];
    return new RegistryError('UNAUTHORIZED', {
      headers: { 'WWW-Authenticate': bearerChallenge({ realm, service: SERVICE, scopes }) },
    });
  }

  function authorize({ request, route, action }: Access): undefined {
    const name = 'repository' in route ? route.repository : undefined;
    const client = bearerClient(request);
    if (!client) throw challenge(name);
    if (name === undefined) {
      if (action === 'list') throw new RegistryError('UNSUPPORTED');
      return;
    }
    if (action === 'pull') requireRead(client, name);
    else if (action === 'delete') throw new RegistryError('UNSUPPORTED');
    else requireWrite(client, name);
  }

  /** Whether an account asks to pull a package that is there, and that it has no role on. */
  function isShut(client: Client, scopes: Scope[]): boolean {
    return (
      client.kind === 'account' &&
      scopes.some(
        ({ name, actions }) =>
          state.packages.get(name)?.visibility === 'private' &&
          !actions.includes('push') &&
          roleOf(client, name) === undefined,
      )
    );
  }

  async function issueToken(request: Request): Promise<Response> {
    const asked = await readTokenRequest(request);
    if (!asked) return text(404, '404 page not found\n');
    if (asked.credentials) {
      const { password } = asked.credentials;
      const client = clientOf(password);
      if (!client) return refuse('403');
      return isShut(client, asked.scopes)
        ? new RegistryError('DENIED').toResponse('GET')
        : json(200, { token: encode(password) });
    }
    const hidden = asked.scopes.some(
      ({ name, actions }) => !actions.includes('push') && !mayRead(ANONYMOUS, name),
    );
    if (hidden && state.knobs.anonymous !== '200') return refuse(state.knobs.anonymous);
    return json(200, { token: authority.issue('', asked.scopes).token });
  }

  const registry = createRegistry({
    blobs,
    now,
    newId: () => random.uuid(),
    sparse: false,
    authorizer: {
      authorize,
      mayRead: (request, name) => mayRead(bearerClient(request) ?? ANONYMOUS, name),
    },
  });

  /** The first push of a manifest makes the package, private. */
  function created(request: Request, path: string): void {
    const name = /^\/v2\/(.+)\/manifests\/[^/]+$/.exec(path)?.[1];
    if (name === undefined || state.packages.has(name)) return;
    const client = bearerClient(request);
    const actions = client?.kind === 'workflow' ? [client.repository] : [];
    state.packages.set(name, newPackage(now(), { actions }));
  }

  const github: Github = {
    definition,
    get state() {
      return state;
    },
    registry,
    random,
    now,
    clientOf,
    roleOf,
  };

  return {
    hosts: [SERVICE, ...GITHUB],
    tls: true,
    registry,
    async fetch(request) {
      const { pathname, hostname } = new URL(request.url);
      if (hostname === 'api.github.com') return answerGithub(github, request);
      if (hostname === 'github.com') return answerDeviceFlow(github, request);
      if (state.knobs.unavailable)
        return text(503, 'upstream connect error or disconnect/reset before headers');
      if (pathname === '/token') return issueToken(request);
      const response = await registry.fetch(request);
      if (request.method === 'PUT' && response.ok) created(request, pathname);
      return response;
    },
    visibility: (name) => state.packages.get(name)?.visibility,
    setVisibility(name, setting) {
      const found = state.packages.get(name);
      if (found) found.visibility = setting;
    },
    importImage(image) {
      const { repository } = image;
      if (!state.packages.has(repository)) {
        state.packages.set(repository, newPackage(now()));
      }
      return registry.importImage(image);
    },
    turn(knobs) {
      state.knobs = ghcrSchema.shape.knobs.parse({ ...state.knobs, ...knobs });
    },
    ...snapshots(
      registry,
      () => state,
      (saved) => {
        const packages = [...saved.packages].map(
          ([name, one]) => [name, newPackage(one.created ?? now(), one)] as const,
        );
        state = { ...saved, packages: new Map(packages) };
      },
    ),
  };
}

function canRead({ scopes }: { scopes: PackageScope[] }): boolean {
  return scopes.includes('read:packages') || scopes.includes('write:packages');
}

/** The token service's refusals; the message of the first is the code's default, so clients print the code alone. */
function refuse(status: '401' | '403'): Response {
  const error = status === '401' ? new RegistryError('UNAUTHORIZED') : denied('denied');
  return error.toResponse('GET');
}

/** GHCR's registry tokens are the GitHub token itself, in base64. */
const encode = (token: string): string => btoa(token);

function decode(bearer: string): string {
  try {
    return atob(bearer);
  } catch {
    return '';
  }
}
