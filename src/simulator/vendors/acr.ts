import { z } from 'zod';
import { type Access, createRegistry, RegistryError } from '../registry/index.ts';
import { type Credentials, readTokenRequest, type Scope, TokenAuthority } from '../registry/token.ts';
import { mayPull, requireToken } from './bearer.ts';
import { json, text } from './respond.ts';
import { repositoryName, time } from './schema.ts';
import { snapshots } from './state.ts';
import { type Vendor, type VendorContext, WORLD_SECRET } from './vendor.ts';

/** Azure's roles for images (learn.microsoft.com, "Azure Container Registry roles and permissions"). */
const role = z.enum(['AcrPull', 'AcrPush', 'AcrDelete', 'Owner', 'Reader']);

/** Azure Container Registry. */
export const acrSchema = z.strictObject({
  vendor: z.literal('acr'),
  /** The registry's name; its host is NAME.azurecr.io. */
  name: z.string().regex(/^[a-z0-9]{5,50}$/, 'a registry is 5 to 50 lower-case letters and digits'),
  /** The admin user, whose name is the registry's; off unless a password is given. */
  'admin-password': z.string().min(1).optional(),
  /** Users and service principals. */
  principals: z
    .array(
      z.strictObject({
        /** What it logs in as: a service principal's application ID. */
        name: z.string().min(1),
        password: z.string().min(1).optional(),
        roles: z.array(role).default(['AcrPull']),
      }),
    )
    .default([]),
  /** What `az acr login` hands to docker: user 00000000-0000-0000-0000-000000000000, three hours. */
  tokens: z
    .array(
      z.strictObject({ token: z.string().min(1), principal: z.string().min(1), expires: time.optional() }),
    )
    .default([]),
  /** Tokens for some repositories alone. */
  'repository-tokens': z
    .array(
      z.strictObject({
        name: z.string().min(1),
        password: z.string().min(1),
        /** `content/read`, `content/write` and so on, by repository. */
        actions: z.record(
          repositoryName,
          z.array(
            z.enum(['content/read', 'content/write', 'content/delete', 'metadata/read', 'metadata/write']),
          ),
        ),
      }),
    )
    .default([]),
  /** Whether everybody may pull. */
  'anonymous-pull': z.boolean().default(false),
  /** Images that may not be changed or pulled any more. */
  locked: z.array(repositoryName).default([]),
  knobs: z
    .strictObject({
      unavailable: z.boolean().default(false),
      /** The firewall refuses this address: the learner's. */
      'blocked-address': z.ipv4().optional(),
    })
    .prefault({}),
});

type AcrDefinition = z.output<typeof acrSchema>;

interface AcrState {
  anonymousPull: boolean;
  knobs: AcrDefinition['knobs'];
}

/** Who somebody is: what a client may do with a repository. */
interface Client {
  name: string;
  may(action: string, repository: string): boolean;
  /** Its token was made for some repositories alone, which is said to it. */
  scoped: boolean;
}

const NULL_USER = '00000000-0000-0000-0000-000000000000';
const TOKEN_LIFETIME = 75 * 60;
const UNAUTHORIZED = 'authentication required, visit https://aka.ms/acr/authorization for more information.';

const ROLES: Record<string, z.output<typeof role>[]> = {
  pull: ['AcrPull', 'AcrPush', 'Owner', 'Reader'],
  push: ['AcrPush', 'Owner'],
  delete: ['AcrDelete', 'Owner'],
};
const CONTENT: Record<string, 'content/read' | 'content/write' | 'content/delete'> = {
  pull: 'content/read',
  push: 'content/write',
  delete: 'content/delete',
};

/** Makes ACR. */
export function createAcr(definition: AcrDefinition, context: VendorContext): Vendor {
  const { clock, random, blobs, origin, secret = WORLD_SECRET } = context;
  const host = `${definition.name}.azurecr.io`;
  const now = (): number => clock.now();
  let state: AcrState = { anonymousPull: definition['anonymous-pull'], knobs: definition.knobs };
  const authority = new TokenAuthority({
    issuer: 'Azure Container Registry',
    service: host,
    secret,
    lifetime: TOKEN_LIFETIME,
    now,
    newId: () => random.uuid(),
  });
  const bearer = { authority, realm: `${origin ?? `https://${host}`}/oauth2/token`, service: host };

  function principal(name: string): Client | undefined {
    const found = definition.principals.find((candidate) => candidate.name === name);
    return (
      found && {
        name,
        scoped: false,
        may: (action) => found.roles.some((own) => ROLES[action]?.includes(own)),
      }
    );
  }

  /** The principal that a token of `az acr login` was made for. */
  function fromRefreshToken(value: string): Client | undefined {
    const found = definition.tokens.find(({ token }) => token === value);
    const over = found?.expires !== undefined && found.expires <= now();
    return found && !over ? principal(found.principal) : undefined;
  }

  function identify({ username, password }: Credentials): Client | undefined {
    if (username === NULL_USER) return fromRefreshToken(password);
    if (username === definition.name && password === definition['admin-password']) {
      return { name: username, scoped: false, may: () => true };
    }
    const scoped = definition['repository-tokens'].find(
      (candidate) => candidate.name === username && candidate.password === password,
    );
    if (scoped) {
      const may = (action: string, repository: string): boolean =>
        scoped.actions[repository]?.includes(CONTENT[action] ?? 'metadata/read') ?? false;
      return { name: username, scoped: true, may };
    }
    const known = definition.principals.some(
      ({ name, password: own }) => name === username && own === password,
    );
    return known ? principal(username) : undefined;
  }

  function grant(client: Client | undefined, { type, name, actions }: Scope): Scope {
    const granted = actions.filter((action) =>
      client ? client.may(action, name) : action === 'pull' && state.anonymousPull,
    );
    return { type, name, actions: type === 'repository' ? granted : [] };
  }

  async function issueToken(request: Request): Promise<Response> {
    const asked = await readTokenRequest(request);
    if (!asked) return unauthorized();
    const address = state.knobs['blocked-address'];
    if (address !== undefined) return blocked(address, asked.scopes.length === 0);
    let client: Client | undefined;
    if (asked.credentials || asked.refreshToken !== undefined) {
      client = asked.credentials ? identify(asked.credentials) : fromRefreshToken(asked.refreshToken ?? '');
      if (!client) return unauthorized();
    }
    const access = asked.scopes
      .map((scope) => grant(client, scope))
      .filter(({ actions }) => actions.length > 0);
    if (client?.scoped && access.length < asked.scopes.length) {
      return new RegistryError('DENIED', {
        message: 'Insufficient scopes to perform the operation',
      }).toResponse('GET');
    }
    if (!client && !state.anonymousPull) return unauthorized();
    const { token } = authority.issue(client?.name ?? '', access);
    return json(200, { access_token: token });
  }

  function authorize(access: Access): undefined {
    requireToken(access, bearer);
    const { route } = access;
    if ('repository' in route && definition.locked.includes(route.repository) && access.action !== 'base') {
      throw new RegistryError('UNKNOWN', { status: 405, message: 'The operation is disallowed.' });
    }
  }

  const registry = createRegistry({
    blobs,
    now,
    newId: () => random.uuid(),
    sparse: false,
    authorizer: { authorize, mayRead: (request, name) => mayPull(request, name, authority) },
  });

  return {
    hosts: [host],
    tls: true,
    registry,
    async fetch(request) {
      if (state.knobs.unavailable) return text(503, 'Service Unavailable\n');
      return new URL(request.url).pathname === '/oauth2/token'
        ? issueToken(request)
        : registry.fetch(request);
    },
    visibility: (name) => registry.repository(name) && (state.anonymousPull ? 'public' : 'private'),
    /** ACR knows it for the whole registry only. */
    setVisibility(_, visibility) {
      state.anonymousPull = visibility === 'public';
    },
    importImage: (image) => registry.importImage(image),
    turn(knobs) {
      state.knobs = acrSchema.shape.knobs.parse({ ...state.knobs, ...knobs });
    },
    ...snapshots(
      registry,
      () => state,
      (saved) => {
        state = saved;
      },
    ),
  };
}

const unauthorized = (): Response =>
  new RegistryError('UNAUTHORIZED', { message: UNAUTHORIZED }).toResponse('GET');

/** The firewall's refusal; a login's comes wrapped twice, with its quotes escaped, as ACR really has it. */
function blocked(address: string, atLogin: boolean): Response {
  const message = `client with IP '${address}' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`;
  const wrapped = JSON.stringify({ errors: [{ code: 'DENIED', message }] }).replaceAll("'", '\\u0027');
  return new RegistryError('DENIED', { message: atLogin ? `${wrapped}\n` : message }).toResponse('GET');
}
