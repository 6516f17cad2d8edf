import { digestOf } from '../../common/digest.ts';
import { type Content, contentSize } from '../../common/files.ts';
import { encodeGoJson } from '../../common/go-json.ts';
import { familiarName, familiarString, type Reference, referenceString } from '../../common/reference.ts';
import { packTar, sizeOf, type TarEntry } from '../../common/tar.ts';
import { millisecondsOf } from '../containers/time.ts';
import type { EngineContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { formatPlatform, matchPlatform, type Platform } from '../platform.ts';
import { logImageEvent } from './events.ts';
import { legacyConfigs } from './legacy.ts';
import { findImage, parseOrRefuse, platformOf } from './names.ts';
import type { Image } from './store.ts';

const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const OCI_CONFIG = 'application/vnd.oci.image.config.v1+json';
const OCI_LAYER = 'application/vnd.oci.image.layer.v1.tar';
const BLOBS = 'blobs/sha256/';
const encoder = new TextEncoder();

interface Chosen {
  image: Image;
  tags: Reference[];
}

interface File {
  content: Content | Content[];
  mtime: number;
}

/** An archive of images: an OCI image layout (image-layout.md) that older engines can read too. */
export async function saveImages(
  context: EngineContext,
  names: readonly string[],
  platform: Platform | undefined,
): Promise<Content[]> {
  const chosen = choose(context, names, platform);
  const files = new Map<string, File>();
  const descriptors: object[] = [];
  const items: Record<string, unknown>[] = [];
  const repositories: Record<string, Record<string, string>> = {};
  for (const { image, tags } of chosen) {
    const layers = await saveLayers(context, image, files);
    const config = context.images.configBytes(image.id);
    putBlob(files, config, createdOf(image));
    const configDescriptor = { mediaType: OCI_CONFIG, digest: image.id, size: config.length };
    const manifest = encodeGoJson({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: configDescriptor,
      layers: layers.map(({ digest, size }) => ({ mediaType: OCI_LAYER, digest, size })),
    });
    const digest = putBlob(files, encoder.encode(manifest), 0);
    const descriptor = { mediaType: OCI_MANIFEST, digest, size: encoder.encode(manifest).length };
    for (const tag of tags) {
      const annotations = {
        'io.containerd.image.name': referenceString(tag),
        'org.opencontainers.image.ref.name': tag.tag,
      };
      descriptors.push({ ...descriptor, annotations });
      const name = familiarName(tag);
      repositories[name] = { ...repositories[name], [tag.tag!]: hex(layers.at(-1)!.digest) };
    }
    if (descriptors.length === 0) descriptors.push(descriptor);
    const parent = chosen.find((other) => other.image.id === image.parent);
    items.push({
      Config: blobPath(image.id),
      RepoTags: tags.length > 0 ? tags.map(familiarString) : null,
      Layers: layers.map((layer) => blobPath(layer.digest)),
      ...(parent ? { Parent: image.parent } : {}),
      LayerSources: sortedByKey(
        layers.map(({ digest: d, size }) => [d, { mediaType: OCI_LAYER, size, digest: d }] as const),
      ),
    });
    logImageEvent(context, 'save', image.id, image.id);
  }
  const json = (name: string, text: string) => files.set(name, { content: encoder.encode(text), mtime: 0 });
  json('manifest.json', `${encodeGoJson(items)}\n`);
  json('index.json', encodeGoJson({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: descriptors }));
  json('oci-layout', '{"imageLayoutVersion": "1.0.0"}');
  const byName = Object.entries(repositories).map(
    ([name, tags]) => [name, sortedByKey(Object.entries(tags))] as const,
  );
  if (byName.length > 0) json('repositories', `${encodeGoJson(sortedByKey(byName))}\n`);
  return pack(context, files, createdOf(chosen.at(-1)?.image));
}

/** Which images, and under which of their tags, the names of a request stand for. */
function choose(context: EngineContext, names: readonly string[], platform: Platform | undefined): Chosen[] {
  const chosen = new Map<string, Chosen>();
  const add = (image: Image, reference?: Reference) => {
    if (platform && matchPlatform(platform, platformOf(image)) === -1) {
      throw new Error(`no suitable export target found for platform ${formatPlatform(platform)}`);
    }
    const entry = chosen.get(image.id) ?? { image, tags: [] };
    chosen.set(image.id, entry);
    if (!reference || reference.digest) return;
    if (!entry.tags.some((tag) => referenceString(tag) === referenceString(reference)))
      entry.tags.push(reference);
  };
  for (const name of names) {
    if (/^(?:sha256:)?[a-f0-9]{64}$/.test(name)) {
      add(findImage(context, name));
      continue;
    }
    const reference = parseOrRefuse(name);
    const { references } = context.images;
    if (reference.tag || reference.digest) {
      const id = references.get(reference);
      if (id) add(context.images.get(id)!, reference);
      else if (familiarName(reference) === 'sha256') add(bySearch(context, name));
      else throw notFound('reference does not exist');
      continue;
    }
    const all = references.inRepository(reference);
    for (const { id, reference: tag } of all) add(context.images.get(id)!, tag);
    if (all.length === 0) add(bySearch(context, name));
  }
  return [...chosen.values()];
}

/** By the beginning of an ID; the name is repeated as it was typed. */
function bySearch(context: EngineContext, name: string): Image {
  try {
    return findImage(context, name);
  } catch {
    throw notFound(`No such image: ${name}`);
  }
}

/** Puts an image's layers, and for each the config that engines before 1.10 read, among the blobs. */
async function saveLayers(
  context: EngineContext,
  image: Image,
  files: Map<string, File>,
): Promise<{ digest: string; size: number }[]> {
  const chain = context.images.layers.chain(image.chainId);
  if (chain.length === 0) throw new Error('empty export - not implemented');
  for (const config of legacyConfigs(image.config)) putBlob(files, encoder.encode(config), createdOf(image));
  const saved: { digest: string; size: number }[] = [];
  for (const layer of chain) {
    const archive = await context.images.layers.archive(layer);
    files.set(blobPath(layer.diffId), { content: archive, mtime: createdOf(image) });
    saved.push({ digest: layer.diffId, size: sizeOf(archive) });
  }
  return saved;
}

const hex = (digest: string): string => digest.slice('sha256:'.length);
const blobPath = (digest: string): string => BLOBS + hex(digest);

function createdOf(image: Image | undefined): number {
  const created = image?.config.created;
  return created ? millisecondsOf(created) : 0;
}

function sortedByKey<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function putBlob(files: Map<string, File>, content: Uint8Array, mtime: number): string {
  const digest = digestOf(content);
  files.set(blobPath(digest), { content, mtime });
  return digest;
}

function pack(context: EngineContext, files: Map<string, File>, created: number): Content[] {
  const folder = (name: string, mtime: number): TarEntry => ({
    name,
    type: 'directory',
    mode: 0o755,
    uid: 0,
    gid: 0,
    mtime,
  });
  const chunks: Content[] = [];
  const add = (entry: TarEntry) => chunks.push(...packTar([entry]).slice(0, -1));
  add(folder('blobs/', created));
  add(folder(BLOBS, context.clock.now()));
  for (const name of [...files.keys()].sort()) {
    const { content, mtime } = files.get(name)!;
    const parts = Array.isArray(content) ? content : [content];
    const size = parts.reduce((sum, part) => sum + contentSize(part), 0);
    const entry: TarEntry = {
      name,
      type: 'file',
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtime,
      content: { head: new Uint8Array(), size },
    };
    // The header alone, then the pieces themselves: a layer is never joined.
    const [header, ...rest] = packTar([entry]).slice(0, -1);
    chunks.push(header!, ...parts, ...rest.slice(size > 0 ? 1 : 0));
  }
  chunks.push(...packTar([]));
  return chunks;
}
