import { type Access, createRegistry, RegistryError } from '../../registry/index.ts';
import {
  bearerChallenge,
  bearerToken,
  type Credentials,
  readTokenRequest,
  TokenAuthority,
} from '../../registry/token.ts';
import { json, text } from '../respond.ts';
import { snapshots } from '../state.ts';
import { type Vendor, type VendorContext, WORLD_SECRET } from '../vendor.ts';
import { answerApi } from './api.ts';
import { cleanUp } from './cleanup.ts';
import {
  ACCESS_TOKEN_LIFETIME,
  type ArtifactRegistryDefinition,
  artifactRegistrySchema,
  type Role,
} from './definition.ts';
import { giveToken, OAuth } from './oauth.ts';
import type { ArtifactRegistryState } from './state.ts';

const EVERYBODY = 'allUsers';
const GOOGLE = ['artifactregistry.googleapis.com', 'oauth2.googleapis.com'];
/** User names under which docker hands over an access token: the second is the credential helper's. */
const TOKEN_USERS = ['oauth2accesstoken', '_dcgcloud_token'];

const PERMISSIONS: Record<'pull' | 'push' | 'delete', { permission: string; roles: Role[] }> = {
  pull: {
    permission: 'artifactregistry.repositories.downloadArtifacts',
    roles: ['reader', 'writer', 'repoAdmin', 'admin'],
  },
  push: {
    permission: 'artifactregistry.repositories.uploadArtifacts',
    roles: ['writer', 'repoAdmin', 'admin'],
  },
  delete: { permission: 'artifactregistry.repositories.deleteArtifacts', roles: ['repoAdmin', 'admin'] },
};

/** Makes Artifact Registry. */
export function createArtifactRegistry(
  definition: ArtifactRegistryDefinition,
  context: VendorContext,
): Vendor {
  const { clock, random, blobs, origin, secret = WORLD_SECRET } = context;
  const { project, location } = definition;
  const host = `${location}-docker.pkg.dev`;
  const now = (): number => clock.now();
  let state: ArtifactRegistryState = {
    repositories: new Map(
      definition.repositories.map(({ name, ...settings }) => [name, { ...settings, created: now() }]),
    ),
    knobs: definition.knobs,
  };
  const authority = new TokenAuthority({
    issuer: host,
    service: host,
    secret,
    lifetime: ACCESS_TOKEN_LIFETIME,
    now,
    newId: () => random.hex(16),
  });
  const oauth = new OAuth(secret, now, () => random.hex(32));
  const realm = `${origin ?? `https://${host}`}/v2/token`;

  /** The account behind credentials: an access token, or a service account's key, plain or in base64. */
  function identify({ username, password }: Credentials): string | undefined {
    if (TOKEN_USERS.includes(username)) {
      const account = oauth.account(password);
      if (account !== undefined) return account;
      const found = definition.tokens.find(({ token }) => token === password);
      return found && (found.expires === undefined || found.expires > now()) ? found.account : undefined;
    }
    if (username !== '_json_key' && username !== '_json_key_base64') return undefined;
    const key = username === '_json_key' ? password : decode(password);
    return definition.accounts.find(
      (account) => account.key !== undefined && account.key.trim() === key.trim(),
    )?.name;
  }

  function roleOf(account: string, repository: string): Role | undefined {
    const members = state.repositories.get(repository)?.members;
    const ownRole = definition.accounts.find(({ name }) => name === account)?.role;
    return ownRole ?? members?.[account] ?? (members?.[EVERYBODY] as Role | undefined);
  }

  function isAllowed(account: string, path: string, action: 'pull' | 'push' | 'delete'): boolean {
    const [, repository = ''] = path.split('/');
    const granted = path.startsWith(`${project}/`) ? roleOf(account, repository) : undefined;
    return granted !== undefined && PERMISSIONS[action].roles.includes(granted);
  }

  /** The account behind a registry token, `''` for nobody in particular. */
  function accountOf(request: Request): string {
    const verdict = authority.verify(bearerToken(request) ?? '');
    if ('claims' in verdict) return verdict.claims.sub;
    throw new RegistryError('UNAUTHORIZED', {
      headers: { 'WWW-Authenticate': bearerChallenge({ realm, service: host }) },
    });
  }

  function authorize({ request, route, action }: Access): undefined {
    const account = accountOf(request);
    if (action === 'base') return;
    if (action === 'list' || !('repository' in route)) throw new RegistryError('UNSUPPORTED');
    const [, repository = '', image] = route.repository.split('/');
    if (image === undefined) {
      throw new RegistryError('NAME_INVALID', {
        message:
          'Missing image name. Pushes should be of the form docker push HOST-NAME/PROJECT-ID/REPOSITORY/IMAGE',
      });
    }
    if (!isAllowed(account, route.repository, action)) throw denied(account, route.repository, action);
    if (!state.repositories.has(repository)) {
      throw new RegistryError('NAME_UNKNOWN', { message: `Repository "${repository}" not found` });
    }
    if (route.kind === 'manifest' && action === 'push') requireMutable(route.repository, route.reference);
  }

  function denied(account: string, path: string, action: 'pull' | 'push' | 'delete'): RegistryError {
    const [owner = '', repository = ''] = path.split('/');
    const { permission } = PERMISSIONS[action];
    const resource = `projects/${owner}/locations/${location}/repositories/${repository}`;
    return new RegistryError('DENIED', {
      message:
        account === ''
          ? `Unauthenticated request. Unauthenticated requests do not have permission "${permission}" on resource "${resource}" (or it may not exist)`
          : `Permission "${permission}" denied on resource "${resource}" (or it may not exist)`,
    });
  }

  function requireMutable(path: string, reference: string): void {
    if (!state.repositories.get(repositoryOf(path))?.immutable) return;
    if (!registry.repository(path)?.tags.has(reference)) return;
    throw new RegistryError('DENIED', {
      status: 400,
      message: `cannot update tag ${reference}. The repository has enabled tag immutability`,
    });
  }

  async function issueToken(request: Request): Promise<Response> {
    const asked = await readTokenRequest(request);
    if (!asked) return text(404, 'Not Found\n');
    const account = asked.credentials ? identify(asked.credentials) : '';
    if (account === undefined) {
      return new RegistryError('UNAUTHORIZED', { message: 'authentication failed' }).toResponse('GET');
    }
    // Refused here already: clients then name the request that they wanted a token for.
    for (const { name, actions } of asked.scopes) {
      const action = actions.includes('push') ? 'push' : 'pull';
      if (name.split('/').length > 2 && !isAllowed(account, name, action)) {
        return denied(account, name, action).toResponse('GET');
      }
    }
    return json(200, authority.issue(account, asked.scopes));
  }

  const registry = createRegistry({
    blobs,
    now,
    newId: () => random.uuid(),
    sparse: false,
    authorizer: {
      authorize,
      mayRead: (request, name) => isAllowed(accountOf(request), name, 'pull'),
    },
  });

  const repositoryOf = (path: string): string => path.split('/')[1] ?? '';

  return {
    hosts: [host, ...GOOGLE],
    tls: true,
    registry,
    async fetch(request) {
      const { pathname, hostname } = new URL(request.url);
      cleanUp(state, registry, project, now());
      if (hostname === GOOGLE[0])
        return answerApi({ definition, state, registry, blobs, oauth, host, now }, request);
      if (hostname === GOOGLE[1]) return giveToken(oauth, definition, request);
      if (state.knobs.unavailable) return text(503, 'Service Unavailable\n');
      return pathname === '/v2/token' ? issueToken(request) : registry.fetch(request);
    },
    visibility(path) {
      const repository = state.repositories.get(repositoryOf(path));
      return repository && (EVERYBODY in repository.members ? 'public' : 'private');
    },
    setVisibility(path, visibility) {
      const repository = state.repositories.get(repositoryOf(path));
      if (!repository) return;
      const { [EVERYBODY]: _, ...members } = repository.members;
      repository.members = visibility === 'public' ? { ...members, [EVERYBODY]: 'reader' } : members;
    },
    importImage(image) {
      const repository = repositoryOf(image.repository);
      if (!state.repositories.has(repository))
        state.repositories.set(repository, { members: {}, immutable: false, created: now() });
      return registry.importImage(image);
    },
    turn(knobs) {
      state.knobs = artifactRegistrySchema.shape.knobs.parse({ ...state.knobs, ...knobs });
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

function decode(text: string): string {
  try {
    return atob(text);
  } catch {
    return '';
  }
}
