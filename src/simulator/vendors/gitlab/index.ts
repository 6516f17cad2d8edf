import { createRegistry, RegistryError } from '../../registry/index.ts';
import { type Credentials, readTokenRequest, type Scope, TokenAuthority } from '../../registry/token.ts';
import { mayPull, requireToken } from '../bearer.ts';
import { json, text } from '../respond.ts';
import { snapshots } from '../state.ts';
import { type Vendor, type VendorContext, type Visibility, WORLD_SECRET } from '../vendor.ts';
import { answerApi } from './api.ts';
import { type Cleanup, carryOut } from './cleanup.ts';
import {
  GITLAB_FACTS,
  type GitlabDefinition,
  gitlabSchema,
  type Project,
  role,
  type TokenScope,
} from './definition.ts';

/** What changes at GitLab besides images, by a project's path. */
export interface GitlabState {
  visibilities: Map<string, Visibility>;
  cleanups: Map<string, Cleanup>;
  knobs: GitlabDefinition['knobs'];
}

/** A client that showed who it is, and what it may do with a project. */
type Client = (project: Project) => { read: boolean; write: boolean; remove: boolean };

const SERVICE = 'container_registry';
const ACCESS_DENIED =
  'HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or ' +
  "you're required to use a token instead of a password. If a token was provided, it was either incorrect, expired, " +
  'or improperly scoped. See https://gitlab.com/help/user/profile/account/two_factor_authentication_troubleshooting.md' +
  '#error-http-basic-access-denied-if-a-password-was-provided-for-git-authentication-';

const FORBIDDEN = new RegistryError('DENIED', { message: 'access forbidden' });
const NOTHING = { read: false, write: false, remove: false };

/** Makes GitLab's registry. */
export function createGitlab(definition: GitlabDefinition, context: VendorContext): Vendor {
  const { clock, random, blobs, origin, secret = WORLD_SECRET } = context;
  const { site, host } = definition;
  const now = (): number => clock.now();
  let state: GitlabState = {
    visibilities: new Map(definition.projects.map(({ path, visibility }) => [path, visibility])),
    cleanups: new Map(
      definition.projects.flatMap(({ path, cleanup }) =>
        cleanup ? [[path, { policy: cleanup, next: now() + cleanup.cadence }]] : [],
      ),
    ),
    knobs: definition.knobs,
  };
  const authority = new TokenAuthority({
    issuer: 'gitlab-issuer',
    service: SERVICE,
    secret,
    lifetime: GITLAB_FACTS.tokenLifetime,
    now,
    newId: () => random.uuid(),
  });
  const bearer = { authority, realm: `${origin ?? `https://${site}`}/jwt/auth`, service: SERVICE };
  const alive = ({ expires }: { expires?: number | undefined }): boolean =>
    expires === undefined || expires > now();

  /** The project that a repository belongs to: its own path, or one up to two names above. */
  function projectOf(repository: string): Project | undefined {
    return definition.projects.find(({ path }) => {
      if (repository === path) return true;
      return repository.startsWith(`${path}/`) && repository.slice(path.length + 1).split('/').length <= 2;
    });
  }

  /** The role's powers, cut down to what a token's scopes allow. */
  function member(name: string, scopes: TokenScope[] | undefined): Client {
    return ({ members, path }) => {
      const roles = role.options;
      const own = path.split('/')[0] === name ? 'owner' : members[name];
      const rank = own === undefined ? -1 : roles.indexOf(own);
      const has = (wanted: TokenScope): boolean =>
        scopes === undefined || scopes.includes(wanted) || scopes.includes('api');
      return {
        read: rank >= roles.indexOf('reporter') && (has('read_registry') || has('write_registry')),
        write: rank >= roles.indexOf('developer') && has('write_registry'),
        remove: rank >= roles.indexOf('maintainer') && has('write_registry'),
      };
    };
  }

  /** Who the credentials belong to; `forbidden` when that is known but of no use here. */
  function identify({ username, password }: Credentials): Client | 'unknown' | 'forbidden' {
    const account = definition.accounts.find(({ name }) => name === username);
    if (account?.password === password)
      return account['two-factor'] ? 'unknown' : member(username, undefined);
    const personal = account?.tokens.find((candidate) => candidate.token === password);
    if (personal && alive(personal)) {
      return personal.scopes.length > 0 ? member(username, personal.scopes) : 'unknown';
    }
    for (const project of definition.projects) {
      const own =
        (powers: ReturnType<Client>): Client =>
        (asked) =>
          asked === project ? powers : NOTHING;
      const deploy = project['deploy-tokens'].find(
        ({ user, token: value }) => user === username && value === password,
      );
      if (deploy && alive(deploy)) {
        const write = deploy.scopes.includes('write_registry');
        const read = write || deploy.scopes.includes('read_registry');
        return read ? own({ read, write, remove: false }) : 'forbidden';
      }
      const job = project['job-tokens'].find(({ token: value }) => value === password);
      if (username === 'gitlab-ci-token' && job && alive(job))
        return own({ read: true, write: true, remove: false });
    }
    return 'unknown';
  }

  function grant(client: Client | undefined, { type, name, actions }: Scope): Scope {
    const project = type === 'repository' ? projectOf(name) : undefined;
    const powers = (project && client?.(project)) ?? NOTHING;
    const open = project !== undefined && state.visibilities.get(project.path) === 'public';
    const granted = actions.filter((action) => {
      if (action === 'pull') return open || powers.read;
      if (action === 'push') return powers.write;
      return action === 'delete' && powers.remove;
    });
    return { type, name, actions: granted };
  }

  async function issueToken(request: Request): Promise<Response> {
    const asked = await readTokenRequest(request);
    if (!asked) return text(404, '404 Not Found\n');
    const client = asked.credentials && identify(asked.credentials);
    if (client === 'unknown') {
      return new RegistryError('UNAUTHORIZED', { message: ACCESS_DENIED }).toResponse('GET');
    }
    if (client === 'forbidden') return FORBIDDEN.toResponse('GET');
    const access = asked.scopes.map((one) => grant(client, one)).filter(({ actions }) => actions.length > 0);
    if (!client && access.length === 0) return FORBIDDEN.toResponse('GET');
    return json(200, authority.issue(asked.credentials?.username ?? '', access));
  }

  const registry = createRegistry({
    blobs,
    now,
    newId: () => random.uuid(),
    sparse: false,
    authorizer: {
      authorize(access) {
        requireToken(access, bearer);
        return undefined;
      },
      mayRead: (request, name) => mayPull(request, name, authority),
    },
  });

  return {
    hosts: [host, site],
    tls: true,
    registry,
    async fetch(request) {
      const { hostname, pathname } = new URL(request.url);
      carryOut(state.cleanups, registry, (name) => projectOf(name)?.path, now());
      if (state.knobs.unavailable) return text(503, '503 Service Unavailable\n');
      if (pathname === '/jwt/auth' && (origin || hostname === site)) return issueToken(request);
      if (pathname.startsWith('/api/v4/') && (origin || hostname === site)) {
        return answerApi(
          {
            definition,
            get state() {
              return state;
            },
            alive,
            now,
          },
          request,
        );
      }
      return hostname === site && !origin ? text(404, '404 Not Found\n') : registry.fetch(request);
    },
    visibility: (name) => state.visibilities.get(projectOf(name)?.path ?? ''),
    setVisibility(name, setting) {
      const project = projectOf(name);
      if (project) state.visibilities.set(project.path, setting);
    },
    importImage: (image) => registry.importImage(image),
    turn(knobs) {
      state.knobs = gitlabSchema.shape.knobs.parse({ ...state.knobs, ...knobs });
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
