import { decodePart } from '../request.ts';
import { json } from '../respond.ts';
import { allows } from '../schema.ts';
import { GHCR_FACTS } from './definition.ts';
import { deletePackage, deleteVersion, forgetExpired, restorePackage, restoreVersion } from './deletion.ts';
import type { Client, Github } from './state.ts';

/**
 * `api.github.com`: who one is, and packages (docs.github.com, "REST API endpoints for packages"). There is none that
 * changes a package's visibility: that is done on its page (https://docs.github.com/en/rest/packages/packages, checked
 * 2026-11-28).
 */

const DOCS = 'https://docs.github.com/rest';

type Account = Extract<Client, { kind: 'account' }>;

function refuse(status: number, message: string, headers: Record<string, string> = {}): Response {
  return json(status, { message, documentation_url: DOCS, status: String(status) }, headers);
}

/** Answers a request to the API. */
export async function answerGithub(github: Github, request: Request): Promise<Response> {
  const token = /^(?:token|bearer) +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const url = new URL(request.url);
  if (token === undefined) return refuse(401, 'Requires authentication');
  const client = github.clientOf(token);
  if (client?.kind !== 'account') return refuse(401, 'Bad credentials');
  const response = await route(github, request, client, url);
  response.headers.set('X-Oauth-Scopes', client.scopes.join(', '));
  return response;
}

async function route(github: Github, request: Request, client: Account, url: URL): Promise<Response> {
  const { method } = request;
  const path = url.pathname.replace(/\/$/, '');
  if (path === '' && method === 'GET') return json(200, { current_user_url: 'https://api.github.com/user' });
  if (path === '/user' && method === 'GET') return json(200, { login: client.name, type: 'User' });
  if (path === '/graphql' && method === 'POST')
    return json(200, { data: { viewer: { login: client.name } } });
  const match =
    /^\/(user|users\/[^/]+|orgs\/[^/]+)\/packages(?:\/container\/([^/]+))?(\/versions(?:\/\d+)?)?(\/restore)?$/.exec(
      path,
    );
  if (!match) return refuse(404, 'Not Found');
  const owner = match[1] === 'user' ? client.name : match[1]!.replace(/^\w+\//, '');
  const prefix = `${owner.toLowerCase()}/`;
  if (match[2] === undefined)
    return match[3] || match[4] || method !== 'GET' ? refuse(404, 'Not Found') : list(github, client, prefix);
  const name = `${prefix}${decodePart(match[2]).toLowerCase()}`;
  forgetExpired(github);
  if (match[4]) return method === 'POST' ? restore(github, client, name, match[3]) : refuse(404, 'Not Found');
  if (method === 'DELETE') return remove(github, client, name, match[3]);
  if (method !== 'GET') return refuse(404, 'Not Found');
  return show(github, client, name, match[3], url.searchParams.get('state') ?? 'active');
}

const needs = (scope: string, what: string): Response =>
  refuse(403, `You need at least ${scope} scope to ${what}.`, { 'X-Accepted-Oauth-Scopes': scope });

const canRead = ({ scopes }: Account): boolean =>
  scopes.includes('read:packages') || scopes.includes('write:packages');

function isVisible(github: Github, client: Account, name: string): boolean {
  const found = github.state.packages.get(name);
  return (
    found !== undefined && (found.visibility === 'public' || allows(github.roleOf(client, name), 'read'))
  );
}

function list(github: Github, client: Account, prefix: string): Response {
  if (!canRead(client)) return needs('read:packages', 'list packages');
  const names = [...github.state.packages.keys()].filter(
    (name) => name.startsWith(prefix) && isVisible(github, client, name),
  );
  return json(
    200,
    names.sort().map((name) => describe(github, name)),
  );
}

/** A number that a name or digest always gets. */
const idOf = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_000_000, 7) + 1_000_000;

const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

function describe({ state, registry }: Github, name: string): Record<string, unknown> {
  const [owner = '', ...rest] = name.split('/');
  const { visibility, created } = state.packages.get(name)!;
  const images = registry.repository(name)?.manifests ?? new Map();
  const updated = Math.max(created, ...[...images.values()].map(({ pushed }) => pushed));
  return {
    id: idOf(name),
    name: rest.join('/'),
    package_type: 'container',
    owner: { login: owner },
    version_count: images.size,
    visibility,
    url: `https://api.github.com/users/${owner}/packages/container/${encodeURIComponent(rest.join('/'))}`,
    created_at: iso(created),
    updated_at: iso(updated),
    html_url: `https://github.com/users/${owner}/packages/container/package/${encodeURIComponent(rest.join('/'))}`,
  };
}

/** Versions that were deleted by themselves. */
function deletedVersions(
  { state }: Github,
  name: string,
): { digest: string; body: Record<string, unknown> }[] {
  return state.deleted
    .filter(({ repository }) => repository === name)
    .map(({ digest, tags, deleted }) => ({
      digest,
      body: {
        id: idOf(digest),
        name: digest,
        deleted_at: iso(deleted),
        metadata: { package_type: 'container', container: { tags } },
      },
    }));
}

function versions({ registry }: Github, name: string): { digest: string; body: Record<string, unknown> }[] {
  const repository = registry.repository(name);
  return [...(repository?.manifests ?? [])].reverse().map(([digest, { pushed }]) => ({
    digest,
    body: {
      id: idOf(digest),
      name: digest,
      created_at: iso(pushed),
      updated_at: iso(pushed),
      metadata: {
        package_type: 'container',
        container: {
          tags: [...repository!.tags].filter(([, tag]) => tag.digest === digest).map(([tag]) => tag),
        },
      },
    },
  }));
}

const idIn = (path: string | undefined): string | undefined => /\/(\d+)$/.exec(path ?? '')?.[1];

function show(
  github: Github,
  client: Account,
  name: string,
  versionPath: string | undefined,
  state: string,
): Response {
  if (!canRead(client)) return needs('read:packages', 'get a package');
  if (!isVisible(github, client, name)) return refuse(404, 'Package not found.');
  if (versionPath === undefined) return json(200, describe(github, name));
  const all = state === 'deleted' ? deletedVersions(github, name) : versions(github, name);
  const id = idIn(versionPath);
  if (id === undefined)
    return json(
      200,
      all.map(({ body }) => body),
    );
  const found = all.find(({ body }) => String(body.id) === id);
  return found ? json(200, found.body) : refuse(404, 'Package version not found.');
}

function remove(github: Github, client: Account, name: string, versionPath: string | undefined): Response {
  if (!client.scopes.includes('delete:packages')) return needs('delete:packages', 'delete a package');
  if (!isVisible(github, client, name)) return refuse(404, 'Package not found.');
  if (!allows(github.roleOf(client, name), 'admin'))
    return refuse(403, 'Must have admin rights to Repository.');
  const id = idIn(versionPath);
  if (versionPath !== undefined && id === undefined) return refuse(404, 'Not Found');
  const all = versions(github, name);
  const version = all.find(({ body }) => String(body.id) === id);
  if (id !== undefined && !version) return refuse(404, 'Package version not found.');
  const { visibility, downloads } = github.state.packages.get(name)!;
  if (visibility === 'public' && downloads > GHCR_FACTS.deletableDownloads) {
    return refuse(
      400,
      `Publicly visible ${version ? 'package versions' : 'packages'} with more than ${GHCR_FACTS.deletableDownloads} downloads cannot be deleted. Contact GitHub support for further assistance.`,
    );
  }
  if (version && all.length === 1) {
    return refuse(
      400,
      'You cannot delete the last version of a package. You must delete the package instead.',
    );
  }
  if (version) deleteVersion(github, name, version.digest);
  else deletePackage(github, name);
  return new Response(null, { status: 204 });
}

/** `POST …/restore`: needs both scopes, and to be an admin of what is gone. */
function restore(github: Github, client: Account, name: string, versionPath: string | undefined): Response {
  if (!canRead(client)) return needs('read:packages', 'restore a package');
  if (!client.scopes.includes('write:packages')) return needs('write:packages', 'restore a package');
  if (!allows(github.roleOf(client, name), 'admin')) return refuse(404, 'Package not found.');
  const id = idIn(versionPath);
  if (versionPath === undefined) {
    if (!restorePackage(github, name)) return refuse(404, 'Package not found.');
  } else {
    const version = deletedVersions(github, name).find(({ body }) => String(body.id) === id);
    if (!version || !github.state.packages.has(name)) return refuse(404, 'Package version not found.');
    restoreVersion(github, name, version.digest);
  }
  return new Response(null, { status: 204 });
}
