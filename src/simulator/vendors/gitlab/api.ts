import { decodePart, objectOf } from '../request.ts';
import { json } from '../respond.ts';
import { visibility } from '../schema.ts';
import { cleanupPolicy } from './cleanup.ts';
import { type GitlabDefinition, type Project, role } from './definition.ts';
import type { GitlabState } from './index.ts';

/** GitLab's REST API as far as a project's registry goes (https://docs.gitlab.com/api/projects/, checked 2026-11-28). */

interface Api {
  definition: GitlabDefinition;
  state: GitlabState;
  alive(token: { expires?: number | undefined }): boolean;
  now(): number;
}

/** Whose token a request carries, when that may use the API. */
function accountOf({ definition, alive }: Api, { headers }: Request): string | undefined {
  const given =
    headers.get('private-token') ?? /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return definition.accounts.find(({ tokens }) =>
    tokens.some((one) => one.token === given && alive(one) && one.scopes.includes('api')),
  )?.name;
}

function rankOf({ path, members }: Project, account: string): number {
  const own = path.split('/')[0] === account ? 'owner' : members[account];
  return own === undefined ? -1 : role.options.indexOf(own);
}

/** Answers `GET` and `PUT /api/v4/projects/:id`. */
export async function answerApi(api: Api, request: Request): Promise<Response> {
  const { definition, state } = api;
  const account = accountOf(api, request);
  if (account === undefined) return json(401, { message: '401 Unauthorized' });
  const { pathname } = new URL(request.url);
  const path = decodePart(/^\/api\/v4\/projects\/([^/]+)$/.exec(pathname)?.[1] ?? '');
  const project = definition.projects.find((one) => one.path === path);
  const rank = project ? rankOf(project, account) : -1;
  if (!project || (rank < 0 && state.visibilities.get(path) !== 'public'))
    return json(404, { message: '404 Project Not Found' });
  if (request.method === 'GET') return json(200, describe(api, path));
  if (request.method !== 'PUT') return json(405, { error: '405 Not Allowed' });
  if (rank < role.options.indexOf('maintainer')) return json(403, { message: '403 Forbidden' });
  return change(api, path, await readBody(request));
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  if ((request.headers.get('content-type') ?? '').includes('json')) {
    return objectOf(text);
  }
  return Object.fromEntries(new URLSearchParams(text));
}

function change(api: Api, path: string, body: Record<string, unknown>): Response {
  const { state, now } = api;
  if (body.visibility !== undefined) {
    const wanted = visibility.safeParse(body.visibility);
    if (!wanted.success) return json(400, { error: 'visibility does not have a valid value' });
    state.visibilities.set(path, wanted.data);
  }
  const attributes = body.container_expiration_policy_attributes;
  if (attributes !== undefined) {
    const policy = cleanupPolicy.safeParse(attributes);
    if (!policy.success) {
      const issue = policy.error.issues[0];
      return json(400, {
        message: { [`container_expiration_policy.${issue?.path.join('.')}`]: [issue?.message] },
      });
    }
    state.cleanups.set(path, { policy: policy.data, next: now() + policy.data.cadence });
  }
  return json(200, describe(api, path));
}

function describe({ definition, state }: Api, path: string): Record<string, unknown> {
  const cleanup = state.cleanups.get(path);
  return {
    id: definition.projects.findIndex((one) => one.path === path) + 1,
    path_with_namespace: path,
    visibility: state.visibilities.get(path),
    container_registry_image_prefix: `${definition.host}/${path}`,
    container_expiration_policy: cleanup && {
      enabled: cleanup.policy.enabled,
      keep_n: cleanup.policy.keep_n,
      name_regex: cleanup.policy.name_regex,
      name_regex_keep: cleanup.policy.name_regex_keep,
      next_run_at: new Date(cleanup.next).toISOString(),
    },
  };
}
