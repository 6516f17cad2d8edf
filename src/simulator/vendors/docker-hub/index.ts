import { type Access, createRegistry, RegistryError } from '../../registry/index.ts';
import { bearerToken, type Claims, TokenAuthority } from '../../registry/token.ts';
import { mayPull, requireToken } from '../bearer.ts';
import { type Allowance, rateHeaders, remaining, spend } from '../rate-limit.ts';
import { json, text, withHeaders } from '../respond.ts';
import { snapshots } from '../state.ts';
import { type Vendor, type VendorContext, WORLD_SECRET } from '../vendor.ts';
import { HubAccounts } from './accounts.ts';
import { type DockerHubDefinition, dockerHubSchema, HUB_FACTS } from './definition.ts';
import { deviceLogin, generateToken } from './login.ts';
import { search } from './search.ts';
import { initialState } from './state.ts';
import { issueToken } from './token.ts';

const SERVICE = 'registry.docker.io';
const HOSTS = [
  'docker.io',
  'registry-1.docker.io',
  'auth.docker.io',
  'index.docker.io',
  'login.docker.com',
  'hub.docker.com',
];

const UPGRADE = 'https://www.docker.com/increase-rate-limit';
const LIMIT_ANONYMOUS = `You have reached your unauthenticated pull rate limit. ${UPGRADE}`;
const LIMIT_ACCOUNT = `You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: ${UPGRADE}`;

/** Docker Hub: the registry, its token service, search, the device login and what of the site the CLI needs. */
export function createDockerHub(definition: DockerHubDefinition, context: VendorContext): Vendor {
  const { clock, random, blobs, origin } = context;
  const now = (): number => clock.now();
  let state = initialState(definition);
  const accounts = new HubAccounts(definition, () => state, now);
  const authority = new TokenAuthority({
    issuer: 'auth.docker.io',
    service: SERVICE,
    secret: context.secret ?? WORLD_SECRET,
    lifetime: HUB_FACTS.tokenLifetime,
    now,
    newId: () => random.hex(16),
  });
  const bearer = {
    authority,
    realm: origin ? `${origin}/token` : 'https://auth.docker.io/token',
    service: SERVICE,
  };

  const registry = createRegistry({
    blobs,
    now,
    newId: () => random.uuid(),
    sparse: false,
    authorizer: {
      authorize(access) {
        const claims = requireToken(access, bearer);
        if (access.action === 'delete') throw new RegistryError('UNSUPPORTED');
        if (access.route.kind === 'manifest' && access.action === 'pull') meter(access, claims);
        return undefined;
      },
      mayRead: (request, repository) => mayPull(request, repository, authority),
    },
  });

  /** How many pulls an account has; paid plans have no limit. */
  function allowance(claims: Claims): Allowance | undefined {
    const { 'anonymous-pulls': anonymous, 'personal-pulls': personal } = state.knobs;
    const window = HUB_FACTS.pullWindow;
    if (claims.sub === '') return { limit: anonymous ?? HUB_FACTS.anonymousPulls, window };
    if (accounts.find(claims.sub)?.plan !== 'personal') return undefined;
    return { limit: personal ?? HUB_FACTS.personalPulls, window };
  }

  /** A pull is a `GET` of a manifest; `HEAD` is free, and refused all the same when nothing is left. */
  function meter({ request, route }: Access, claims: Claims): void {
    const limited = allowance(claims);
    const name = 'repository' in route ? route.repository : '';
    const spent = limited && remaining(state.pulls, claims.sub, limited, now()) === 0;
    if (spent || state.knobs['rate-limited'] || state.repositories.get(name)?.rateLimited) {
      throw new RegistryError('TOOMANYREQUESTS', {
        message: claims.sub === '' ? LIMIT_ANONYMOUS : LIMIT_ACCOUNT,
        headers: { 'Retry-After': '0', ...(limited ? rateHeaders(limited, 0) : {}) },
      });
    }
    if (limited && request.method === 'GET') spend(state.pulls, claims.sub, limited, now());
  }

  async function registryHost(request: Request, path: string): Promise<Response> {
    if (state.knobs.unavailable) {
      return new Response('<html>503 Service Unavailable</html>\n', {
        status: 503,
        headers: { 'Content-Type': 'text/html' },
      });
    }
    const response = await registry.fetch(request);
    const match = /^\/v2\/(.+)\/manifests\/[^/]+$/.exec(path);
    if (!match || !response.ok) return response;
    const verdict = authority.verify(bearerToken(request) ?? '');
    if (!('claims' in verdict)) return response;
    if (request.method === 'PUT') {
      created(match[1]!, verdict.claims);
      return response;
    }
    const limited = allowance(verdict.claims);
    if (!limited) return response;
    return withHeaders(
      response,
      rateHeaders(limited, remaining(state.pulls, verdict.claims.sub, limited, now())),
    );
  }

  /** A push to a repository that was not there creates it, as public or private as the account's setting says. */
  function created(name: string, claims: Claims): void {
    if (state.repositories.has(name)) return;
    const account = accounts.find(claims.sub);
    const visibility = account?.['new-repositories'] ?? 'public';
    const locked = visibility === 'private' && account?.plan === 'personal' && isFull(account.name);
    state.repositories.set(name, { visibility, collaborators: [], rateLimited: false, locked });
  }

  /** Whether a Personal account has all the private repositories that it may have. */
  function isFull(account: string): boolean {
    const own = [...state.repositories].filter(
      ([name, { visibility }]) => visibility === 'private' && name.startsWith(`${account}/`),
    );
    return own.length >= HUB_FACTS.personalPrivateRepositories;
  }

  return {
    hosts: HOSTS,
    tls: true,
    registry,
    async fetch(request) {
      const url = new URL(request.url);
      const host = origin ? hostByPath(url.pathname) : url.hostname;
      const dependencies = { definition, state, clock, random };
      switch (host) {
        case 'auth.docker.io':
          return url.pathname === '/token'
            ? issueToken(request, accounts, authority)
            : text(404, '404 page not found\n');
        case 'login.docker.com':
          return deviceLogin(request, url, dependencies);
        case 'hub.docker.com':
          return url.pathname.startsWith('/v2/access-tokens/desktop-generate')
            ? generateToken(request, dependencies)
            : json(404, { message: 'not found' });
        case 'index.docker.io':
          if (url.pathname === '/v1/search') return search(url, definition.search);
          return registryHost(request, url.pathname);
        default:
          return registryHost(request, url.pathname);
      }
    },
    visibility: (name) => state.repositories.get(name)?.visibility,
    setVisibility(name, visibility) {
      const repository = state.repositories.get(name);
      if (!repository) return;
      repository.visibility = visibility;
      if (visibility === 'public') repository.locked = false;
    },
    async importImage(image) {
      const { repository } = image;
      if (!state.repositories.has(repository)) {
        state.repositories.set(repository, {
          visibility: 'public',
          collaborators: [],
          rateLimited: false,
          locked: false,
        });
      }
      return registry.importImage(image);
    },
    turn(knobs) {
      state.knobs = dockerHubSchema.shape.knobs.parse({ ...state.knobs, ...knobs });
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

/** Which of the hosts a path belongs to, where one listener answers for all. */
function hostByPath(path: string): string {
  if (path === '/token') return 'auth.docker.io';
  if (path.startsWith('/oauth/')) return 'login.docker.com';
  if (path.startsWith('/v1/')) return 'index.docker.io';
  return 'registry-1.docker.io';
}
