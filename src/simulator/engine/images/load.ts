import { unmarshalGoJson } from '../../common/go-json.ts';
import { familiarString, parseReference, type Reference } from '../../common/reference.ts';
import type { EngineContext } from '../context.ts';
import { matchPlatform, type Platform } from '../platform.ts';
import type { MessageWriter } from '../stream.ts';
import type { ImageConfig } from './config.ts';
import { logImageEvent } from './events.ts';
import { ImageArchive, loadLayer } from './load-archive.ts';
import { loadLegacy } from './load-legacy.ts';
import { type ManifestItem, parseManifestItems } from './load-manifest.ts';

export interface LoadOptions {
  archive: Uint8Array;
  platform?: Platform;
  quiet: boolean;
  write: MessageWriter;
}

/** Adds the images of an archive that `docker save`, or a builder, made. */
export async function loadImages(context: EngineContext, options: LoadOptions): Promise<void> {
  const say = (text: string) => options.write({ stream: text });
  const archive = await ImageArchive.unpack(context, options.archive);
  const name = (reference: Reference, id: string) => nameLoaded(context, reference, id, say);
  if (!archive.has('manifest.json')) return loadLegacy(context, archive, options, name);
  const items = parseManifestItems(archive.text('manifest.json'));
  const parents: [string, string][] = [];
  let loaded = '';
  let names = 0;
  for (const item of items) {
    const id = await loadImage(context, archive, item, options);
    if (!id) continue;
    loaded += `Loaded image ID: ${id}\n`;
    names = 0;
    for (const tag of item.RepoTags) {
      const reference = parseReference(tag);
      if (!reference.tag) throw new Error(`invalid tag ${JSON.stringify(tag)}`);
      name(reference, id);
      say(`Loaded image: ${familiarString(reference)}\n`);
      names++;
    }
    parents.push([id, item.Parent]);
    logImageEvent(context, 'load', id, id);
  }
  for (const [id, parent] of parents) {
    if (parent && parents.some(([other]) => other === parent)) context.images.setParent(id, parent);
  }
  // The daemon says this even when it is nothing, which the client shows as an empty line.
  if (names === 0) say(loaded);
}

async function loadImage(
  context: EngineContext,
  archive: ImageArchive,
  item: ManifestItem,
  options: LoadOptions,
): Promise<string | undefined> {
  const { images } = context;
  const bytes = archive.bytes(item.Config);
  const config = unmarshalGoJson(new TextDecoder().decode(bytes)) as ImageConfig;
  if (!config.rootfs) throw new Error('invalid image JSON, no RootFS key');
  if (config.os && config.os !== 'linux') throw new Error(`cannot load ${config.os} image on linux`);
  if (options.platform && matchPlatform(options.platform, config) === -1) return undefined;
  const diffIds = config.rootfs.diff_ids ?? [];
  if (item.Layers.length !== diffIds.length) {
    throw new Error(
      `invalid manifest, layers length mismatch: expected ${item.Layers.length}, got ${diffIds.length}`,
    );
  }
  let chainId = '';
  for (const [i, diffId] of diffIds.entries()) {
    const layer =
      images.layers.find(chainId, diffId) ??
      (await loadLayer(context, archive.content(item.Layers[i]!), chainId, diffId, options));
    if (layer.diffId !== diffId) {
      throw new Error(`invalid diffID for layer ${i}: expected "${diffId}", got "${layer.diffId}"`);
    }
    chainId = layer.chainId;
  }
  return images.create(bytes).id;
}

function nameLoaded(
  context: EngineContext,
  reference: Reference,
  id: string,
  say: (text: string) => void,
): void {
  const { images } = context;
  const before = images.references.get(reference);
  if (before && before !== id) {
    const name = familiarString(reference);
    say(`The image ${name} already exists, renaming the old one with ID ${before} to empty string\n`);
  }
  images.name(reference, id);
}
