import type { Registry } from '../../registry/index.ts';
import { bearerToken, includesAccess, type TokenAuthority } from '../../registry/token.ts';
import { json } from '../respond.ts';

/** ACR's own API beside the registry's: repositories and tags with their times (`/acr/v1/…`). */

interface Catalog {
  registry: Registry;
  authority: TokenAuthority;
  newId(): string;
}

const UNAUTHORIZED = 'authentication required, visit https://aka.ms/acr/authorization for more information.';

const refuse = (
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response => json(status, { errors: [{ code, message }] }, headers);

/** Answers a request for the catalog, or for the tags of a repository. */
export function answerCatalog({ registry, authority, newId }: Catalog, request: Request): Response {
  const { pathname } = new URL(request.url);
  const verdict = authority.verify(bearerToken(request) ?? '');
  const access = 'claims' in verdict ? verdict.claims.access : [];
  if (pathname === '/acr/v1/_catalog') {
    if (!includesAccess(access, { type: 'registry', name: 'catalog', actions: ['*'] })) {
      return refuse(401, 'UNAUTHORIZED', UNAUTHORIZED);
    }
    const names = registry
      .snapshot()
      .repositories.flatMap((one) => (one.created === undefined ? [] : [one.name]));
    return json(200, { repositories: names.length > 0 ? names.sort() : null });
  }
  const name = /^\/acr\/v1\/(.+)\/_tags$/.exec(pathname)?.[1];
  if (name === undefined) return refuse(404, 'NOT_FOUND', 'not found');
  if (!includesAccess(access, { type: 'repository', name, actions: ['pull'] })) {
    return refuse(401, 'UNAUTHORIZED', UNAUTHORIZED);
  }
  const repository = registry.repository(name);
  if (!repository) {
    const id = newId();
    return refuse(404, 'NAME_UNKNOWN', `repository "${name}" is not found`, {
      'X-Ms-Correlation-Request-Id': id,
    });
  }
  const tags = [...repository.tags]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, { digest, pushed }]) => ({
      name: tag,
      digest,
      lastUpdateTime: new Date(pushed).toISOString(),
    }));
  return json(200, { tags });
}
