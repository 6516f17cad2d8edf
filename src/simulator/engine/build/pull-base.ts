import { digestOfBlob } from '../../common/digest.ts';
import { parseReference, repositoryName } from '../../common/reference.ts';
import type { EngineContext } from '../context.ts';
import type { Descriptor } from '../distribution/repository.ts';
import { chainIdOf } from '../images/layers.ts';
import type { BaseImage, RemoteImage } from './base-image.ts';
import { imageKey, manifestKey } from './cache-key.ts';
import type { RegistryClient } from './registry-client.ts';
import type { TracedVertex } from './trace.ts';

/** Bytes a simulated download takes in a tenth of a second. */
const RATE = 4 * 1024 * 1024;
const TICK = 100;

/** How many of an image's layers, from the lowest, the engine has. */
function layersPresent(context: EngineContext, diffIds: readonly string[]): number {
  let count = 0;
  while (count < diffIds.length && context.images.layers.get(chainIdOf(diffIds.slice(0, count + 1)))) count++;
  return count;
}

/**
 * Whether a base image need not be fetched: it is one of the engine's images, or a build has used it before. Layers
 * that another image happened to bring are not enough.
 */
export function isPresent(context: EngineContext, { config, chainId, remote }: BaseImage): boolean {
  const diffIds = config.rootfs.diff_ids ?? [];
  if (layersPresent(context, diffIds) < diffIds.length) return false;
  if (!remote || context.images.get(remote.config.digest)) return true;
  return context.builds.find(imageKey(chainId)) !== undefined;
}

/** Whether the registry has to be asked what an image is made of: it is none of the engine's, and no build fetched it. */
export function isUnknown(context: EngineContext, image: BaseImage): boolean {
  if (!image.remote || context.images.get(image.remote.config.digest)) return false;
  return context.builds.find(manifestKey(image)) === undefined;
}

/** Fetches the layers of a base image that the engine lacks, and tells of it as BuildKit does. */
export async function pullBase(
  context: EngineContext,
  client: RegistryClient,
  image: BaseImage,
  vertex: TracedVertex,
): Promise<void> {
  const { remote } = image;
  if (!remote) throw new Error(`${image.reference}: not found`);
  vertex.status(`resolve ${image.reference}`).complete();
  const diffIds = image.config.rootfs.diff_ids ?? [];
  if (remote.layers.length !== diffIds.length) throw new Error('invalid config for manifest');
  const present = layersPresent(context, diffIds);
  const missing = remote.layers.slice(present);
  const first = missing[0] && vertex.status(`extracting ${missing[0].digest}`);
  for (const blob of metadataBlobs(remote)) {
    vertex.status(blob.digest, blob.size, blob.size).complete();
  }
  const repository = repositoryName(parseReference(image.reference));
  let chain = chainIdOf(diffIds.slice(0, present));
  const archives: Uint8Array[] = [];
  for (const layer of missing) archives.push(await download(context, client, image, layer, vertex));
  for (const [i, archive] of archives.entries()) {
    const extracting = i === 0 ? first : vertex.status(`extracting ${missing[i]!.digest}`);
    const layer = await context.images.layers.register(chain, archive);
    if (layer.diffId !== diffIds[present + i]) {
      throw new Error(`wrong diff id calculated on extraction ${JSON.stringify(layer.diffId)}`);
    }
    chain = layer.chainId;
    // A push to the same registry need not send this layer then.
    const { digest } = missing[i]!;
    context.images.metadata.add(layer.diffId, { digest, repository, hmac: '' });
    extracting?.complete();
  }
}

/** The index, the manifest and the config; an image that is no index has no first one. */
function metadataBlobs({ root, manifest, config }: RemoteImage): Descriptor[] {
  return [...(root.digest === manifest.digest ? [] : [root]), manifest, config];
}

async function download(
  context: EngineContext,
  client: RegistryClient,
  image: BaseImage,
  layer: Descriptor,
  vertex: TracedVertex,
): Promise<Uint8Array> {
  const status = vertex.status(layer.digest, 0, layer.size);
  const archive = await client.blob(parseReference(image.reference), layer);
  for (let done = RATE; done < layer.size; done += RATE) {
    await context.clock.pass(TICK);
    status.update(done);
  }
  status.update(layer.size);
  if ((await digestOfBlob(archive)) !== layer.digest) {
    throw new Error(`unexpected commit digest, expected ${layer.digest}: failed precondition`);
  }
  status.complete();
  return archive;
}
