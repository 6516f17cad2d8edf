import { RegistryError } from './errors.ts';

/** Which endpoint a path is, by the specification's table ("Endpoints"). */
export type Route =
  | { kind: 'base' }
  | { kind: 'catalog' }
  | { kind: 'blob'; repository: string; digest: string }
  | { kind: 'uploads'; repository: string }
  | { kind: 'upload'; repository: string; id: string }
  | { kind: 'manifest'; repository: string; reference: string }
  | { kind: 'tags'; repository: string }
  | { kind: 'referrers'; repository: string; digest: string };

/** The specification's `<name>`; its 255 characters are what clients take at most. */
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const MAX_REPOSITORY = 255;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

/**
 * A name contains slashes, and may contain `blobs` or `manifests` as a part, so the endpoint is what stands last:
 * hence one greedy expression, where a router that goes by segments would have to guess.
 */
const ENDPOINT =
  /^\/v2\/(.+)\/(?:blobs\/uploads(?:\/([^/]*))?|blobs\/([^/]+)|manifests\/([^/]+)|referrers\/([^/]+)|(tags\/list))\/?$/;

export function isTag(text: string): boolean {
  return TAG.test(text);
}

export function isRepositoryName(text: string): boolean {
  return text.length <= MAX_REPOSITORY && REPOSITORY.test(text);
}

/** What most requests ask with; nobody changes it. */
const NO_QUERY = new URLSearchParams();

/** Splits a URL into its path, decoded, and its query. */
export function splitUrl(url: string): { path: string; query: URLSearchParams } {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const hash = url.indexOf('#');
  const target = start === -1 ? '/' : url.slice(start, hash === -1 ? undefined : hash);
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? NO_QUERY : new URLSearchParams(target.slice(mark + 1));
  return { path: path.includes('%') ? decode(path) : path, query };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new RegistryError('NAME_INVALID', { detail: 'the path is not valid percent-encoded UTF-8' });
  }
}

/** The endpoint of a path; `undefined` for what is none. Throws when the repository's name is not allowed. */
export function parseRoute(path: string): Route | undefined {
  if (path === '/v2/' || path === '/v2') return { kind: 'base' };
  if (path === '/v2/_catalog') return { kind: 'catalog' };
  const match = ENDPOINT.exec(path);
  if (!match) return undefined;
  const [, repository = '', id, blob, manifest, referrers, tags] = match;
  if (!isRepositoryName(repository)) {
    throw new RegistryError('NAME_INVALID', { detail: { name: repository.slice(0, MAX_REPOSITORY) } });
  }
  if (blob) return { kind: 'blob', repository, digest: blob };
  if (manifest) return { kind: 'manifest', repository, reference: manifest };
  if (id) return { kind: 'upload', repository, id };
  if (referrers) return { kind: 'referrers', repository, digest: referrers };
  if (tags) return { kind: 'tags', repository };
  return { kind: 'uploads', repository };
}
