import { digestOfBlob } from '../../common/digest.ts';
import { type Reference, repositoryName } from '../../common/reference.ts';
import { messageOf } from '../errors.ts';
import type { Layer } from '../images/layers.ts';
import { shortId } from '../images/names.ts';
import { readBody } from './body.ts';
import type { Transfer } from './context.ts';
import { DoNotRetry, UnsupportedMediaType } from './errors.ts';
import type { Descriptor, RemoteRepository } from './repository.ts';
import { retryable, withRetries } from './retry.ts';

/** Media types that layers and configs of images may have, or begin with. */
const IMAGE_TYPES = ['application/vnd.oci.image', 'application/vnd.docker'];
const OLD_TYPES = ['application/octet-stream', 'application/json', 'text/html', ''];

export function requireImageType(mediaType: string): void {
  const type = mediaType.toLowerCase();
  if (type.startsWith('application/vnd.docker.ai.'))
    throw new Error(
      'AI models are not yet supported by the Engine, please use "docker model pull/run" instead',
    );
  const known = OLD_TYPES.includes(type) || IMAGE_TYPES.some((t) => type === t || type.startsWith(`${t}.`));
  if (!known) throw new UnsupportedMediaType(mediaType);
}

/**
 * Makes the layers present, lowest first, and gives the top one's chain ID. Downloads run at the same time, three at
 * most; a layer is unpacked when the one below it is there.
 */
export async function downloadLayers(
  transfer: Transfer,
  repository: RemoteRepository,
  layers: readonly Descriptor[],
): Promise<string> {
  const { context, progress, reference } = transfer;
  const { images } = context;
  let below = '';
  let missing = false;
  let top: Promise<Layer> | undefined;
  const byDigest = new Map<string, Promise<Layer>>();
  const all: Promise<Layer>[] = [];

  for (const layer of layers) {
    if (!missing) {
      const diffId = images.metadata.diffIdOf(layer.digest);
      const known = diffId ? images.layers.find(below, diffId) : undefined;
      if (known) {
        progress.status(shortId(layer.digest), 'Already exists');
        below = known.chainId;
        remember(transfer, layer.digest, known.diffId);
        continue;
      }
      missing = true;
    }
    const parent = top ?? Promise.resolve({ chainId: below });
    const same = byDigest.get(layer.digest);
    if (same) top = again(transfer, same, parent);
    else {
      progress.status(shortId(layer.digest), 'Pulling fs layer');
      top = download(transfer, repository, layer, parent);
      byDigest.set(layer.digest, top);
    }
    // The top layer's failure is the one that counts; it follows from any below it.
    top.catch(() => {});
    all.push(top);
  }
  if (!top) return below;
  try {
    return (await top).chainId;
  } finally {
    // Nothing of this pull goes on after its answer.
    await Promise.allSettled(all);
  }

  function remember(t: Transfer, digest: string, diffId: string): void {
    images.metadata.add(diffId, { digest, repository: repositoryName(withoutTag(reference)), hmac: '' });
    t.signal?.throwIfAborted();
  }

  async function download(
    t: Transfer,
    from: RemoteRepository,
    layer: Descriptor,
    parent: Promise<{ chainId: string }>,
  ): Promise<Layer> {
    const id = shortId(layer.digest);
    await Promise.resolve();
    const release = await context.downloads.take(() => progress.status(id, 'Waiting'));
    let bytes: Uint8Array;
    try {
      const status = (text: string) => progress.status(id, text);
      bytes = await withRetries({ clock: context.clock, signal: t.signal, status }, () =>
        fetchLayer(t, from, layer),
      );
    } finally {
      release();
    }
    const { chainId } = await parent;
    const counter = progress.counter(id, 'Extracting', bytes.length);
    counter.add(bytes.length);
    const registered = await register(chainId, bytes);
    progress.status(id, 'Pull complete');
    remember(t, layer.digest, registered.diffId);
    return registered;
  }

  /** A layer that comes twice in one image is downloaded once. */
  async function again(
    t: Transfer,
    source: Promise<Layer>,
    parent: Promise<{ chainId: string }>,
  ): Promise<Layer> {
    const { chainId } = await parent;
    const { blob } = await source;
    const registered = await images.layers.registerBlob(chainId, blob);
    t.signal?.throwIfAborted();
    return registered;
  }

  async function register(chainId: string, bytes: Uint8Array): Promise<Layer> {
    try {
      return await images.layers.register(chainId, bytes);
    } catch (error) {
      throw new Error(`failed to register layer: ${messageOf(error)}`);
    }
  }
}

const withoutTag = ({ domain, path }: Reference): Reference => ({ domain, path });

async function fetchLayer(
  { progress, signal }: Transfer,
  from: RemoteRepository,
  layer: Descriptor,
): Promise<Uint8Array> {
  const id = shortId(layer.digest);
  let bytes: Uint8Array;
  try {
    const response = await from.openBlob(layer.digest);
    const total = Number(response.headers.get('content-length') ?? 0);
    const counter = progress.counter(id, 'Downloading', total);
    bytes = await readBody(response, (count) => counter.add(count), signal);
    counter.end();
  } catch (error) {
    signal?.throwIfAborted();
    throw retryable(error as Error);
  }
  progress.status(id, 'Verifying Checksum');
  if ((await digestOfBlob(bytes)) !== layer.digest) {
    throw new DoNotRetry(new Error(`filesystem layer verification failed for digest ${layer.digest}`));
  }
  progress.status(id, 'Download complete');
  return bytes;
}
