import { RegistryError } from './errors.ts';
import { MEDIA_TYPES, readManifest } from './manifest.ts';
import type { Repository } from './repository.ts';
import type { Store } from './store.ts';

/** The media types of an `Accept` header; `undefined` when it takes everything. */
function accepted(header: string | null): Set<string> | undefined {
  if (header === null || header.trim() === '') return undefined;
  const types = new Set<string>();
  for (const part of header.split(',')) {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    if (parameters.some((text) => /^q=0(?:\.0{0,3})?$/.test(text))) continue;
    if (type === '*/*' || type === 'application/*') return undefined;
    types.add(type);
  }
  return types;
}

const KINDS: Record<string, string> = {
  [MEDIA_TYPES.ociManifest]: 'OCI manifest found, but accept header does not support OCI manifests',
  [MEDIA_TYPES.ociIndex]: 'OCI index found, but accept header does not support OCI indexes',
};

/**
 * Which manifest a tag stands for to this client ("Content Negotiation"). A client that does not know Docker's
 * manifest lists gets the linux/amd64 image of one; one that does not know OCI's types is told so. The words are the
 * reference registry's.
 */
export function negotiate(
  store: Store,
  repository: Repository,
  digest: string,
  accept: string | null,
): string {
  const mediaType = repository.manifest(digest)?.mediaType ?? '';
  // Nearly always the type is simply named.
  if (accept?.includes(mediaType) && !accept.includes('q=0')) return digest;
  const types = accepted(accept);
  if (!types || types.has(mediaType.toLowerCase())) return digest;
  if (mediaType === MEDIA_TYPES.dockerList && types.has(MEDIA_TYPES.dockerManifest)) {
    const bytes = store.manifest(digest);
    const entries = bytes ? readManifest(bytes, mediaType).manifests : [];
    const entry = entries.find(
      ({ platform }) => platform?.os === 'linux' && platform.architecture === 'amd64',
    );
    if (entry && repository.manifest(entry.digest)) return entry.digest;
    throw new RegistryError('MANIFEST_UNKNOWN');
  }
  if (KINDS[mediaType]) throw new RegistryError('MANIFEST_UNKNOWN', { message: KINDS[mediaType] });
  return digest;
}
