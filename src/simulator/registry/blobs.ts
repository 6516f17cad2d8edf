import { requireDigest } from './digest.ts';
import { RegistryError } from './errors.ts';
import { type Exchange, isFresh, reply } from './exchange.ts';
import { parseRange } from './ranges.ts';

/** `GET` and `HEAD /v2/<name>/blobs/<digest>`: end-2. */
export function getBlob(exchange: Exchange, repository: string, reference: string): Response {
  const { request, store } = exchange;
  const digest = requireDigest(reference);
  const bytes = store.blob(repository, digest);
  if (!bytes) throw new RegistryError('BLOB_UNKNOWN', { detail: digest });
  const headers: Record<string, string> = {
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'max-age=31536000',
    'Content-Type': 'application/octet-stream',
    'Docker-Content-Digest': digest,
    Etag: `"${digest}"`,
  };
  if (isFresh(request, digest)) return reply(304, { Etag: headers.Etag! });
  const head = request.method === 'HEAD';
  const range = head ? undefined : parseRange(request.headers.get('range'), bytes.length);
  if (range === 'unsatisfiable') {
    throw new RegistryError('RANGE_INVALID', { headers: { 'Content-Range': `bytes */${bytes.length}` } });
  }
  if (range) {
    const part = bytes.subarray(range.start, range.end + 1);
    headers['Content-Length'] = String(part.length);
    headers['Content-Range'] = `bytes ${range.start}-${range.end}/${bytes.length}`;
    return reply(206, headers, part as BodyInit);
  }
  headers['Content-Length'] = String(bytes.length);
  return reply(200, headers, head ? null : (bytes as BodyInit));
}

/** `DELETE /v2/<name>/blobs/<digest>`: end-10. */
export function deleteBlob({ store }: Exchange, name: string, reference: string): Response {
  const digest = requireDigest(reference);
  const repository = store.find(name);
  if (!repository?.hasBlob(digest)) throw new RegistryError('BLOB_UNKNOWN', { detail: digest });
  store.removeBlob(repository, digest);
  return reply(202, { 'Content-Length': '0', 'Docker-Content-Digest': digest });
}
