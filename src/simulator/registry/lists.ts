import { requireDigest } from './digest.ts';
import { RegistryError } from './errors.ts';
import { type Exchange, replyJson } from './exchange.ts';
import { MEDIA_TYPES } from './manifest.ts';

/** `n` and `last` of a list. Without `n` a list still comes in pages, followed by `Link`. */
function pagination({ query, limits }: Exchange): { count: number; last?: string } {
  const text = query.get('n');
  if (text !== null && !/^\d{1,9}$/.test(text)) {
    throw new RegistryError('PAGINATION_NUMBER_INVALID', { detail: { n: text.slice(0, 20) } });
  }
  const count = text === null ? limits.page : Math.min(Number(text), limits.page);
  const last = query.get('last');
  return last === null ? { count } : { count, last };
}

/** `Link` to the next page (RFC 5988), unless this one is the last. */
function nextLink(
  path: string,
  count: number,
  page: { names: string[]; more: boolean },
  more?: string,
): Record<string, string> {
  const last = page.names.at(-1);
  if (!page.more || last === undefined) return {};
  const query = new URLSearchParams({ ...(more ? { artifactType: more } : {}), last, n: String(count) });
  return { Link: `<${path}?${query}>; rel="next"` };
}

/** `GET /v2/<name>/tags/list`: end-8. */
export function listTags(exchange: Exchange, name: string): Response {
  const repository = exchange.store.find(name);
  if (repository?.created === undefined) throw new RegistryError('NAME_UNKNOWN', { detail: { name } });
  const { count, last } = pagination(exchange);
  const page = repository.tagPage(count, last);
  return replyJson(exchange, { name, tags: page.names }, nextLink(`/v2/${name}/tags/list`, count, page));
}

/** `GET /v2/_catalog`, of the Docker registry's API. */
export function listRepositories(exchange: Exchange): Response {
  const { count, last } = pagination(exchange);
  const page = exchange.store.page(count, last);
  return replyJson(exchange, { repositories: page.names }, nextLink('/v2/_catalog', count, page));
}

/** `GET /v2/<name>/referrers/<digest>`: end-12. */
export function listReferrers(exchange: Exchange, name: string, reference: string): Response {
  const subject = requireDigest(reference);
  const { count, last } = pagination(exchange);
  const repository = exchange.store.find(name);
  const page = repository?.referrerPage(subject, count, last) ?? { names: [], more: false };
  const filter = exchange.query.get('artifactType');
  const manifests = page.names.flatMap((digest) => {
    const record = repository!.manifest(digest)!;
    if (filter !== null && record.artifactType !== filter) return [];
    const { mediaType, size, artifactType, annotations } = record;
    return [
      {
        mediaType,
        size,
        digest,
        ...(artifactType ? { artifactType } : {}),
        ...(annotations ? { annotations } : {}),
      },
    ];
  });
  return replyJson(
    exchange,
    { schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests },
    {
      'Content-Type': MEDIA_TYPES.ociIndex,
      ...(filter === null ? {} : { 'OCI-Filters-Applied': 'artifactType' }),
      ...nextLink(`/v2/${name}/referrers/${subject}`, count, page, filter ?? undefined),
    },
  );
}
