import { encodeBase64 } from '../../common/base64.ts';
import { digestOf } from '../../common/digest.ts';
import { type Reference, referenceString } from '../../common/reference.ts';
import { RegistryError, RegistryErrors, UnexpectedResponse } from '../../common/registry-errors.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { PlainHttpRefused, RegistryClient } from '../registry/client.ts';
import { RegistryRefusal, refusalOf } from '../registry/errors.ts';
import { type ImageManifest, type ManifestPlatform, MEDIA_TYPE } from './types.ts';

/** Codes that only mean that there is no such manifest for us. */
const MISSING = ['UNAUTHORIZED', 'MANIFEST_UNKNOWN', 'NAME_UNKNOWN'];

/** Whether the real client would try the next endpoint, and say at last that it found none: not after a code alone. */
function meansMissing({ cause }: RegistryRefusal): boolean {
  const first = cause instanceof RegistryErrors ? cause.errors[0] : cause;
  if (first instanceof RegistryError) return !first.bare && MISSING.includes(first.code);
  return first instanceof UnexpectedResponse;
}

interface Index {
  manifests: { mediaType: string; digest: string; size: number; platform?: ManifestPlatform }[];
}

/** What a registry has under a name: one manifest, or the manifests of a list. */
export type RemoteManifest = { manifest: ImageManifest } | { list: ImageManifest[] };

/**
 * Fetches what a reference names.
 * @throws CommandError
 */
export async function fetchManifest(
  invocation: Invocation,
  reference: Reference,
  insecure: boolean,
): Promise<RemoteManifest> {
  const client = new RegistryClient(invocation, reference, 'pull', insecure);
  const ref = referenceString(reference);
  try {
    // A name with both is looked up by its tag.
    const { bytes, mediaType } = await getManifest(client, reference.tag ?? reference.digest ?? 'latest');
    if (mediaType === MEDIA_TYPE.dockerManifest || mediaType === MEDIA_TYPE.ociManifest) {
      return { manifest: await describe(client, ref, mediaType, bytes) };
    }
    if (mediaType !== MEDIA_TYPE.dockerList && mediaType !== MEDIA_TYPE.ociIndex) {
      throw new CommandError(`unsupported manifest format: ${mediaType}`);
    }
    const index = JSON.parse(new TextDecoder().decode(bytes)) as Index;
    const list: ImageManifest[] = [];
    for (const { digest, platform } of index.manifests) {
      const child = await getManifest(client, digest);
      const described = await describe(client, `${ref}@${digest}`, child.mediaType, child.bytes);
      list.push({ ...described, Descriptor: { ...described.Descriptor, ...(platform ? { platform } : {}) } });
    }
    return { list };
  } catch (error) {
    const missing = error instanceof RegistryRefusal && meansMissing(error);
    if (missing || error instanceof PlainHttpRefused) throw new CommandError(`no such manifest: ${ref}`);
    throw error;
  }
}

async function getManifest(
  client: RegistryClient,
  name: string,
): Promise<{ bytes: Uint8Array; mediaType: string }> {
  const response = await client.request('GET', `/manifests/${name}`, {
    headers: { Accept: Object.values(MEDIA_TYPE).join(', ') },
  });
  if (!response.ok) throw await refusalOf(response);
  const mediaType = (response.headers.get('Content-Type') ?? '').split(';')[0]!.trim();
  return { bytes: new Uint8Array(await response.arrayBuffer()), mediaType };
}

async function describe(
  client: RegistryClient,
  ref: string,
  mediaType: string,
  bytes: Uint8Array,
): Promise<ImageManifest> {
  const content = JSON.parse(new TextDecoder().decode(bytes)) as { config: { digest: string } };
  const platform = await platformOf(client, content.config.digest);
  return {
    Ref: ref,
    Descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length, platform },
    Raw: encodeBase64(bytes),
    ...(mediaType === MEDIA_TYPE.ociManifest ? { OCIManifest: content } : { SchemaV2Manifest: content }),
  };
}

async function platformOf(client: RegistryClient, config: string): Promise<ManifestPlatform> {
  const response = await client.request('GET', `/blobs/${config}`);
  if (!response.ok) throw await refusalOf(response);
  const {
    architecture = '',
    os = '',
    variant,
    ...rest
  } = (await response.json()) as Partial<ManifestPlatform>;
  return {
    architecture,
    os,
    ...(rest['os.version'] ? { 'os.version': rest['os.version'] } : {}),
    ...(rest['os.features'] ? { 'os.features': rest['os.features'] } : {}),
    ...(variant ? { variant } : {}),
  };
}
