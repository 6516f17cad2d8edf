import {
  type Access,
  type BlobStore,
  createRegistry,
  type Registry,
  RegistryError,
} from '../../registry/index.ts';
import {
  bearerToken,
  type Credentials,
  includesAccess,
  readTokenRequest,
  type Scope,
  TokenAuthority,
} from '../../registry/token.ts';
import { mayPull, requireToken, wantedScopes } from '../bearer.ts';
import { json, text } from '../respond.ts';
import { type VendorContext, WORLD_SECRET } from '../vendor.ts';
import { answerCatalog } from './catalog.ts';
import { ACR_FACTS, type AcrDefinition, type AcrRole } from './definition.ts';
import { deleteSoftly, sweep } from './policies.ts';
import type { AcrState } from './state.ts';

/** Who somebody is: what a client may do with a repository. */
interface Client {
  name: string;
  may(action: string, repository: string): boolean;
  /** Its token was made for some repositories alone, which is said to it. */
  scoped: boolean;
}

const NULL_USER = '00000000-0000-0000-0000-000000000000';
const UNAUTHORIZED = 'authentication required, visit https://aka.ms/acr/authorization for more information.';

const ROLES: Record<string, AcrRole[]> = {
  pull: ['AcrPull', 'AcrPush', 'Owner', 'Contributor', 'Reader'],
  push: ['AcrPush', 'Owner', 'Contributor'],
  delete: ['AcrDelete', 'Owner', 'Contributor'],
};
const CONTENT: Record<string, 'content/read' | 'content/write' | 'content/delete'> = {
  pull: 'content/read',
  push: 'content/write',
  delete: 'content/delete',
};

/** One registry of a subscription. */
export interface AcrRegistry {
  readonly name: string;
  readonly host: string;
  readonly registry: Registry;
  readonly blobs: BlobStore;
  /** What changes besides images. */
  state: AcrState;
  fetch(request: Request): Promise<Response>;
}

/** Makes one registry. `azure` signs the access tokens of Azure that `az acr login` brings. */
export function createAcrRegistry(
  definition: AcrDefinition,
  context: VendorContext,
  azure: TokenAuthority,
  initial: AcrState,
): AcrRegistry {
  const { clock, random, blobs, origin, secret = WORLD_SECRET } = context;
  const host = `${definition.name}.azurecr.io`;
  const now = (): number => clock.now();
  let state = initial;
  const authority = new TokenAuthority({
    issuer: 'Azure Container Registry',
    service: host,
    secret,
    lifetime: ACR_FACTS.tokenLifetime,
    now,
    newId: () => random.uuid(),
  });
  /** Signs what `az acr login` hands to docker. */
  const refresh = new TokenAuthority({
    issuer: 'https://sts.windows.net',
    service: host,
    secret,
    lifetime: ACR_FACTS.refreshLifetime,
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
    if (found) return over ? undefined : principal(found.principal);
    const verdict = refresh.verify(value);
    return 'claims' in verdict ? principal(verdict.claims.sub) : undefined;
  }

  function identify({ username, password }: Credentials): Client | undefined {
    if (username === NULL_USER) return fromRefreshToken(password);
    if (username === definition.name && password === state.adminPassword) {
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
    if (type === 'registry') return { type, name, actions: client && !client.scoped ? actions : [] };
    return { type, name, actions: type === 'repository' ? granted : [] };
  }

  /** `az acr login`: a token of Azure's for one of this registry's. */
  async function exchange(request: Request): Promise<Response> {
    const verdict = azure.verify(new URLSearchParams(await request.text()).get('access_token') ?? '');
    const address = state.knobs['blocked-address'];
    if (address !== undefined) return blocked(address, false);
    const client = 'claims' in verdict ? principal(verdict.claims.sub) : undefined;
    if (!client || !(client.may('pull', '') || client.may('push', ''))) return unauthorized();
    return json(200, { refresh_token: refresh.issue(client.name, []).token });
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
    if (!client && !state.anonymousPull) return unauthorized();
    const { token } = authority.issue(client?.name ?? '', access);
    return json(200, { access_token: token });
  }

  /** A token made for some repositories alone is told so where it asks for another. */
  function requireScope(access: Access): void {
    const verdict = authority.verify(bearerToken(access.request) ?? '');
    if (!('claims' in verdict)) return;
    const { sub, access: granted } = verdict.claims;
    if (!definition['repository-tokens'].some(({ name }) => name === sub)) return;
    if (wantedScopes(access).every((scope) => includesAccess(granted, scope))) return;
    throw new RegistryError('DENIED', { message: 'Insufficient scopes to perform the operation' });
  }

  function authorize(access: Access): Response | undefined {
    requireScope(access);
    requireToken(access, bearer);
    const { route } = access;
    if ('repository' in route && definition.locked.includes(route.repository) && access.action !== 'base') {
      throw new RegistryError('UNKNOWN', { status: 405, message: 'The operation is disallowed.' });
    }
    if (access.action !== 'delete' || route.kind !== 'manifest' || !state.softDelete.enabled)
      return undefined;
    return deleteSoftly(one, route.repository, route.reference, now());
  }

  const registry = createRegistry({
    blobs,
    now,
    newId: () => random.uuid(),
    sparse: false,
    authorizer: { authorize, mayRead: (request, name) => mayPull(request, name, authority) },
  });

  const one: AcrRegistry = {
    name: definition.name,
    host,
    registry,
    blobs,
    get state() {
      return state;
    },
    set state(saved) {
      state = saved;
    },
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (state.knobs.unavailable) return text(503, 'Service Unavailable\n');
      if (pathname === '/oauth2/token') return issueToken(request);
      if (pathname === '/oauth2/exchange') return exchange(request);
      sweep(one, now());
      const response = pathname.startsWith('/acr/v1/')
        ? await answerCatalog({ one, authority, newId: () => random.uuid(), now }, request)
        : await registry.fetch(request);
      sweep(one, now());
      return response;
    },
  };
  return one;
}

const unauthorized = (): Response =>
  new RegistryError('UNAUTHORIZED', { message: UNAUTHORIZED }).toResponse('GET');

/** The firewall's refusal; a login's comes wrapped twice, with its quotes escaped, as ACR really has it. */
function blocked(address: string, atLogin: boolean): Response {
  const message = `client with IP '${address}' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`;
  const wrapped = JSON.stringify({ errors: [{ code: 'DENIED', message }] }).replaceAll("'", '\\u0027');
  return new RegistryError('DENIED', { message: atLogin ? `${wrapped}\n` : message }).toResponse('GET');
}
