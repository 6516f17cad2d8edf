import { readBody } from './body.ts';
import { isDigest } from './digest.ts';
import { RegistryError } from './errors.ts';
import { type Exchange, isFresh, reply } from './exchange.ts';
import { type ManifestContent, readManifest } from './manifest.ts';
import { negotiate } from './negotiate.ts';
import { isTag } from './route.ts';

/** Checks that a path's last part is a tag or a digest. */
function requireReference(reference: string): void {
  if (isDigest(reference) || isTag(reference)) return;
  if (reference.includes(':')) {
    throw new RegistryError('DIGEST_INVALID', { message: 'invalid checksum digest format' });
  }
  throw new RegistryError('TAG_INVALID', {
    message: 'invalid tag format',
    detail: { tag: reference.slice(0, 128) },
  });
}

function unknown(reference: string): RegistryError {
  return new RegistryError('MANIFEST_UNKNOWN', {
    detail: isDigest(reference) ? { Revision: reference } : { Tag: reference },
  });
}

/** `GET` and `HEAD /v2/<name>/manifests/<tag-or-digest>`: end-3. */
export function getManifest({ request, store }: Exchange, name: string, reference: string): Response {
  requireReference(reference);
  const repository = store.find(name);
  const found = repository?.resolve(reference);
  if (!repository || !found) throw unknown(reference);
  const digest =
    found === reference ? found : negotiate(store, repository, found, request.headers.get('accept'));
  const bytes = store.manifest(digest);
  if (!bytes) throw unknown(reference);
  const etag = `"${digest}"`;
  if (isFresh(request, digest)) return reply(304, { Etag: etag, 'Docker-Content-Digest': digest });
  return reply(
    200,
    {
      'Content-Length': String(bytes.length),
      'Content-Type': repository.manifest(digest)!.mediaType,
      'Docker-Content-Digest': digest,
      Etag: etag,
    },
    request.method === 'HEAD' ? null : (bytes as BodyInit),
  );
}

/** `PUT /v2/<name>/manifests/<tag-or-digest>`: end-7a, and end-7b with `tag` parameters. */
export async function putManifest(exchange: Exchange, name: string, reference: string): Promise<Response> {
  const { request, query, limits } = exchange;
  requireReference(reference);
  const byDigest = isDigest(reference);
  const more = query.getAll('tag');
  if (more.length > limits.tags) {
    throw new RegistryError('TAG_INVALID', {
      status: 414,
      message: `more than ${limits.tags} tags in one request`,
    });
  }
  const bytes = await readBody(
    request,
    limits.manifest,
    () =>
      new RegistryError('SIZE_INVALID', {
        status: 413,
        message: `manifest is larger than ${limits.manifest} bytes`,
      }),
  );
  const content = readManifest(bytes, request.headers.get('content-type') ?? '');
  const digest = await exchange.store.digest(bytes, byDigest ? reference : 'sha256');
  if (byDigest && digest !== reference) {
    throw new RegistryError('DIGEST_INVALID', { detail: { digest: reference, actual: digest } });
  }
  for (const tag of more) {
    if (!isTag(tag)) {
      throw new RegistryError('TAG_INVALID', {
        message: 'invalid tag format',
        detail: { tag: tag.slice(0, 128) },
      });
    }
  }
  const missing = missingContent(exchange, name, content);
  if (missing.length > 0 && !exchange.sparse) {
    throw new RegistryError('MANIFEST_BLOB_UNKNOWN', { detail: { digest: missing[0] } });
  }
  storeManifest(exchange, name, digest, bytes, content, byDigest ? more : [reference, ...more]);
  return reply(201, {
    'Content-Length': '0',
    'Docker-Content-Digest': digest,
    Location: `/v2/${name}/manifests/${digest}`,
    ...(content.subject ? { 'OCI-Subject': content.subject } : {}),
    ...(more.length > 0 ? { 'OCI-Tag': more.join(', ') } : {}),
    ...(missing.length > 0 ? { Warning: sparseWarning(missing) } : {}),
  });
}

/** Keeps a manifest and points tags to it, in one go: nobody sees a part of it. */
export function storeManifest(
  { store, now }: Pick<Exchange, 'store' | 'now'>,
  name: string,
  digest: string,
  bytes: Uint8Array,
  content: ManifestContent,
  tags: string[],
): void {
  const { mediaType, subject, artifactType, annotations } = content;
  const pushed = now();
  const repository = store.putManifest(name, digest, bytes, {
    mediaType,
    size: bytes.length,
    pushed,
    ...(subject
      ? { subject, ...(artifactType ? { artifactType } : {}), ...(annotations ? { annotations } : {}) }
      : {}),
  });
  for (const tag of tags) repository.setTag(tag, { digest, pushed });
}

/** What a manifest refers to and its repository does not hold; a subject may always be missing. */
function missingContent({ store }: Exchange, name: string, content: ManifestContent): string[] {
  const repository = store.find(name);
  const blobs = content.blobs.filter((digest) => !repository?.hasBlob(digest));
  const manifests = content.manifests.filter(({ digest }) => !repository?.manifest(digest));
  return [...new Set([...blobs, ...manifests.map(({ digest }) => digest)])];
}

/** The specification's warning ("Warnings"): code 299, agent `-`, a quoted text without a date. */
function sparseWarning(missing: string[]): string {
  const which = missing.length === 1 ? missing[0] : `${missing[0]} and ${missing.length - 1} more`;
  return `299 - "content referred to is not in this repository: ${which}"`;
}

/** `DELETE /v2/<name>/manifests/<tag-or-digest>`: end-9. A tag goes alone, a manifest with all its tags. */
export function deleteManifest(
  { store }: Pick<Exchange, 'store'>,
  name: string,
  reference: string,
): Response {
  requireReference(reference);
  const repository = store.find(name);
  if (!repository) throw new RegistryError('NAME_UNKNOWN', { detail: { name } });
  if (repository.tags.has(reference)) repository.removeTag(reference);
  else if (repository.manifest(reference)) store.removeManifest(repository, reference);
  else throw unknown(reference);
  return reply(202, { 'Content-Length': '0' });
}
