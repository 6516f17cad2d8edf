import { bearerToken, includesAccess, type TokenAuthority } from '../../registry/token.ts';
import { bodyObject } from '../request.ts';
import { json } from '../respond.ts';
import { deleteSoftly, restoreManifest } from './policies.ts';
import type { AcrRegistry } from './registry.ts';

/** ACR's own API beside the registry's: repositories, tags and manifests with their times (`/acr/v1/…`). */

interface Catalog {
  one: AcrRegistry;
  authority: TokenAuthority;
  newId(): string;
  now(): number;
}

const UNAUTHORIZED = 'authentication required, visit https://aka.ms/acr/authorization for more information.';

const refuse = (
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response => json(status, { errors: [{ code, message }] }, headers);

const iso = (time: number): string => new Date(time).toISOString();

/** Answers a request for the catalog, for a repository, or for what was deleted from one. */
export async function answerCatalog(catalog: Catalog, request: Request): Promise<Response> {
  const { one, authority, newId } = catalog;
  const { pathname } = new URL(request.url);
  const verdict = authority.verify(bearerToken(request) ?? '');
  const access = 'claims' in verdict ? verdict.claims.access : [];
  const may = (type: string, name: string, action: string): boolean =>
    includesAccess(access, { type, name, actions: [action] });
  if (pathname === '/acr/v1/_catalog') {
    if (!may('registry', 'catalog', '*')) return refuse(401, 'UNAUTHORIZED', UNAUTHORIZED);
    const names = one.registry
      .snapshot()
      .repositories.flatMap(({ name, created }) => (created === undefined ? [] : [name]));
    return json(200, { repositories: names.length > 0 ? names.sort() : null });
  }
  const gone = /^\/acr\/v1\/_deleted\/(.+)\/_(tags|manifests)(?:\/([^/]+))?$/.exec(pathname);
  if (gone) {
    const [, name = '', list = '', digest] = gone;
    if (!may('repository', name, digest ? 'push' : 'pull')) return refuse(401, 'UNAUTHORIZED', UNAUTHORIZED);
    if (digest) return restore(catalog, name, digest, request);
    return json(200, { [list]: deletedOf(one, name, list) });
  }
  const match = /^\/acr\/v1\/(.+?)(?:\/_(tags|manifests)(?:\/([^/]+))?)?$/.exec(pathname);
  if (!match) return refuse(404, 'NOT_FOUND', 'not found');
  const [, name = '', list, reference] = match;
  const remove = request.method === 'DELETE';
  if (!may('repository', name, remove ? 'delete' : 'pull')) return refuse(401, 'UNAUTHORIZED', UNAUTHORIZED);
  if (!one.registry.repository(name)) {
    return refuse(404, 'NAME_UNKNOWN', `repository "${name}" is not found`, {
      'X-Ms-Correlation-Request-Id': newId(),
    });
  }
  if (remove) return removeFrom(catalog, name, list, reference);
  return show(one, name, list, reference);
}

function show(
  { registry }: AcrRegistry,
  name: string,
  list: string | undefined,
  reference: string | undefined,
): Response {
  const repository = registry.repository(name)!;
  const tags = [...repository.tags]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, { digest, pushed }]) => ({ name: tag, digest, lastUpdateTime: iso(pushed) }));
  if (list === 'tags' && reference === undefined) return json(200, { tags });
  if (list === 'tags') {
    const tag = tags.find((one) => one.name === reference);
    if (tag) return json(200, { registry: '', imageName: name, tag });
    return refuse(404, 'TAG_UNKNOWN', `the specified tag does not exist`);
  }
  const manifests = [...repository.manifests].map(([digest, { mediaType, pushed, size }]) => ({
    digest,
    imageSize: size,
    createdTime: iso(pushed),
    lastUpdateTime: iso(pushed),
    mediaType,
    tags: tags.flatMap((tag) => (tag.digest === digest ? [tag.name] : [])),
  }));
  if (list === 'manifests' && reference === undefined) return json(200, { manifests });
  return json(200, {
    imageName: name,
    createdTime: iso(repository.created ?? 0),
    manifestCount: manifests.length,
    tagCount: tags.length,
  });
}

function deletedOf({ state }: AcrRegistry, name: string, list: string): unknown[] {
  const own = state.deleted.filter(({ repository }) => repository === name);
  if (list === 'manifests')
    return own.map(({ digest, tags, deleted }) => ({ digest, tags, deletedAt: iso(deleted) }));
  return own.flatMap(({ digest, tags, deleted }) =>
    tags.map((tag) => ({ tag, digest, deletedAt: iso(deleted) })),
  );
}

function removeFrom(
  { one, now }: Catalog,
  name: string,
  list: string | undefined,
  reference: string | undefined,
): Response {
  const { registry, state } = one;
  if (list === 'tags' && reference !== undefined) {
    if (!registry.repository(name)?.tags.has(reference)) {
      return refuse(404, 'TAG_UNKNOWN', 'the specified tag does not exist');
    }
    registry.deleteReference(name, reference);
    return new Response(null, { status: 202 });
  }
  if (list !== undefined) return refuse(405, 'UNSUPPORTED', 'The operation is unsupported.');
  const repository = registry.repository(name)!;
  const deleted = {
    manifestsDeleted: [...repository.manifests.keys()],
    tagsDeleted: [...repository.tags.keys()],
  };
  if (state.softDelete.enabled) {
    for (const digest of deleted.manifestsDeleted) deleteSoftly(one, name, digest, now());
  }
  registry.deleteRepository(name);
  return json(202, deleted);
}

async function restore(
  { one, now }: Catalog,
  name: string,
  digest: string,
  request: Request,
): Promise<Response> {
  const { tag } = await bodyObject(request);
  const found = one.state.deleted.find((entry) => entry.repository === name && entry.digest === digest);
  if (!found) return refuse(404, 'MANIFEST_UNKNOWN', `manifest ${digest} is not found`);
  const tags = tag === undefined ? found.tags : found.tags.filter((own) => own === tag);
  restoreManifest(one, found, tags, now());
  return json(200, { digest, tags, repository: name });
}
