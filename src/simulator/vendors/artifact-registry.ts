import { z } from 'zod';
import { type Access, createRegistry, RegistryError } from '../registry/index.ts';
import {
  bearerChallenge,
  bearerToken,
  type Credentials,
  readTokenRequest,
  TokenAuthority,
} from '../registry/token.ts';
import { json, text } from './respond.ts';
import { time } from './schema.ts';
import { snapshots } from './state.ts';
import { type Vendor, type VendorContext, WORLD_SECRET } from './vendor.ts';

/** Artifact Registry's roles, `roles/artifactregistry.…` (cloud.google.com, "Access control with IAM"). */
const role = z.enum(['reader', 'writer', 'repoAdmin']);
const email = z.string().regex(/^[^@\s]+@[^@\s]+$/, 'an account is an e-mail address');
const id = z.string().regex(/^[a-z](?:[a-z0-9-]*[a-z0-9])?$/, 'lower-case letters, digits and dashes');

/** Google Artifact Registry of one project in one location. */
export const artifactRegistrySchema = z.strictObject({
  vendor: z.literal('artifact-registry'),
  project: id,
  location: id.default('us-central1'),
  accounts: z
    .array(
      z.strictObject({
        name: email,
        /** On the whole project; it may then also see which repositories there are. */
        role: role.optional(),
        /** A service account's key, as its JSON file has it: user `_json_key`. */
        key: z.string().optional(),
      }),
    )
    .default([]),
  /** Access tokens, as `gcloud auth print-access-token` prints them: user `oauth2accesstoken`. */
  tokens: z
    .array(
      z.strictObject({
        token: z.string().min(1),
        account: email,
        /** Sixty minutes after it was made. */
        expires: time.optional(),
      }),
    )
    .default([]),
  repositories: z
    .array(
      z.strictObject({
        name: id,
        /** Roles on this repository alone; `allUsers` opens it to everybody. */
        members: z.record(z.string(), role).default({}),
      }),
    )
    .default([]),
  knobs: z.strictObject({ unavailable: z.boolean().default(false) }).prefault({}),
});

type ArtifactRegistryDefinition = z.output<typeof artifactRegistrySchema>;
type Role = z.output<typeof role>;

interface ArtifactRegistryState {
  /** Members and their roles, by repository. */
  repositories: Map<string, Record<string, Role>>;
  knobs: ArtifactRegistryDefinition['knobs'];
}

const EVERYBODY = 'allUsers';
const TOKEN_LIFETIME = 3600;

const PERMISSIONS: Record<'pull' | 'push' | 'delete', { permission: string; roles: Role[] }> = {
  pull: {
    permission: 'artifactregistry.repositories.downloadArtifacts',
    roles: ['reader', 'writer', 'repoAdmin'],
  },
  push: { permission: 'artifactregistry.repositories.uploadArtifacts', roles: ['writer', 'repoAdmin'] },
  delete: { permission: 'artifactregistry.repositories.deleteArtifacts', roles: ['repoAdmin'] },
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
    repositories: new Map(definition.repositories.map(({ name, members }) => [name, members])),
    knobs: definition.knobs,
  };
  const authority = new TokenAuthority({
    issuer: host,
    service: host,
    secret,
    lifetime: TOKEN_LIFETIME,
    now,
    newId: () => random.hex(16),
  });
  const realm = `${origin ?? `https://${host}`}/v2/token`;

  /** The account behind credentials: an access token, or a service account's key, plain or in base64. */
  function identify({ username, password }: Credentials): string | undefined {
    if (username === 'oauth2accesstoken') {
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
    const members = state.repositories.get(repository);
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
    const [owner = '', repository = '', image] = route.repository.split('/');
    if (image === undefined) {
      throw new RegistryError('NAME_INVALID', {
        message:
          'Missing image name. Pushes should be of the form docker push HOST-NAME/PROJECT-ID/REPOSITORY/IMAGE',
      });
    }
    if (!isAllowed(account, route.repository, action)) {
      const { permission } = PERMISSIONS[action];
      const resource = `projects/${owner}/locations/${location}/repositories/${repository}`;
      throw new RegistryError('DENIED', {
        message:
          account === ''
            ? `Unauthenticated request. Unauthenticated requests do not have permission "${permission}" on resource "${resource}" (or it may not exist)`
            : `Permission "${permission}" denied on resource "${resource}" (or it may not exist)`,
      });
    }
    if (!state.repositories.has(repository)) {
      throw new RegistryError('NAME_UNKNOWN', { message: `Repository "${repository}" not found` });
    }
  }

  async function issueToken(request: Request): Promise<Response> {
    const asked = await readTokenRequest(request);
    if (!asked) return text(404, 'Not Found\n');
    const account = asked.credentials ? identify(asked.credentials) : '';
    if (account === undefined) {
      return new RegistryError('UNAUTHORIZED', { message: 'authentication failed' }).toResponse('GET');
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
    hosts: [host],
    tls: true,
    registry,
    async fetch(request) {
      if (state.knobs.unavailable) return text(503, 'Service Unavailable\n');
      return new URL(request.url).pathname === '/v2/token' ? issueToken(request) : registry.fetch(request);
    },
    visibility(path) {
      const members = state.repositories.get(repositoryOf(path));
      return members && (EVERYBODY in members ? 'public' : 'private');
    },
    setVisibility(path, visibility) {
      const { [EVERYBODY]: _, ...members } = state.repositories.get(repositoryOf(path)) ?? {};
      const open: Record<string, Role> =
        visibility === 'public' ? { ...members, [EVERYBODY]: 'reader' } : members;
      state.repositories.set(repositoryOf(path), open);
    },
    importImage(image) {
      const repository = repositoryOf(image.repository);
      if (!state.repositories.has(repository)) state.repositories.set(repository, {});
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
