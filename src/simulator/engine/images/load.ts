import { type Content, contentBytes } from '../../common/files.ts';
import { gunzip, isGzip } from '../../common/gzip.ts';
import { familiarString, parseReference, type Reference } from '../../common/reference.ts';
import type { TarEntry } from '../../common/tar.ts';
import { TarReader } from '../../common/tar-reader.ts';
import { entryNames } from '../../common/tree.ts';
import type { EngineContext } from '../context.ts';
import { jsonError } from '../distribution/errors.ts';
import { ProgressOutput } from '../distribution/progress.ts';
import { matchPlatform, type Platform } from '../platform.ts';
import type { MessageWriter } from '../stream.ts';
import type { ImageConfig } from './config.ts';
import { logImageEvent } from './events.ts';
import { shortId } from './names.ts';

interface ManifestItem {
  Config: string;
  RepoTags?: string[] | null;
  Layers: string[];
  Parent?: string;
}

interface LoadOptions {
  archive: Uint8Array;
  platform?: Platform;
  quiet: boolean;
  write: MessageWriter;
}

/** Adds the images of an archive that `docker save`, or a builder, made. */
export async function loadImages(context: EngineContext, options: LoadOptions): Promise<void> {
  const { write } = options;
  const say = (text: string) => write({ stream: text });
  const files = await unpack(options.archive);
  const text = files.get('manifest.json');
  if (!text) {
    // What an engine before 1.10 saved has its tags in this file; nothing else of it is understood.
    const folder = `/var/lib/docker/tmp/docker-import-${context.random.below(4_000_000_000)}`;
    throw new Error(`open ${folder}/repositories: no such file or directory`);
  }
  const items = parseItems(decode(text));
  const parents: [string, string][] = [];
  let loaded = '';
  let names = 0;
  for (const item of items) {
    const id = await loadImage(context, files, item, options);
    if (!id) continue;
    loaded += `Loaded image ID: ${id}\n`;
    names = 0;
    for (const tag of item.RepoTags ?? []) {
      const reference = parseReference(tag);
      if (!reference.tag) throw new Error(`invalid tag ${JSON.stringify(tag)}`);
      nameLoaded(context, reference, id, say);
      names++;
    }
    parents.push([id, item.Parent ?? '']);
    logImageEvent(context, 'load', id, id);
  }
  for (const [id, parent] of parents) {
    if (parent && parents.some(([other]) => other === parent)) context.images.setParent(id, parent);
  }
  // The daemon says this even when it is nothing, which the client shows as an empty line.
  if (names === 0) say(loaded);
}

async function unpack(archive: Uint8Array): Promise<Map<string, Content>> {
  const reader = new TarReader();
  if (isGzip(archive)) await gunzip(archive, (chunk) => reader.write(chunk));
  else reader.write(archive);
  const entries = reader.end();
  const files = new Map<string, Content>();
  const pathOf = (name: string) => entryNames(name).join('/');
  const links: TarEntry[] = [];
  for (const entry of entries) {
    if (entry.type === 'file') files.set(pathOf(entry.name), entry.content ?? new Uint8Array());
    else if (entry.type === 'symlink' || entry.type === 'link') links.push(entry);
  }
  // Older engines linked layers that several images share.
  for (const { name, type, target = '' } of links) {
    const base = type === 'symlink' ? `${name}/../` : '';
    const content = files.get(pathOf(base + target));
    if (content) files.set(pathOf(name), content);
  }
  return files;
}

const decode = (content: Content): string => new TextDecoder().decode(contentBytes(content));

function parseItems(text: string): ManifestItem[] {
  let items: ManifestItem[] | null;
  try {
    items = JSON.parse(text) as ManifestItem[] | null;
  } catch {
    throw new Error(jsonError(text));
  }
  if (items === null) throw new Error('invalid manifest, manifest cannot be null (but can be [])');
  return items;
}

async function loadImage(
  context: EngineContext,
  files: Map<string, Content>,
  item: ManifestItem,
  { platform, quiet, write }: LoadOptions,
): Promise<string | undefined> {
  const { images } = context;
  const find = (path: string): Content => {
    const content = files.get(entryNames(path).join('/'));
    if (!content)
      throw new Error(`open /var/lib/docker/tmp/docker-import/${path}: no such file or directory`);
    return content;
  };
  const bytes = contentBytes(find(item.Config));
  const text = new TextDecoder().decode(bytes);
  let config: ImageConfig;
  try {
    config = JSON.parse(text) as ImageConfig;
  } catch {
    throw new Error(jsonError(text));
  }
  if (!config.rootfs) throw new Error('invalid image JSON, no RootFS key');
  if (config.os && config.os !== 'linux') throw new Error(`cannot load ${config.os} image on linux`);
  if (platform && matchPlatform(platform, config) === -1) return undefined;
  const diffIds = config.rootfs.diff_ids ?? [];
  if (item.Layers.length !== diffIds.length) {
    throw new Error(
      `invalid manifest, layers length mismatch: expected ${item.Layers.length}, got ${diffIds.length}`,
    );
  }
  let chainId = '';
  for (const [i, diffId] of diffIds.entries()) {
    const content = find(item.Layers[i]!);
    const known = images.layers.find(chainId, diffId);
    if (!known && !quiet) {
      const size = content instanceof Uint8Array ? content.length : content.size;
      new ProgressOutput(write, context.clock).counter(shortId(diffId), 'Loading layer', size).add(size);
    }
    const layer = known ?? (await images.layers.register(chainId, content));
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
  const { references } = context.images;
  const before = references.get(reference);
  const name = familiarString(reference);
  if (before && before !== id) {
    say(`The image ${name} already exists, renaming the old one with ID ${before} to empty string\n`);
  }
  references.set(reference, id);
  say(`Loaded image: ${name}\n`);
}
