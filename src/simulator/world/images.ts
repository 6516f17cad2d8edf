import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { digestOf } from '../common/digest.ts';
import { executableFile } from '../common/executable.ts';
import type { Content } from '../common/files.ts';
import { concat, gzip } from '../common/gzip.ts';
import { Random } from '../common/random.ts';
import { packTar, sizeOf, type TarEntry } from '../common/tar.ts';
import type { FileRecipe, FilesRecipe, ImageRecipe, IndexRecipe, Recipes } from './recipes.ts';

/** When the files of every image were written: layers must be the same bytes each time. */
const FILE_TIME = Date.UTC(2024, 10, 12, 8, 26, 40);
const encoder = new TextEncoder();
const UNIX = 3;
/** Twenty blocks. */
const RECORD = 10_240;

const DOCKER = {
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  index: 'application/vnd.docker.distribution.manifest.list.v2+json',
};
const OCI = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  index: 'application/vnd.oci.image.index.v1+json',
};

/** An image or index ready to be put into a registry. */
export interface BuiltImage {
  manifest: Uint8Array<ArrayBuffer>;
  mediaType: string;
  digest: string;
  /** Config and layers of an image, by digest. */
  blobs: Map<string, Uint8Array<ArrayBuffer>>;
  /** The manifests of an index. */
  children: BuiltImage[];
  architecture: string;
  variant: string | undefined;
}

interface Layer {
  diffId: string;
  digest: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Makes images from their recipes, each layer once. */
export class ImageBuilder {
  private readonly recipes: Recipes;
  private readonly images = new Map<string, BuiltImage>();
  private readonly layers = new Map<FilesRecipe, Layer>();

  constructor(recipes: Recipes) {
    this.recipes = recipes;
  }

  /** @throws Error naming an image that has no recipe */
  build(name: string): BuiltImage {
    const known = this.images.get(name);
    if (known) return known;
    const recipe = this.recipe(name);
    const image = 'platforms' in recipe ? this.index(recipe) : this.image(recipe);
    this.images.set(name, image);
    return image;
  }

  private recipe(name: string): Recipes[string] {
    const recipe = this.recipes[name];
    if (!recipe)
      throw new Error(`no image named "${name}": there are ${Object.keys(this.recipes).join(', ')}`);
    return recipe;
  }

  private index({ platforms, oci }: IndexRecipe): BuiltImage {
    const entries = platforms.map((platform) => {
      if (typeof platform === 'string') return this.build(platform);
      return { ...this.build(platform.image), variant: platform.variant };
    });
    const manifests = entries.map(({ mediaType, manifest, digest, architecture, variant }) => ({
      mediaType,
      size: manifest.length,
      digest,
      platform: { architecture, os: 'linux', ...(variant ? { variant } : {}) },
    }));
    const mediaType = (oci ? OCI : DOCKER).index;
    const manifest = json({ schemaVersion: 2, mediaType, manifests });
    return {
      manifest,
      mediaType,
      digest: digestOf(manifest),
      blobs: new Map(),
      children: entries,
      architecture: '',
      variant: undefined,
    };
  }

  private image(recipe: ImageRecipe): BuiltImage {
    const types = recipe.oci ? OCI : DOCKER;
    const steps = this.steps(recipe);
    const layers = steps.flatMap(({ files }) => (files ? [this.layer(files)] : []));
    const history = steps.map(({ created, created_by, comment, files }) => ({
      created: created ?? recipe.created,
      created_by,
      ...(comment ? { comment } : {}),
      ...(files ? {} : { empty_layer: true }),
    }));
    const config = json(
      {
        architecture: recipe.architecture,
        ...(recipe.variant ? { variant: recipe.variant } : {}),
        config: recipe.config,
        created: recipe.created,
        history,
        os: 'linux',
        rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
      },
      0,
    );
    const configDigest = digestOf(config);
    const manifest = json({
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { mediaType: types.config, size: config.length, digest: configDigest },
      layers: layers.map(({ digest, bytes }) => ({ mediaType: types.layer, size: bytes.length, digest })),
    });
    const blobs = new Map<string, Uint8Array<ArrayBuffer>>([[configDigest, config]]);
    for (const { digest, bytes } of layers) blobs.set(digest, bytes);
    const { architecture, variant } = recipe;
    return {
      manifest,
      mediaType: types.manifest,
      digest: digestOf(manifest),
      blobs,
      children: [],
      architecture,
      variant,
    };
  }

  private steps(recipe: ImageRecipe): ImageRecipe['steps'] {
    if (recipe.from === undefined) return recipe.steps;
    const base = this.recipe(recipe.from);
    if ('platforms' in base) throw new Error(`an image cannot be made from the index "${recipe.from}"`);
    return [...this.steps(base), ...recipe.steps];
  }

  private layer(files: FilesRecipe): Layer {
    const known = this.layers.get(files);
    if (known) return known;
    const chunks = packTar(Object.entries(files).flatMap(([path, recipe]) => entriesOf(path, recipe)));
    // Filled up to whole records, as tar(1) does.
    chunks.push(new Uint8Array((RECORD - (sizeOf(chunks) % RECORD)) % RECORD));
    const bytes = gzip(chunks);
    // Made elsewhere, by another program (RFC 1952, 2.3.1, "OS"): an engine that compresses the same layer anew, as
    // it does for a push, gets other bytes and another digest, as in earnest.
    bytes[9] = UNIX;
    const layer = { diffId: digestOfChunks(chunks), digest: digestOf(bytes), bytes };
    this.layers.set(files, layer);
    return layer;
  }
}

function entriesOf(path: string, recipe: FileRecipe): TarEntry[] {
  if (typeof recipe === 'object' && 'applets' in recipe) {
    const names = recipe.applets.split(' ').sort();
    return names.map((name) => entryOf(`${path.replace(/\/$/, '')}/${name}`, { link: 'busybox' }));
  }
  return [entryOf(path, recipe)];
}

function entryOf(path: string, recipe: Exclude<FileRecipe, { applets: string }>): TarEntry {
  const entry = {
    name: path.slice(1),
    uid: 0,
    gid: 0,
    mtime: FILE_TIME,
    userName: 'root',
    groupName: 'root',
  };
  if (typeof recipe === 'object' && 'link' in recipe) {
    return { ...entry, type: 'symlink', mode: 0o777, target: recipe.link };
  }
  if (typeof recipe === 'object' && 'directory' in recipe) {
    return { ...entry, name: `${entry.name}/`, type: 'directory', mode: recipe.mode };
  }
  const { content, mode } = contentOf(recipe);
  return { ...entry, type: 'file', mode, content };
}

export type PlainFile = Exclude<FileRecipe, { link: string } | { directory: true } | { applets: string }>;

/** The content and permissions of a file's recipe. */
export function contentOf(recipe: PlainFile): { content: Content; mode: number } {
  if (typeof recipe === 'string') return { content: encoder.encode(recipe), mode: 0o644 };
  if ('text' in recipe) return { content: encoder.encode(recipe.text), mode: recipe.mode ?? 0o644 };
  if ('program' in recipe) {
    const { head, size } = executableFile(recipe.program, recipe.architecture, recipe.size);
    return { content: { head: concat([head, filler(recipe.filler)]), size }, mode: 0o755 };
  }
  if ('zeros' in recipe) return { content: { head: new Uint8Array(), size: recipe.zeros }, mode: 0o644 };
  const head = filler(recipe.filler);
  return { content: { head, size: Math.max(recipe.size, head.length) }, mode: 0o644 };
}

/** Bytes that do not compress, the same for the same length. */
function filler(length: number): Uint8Array {
  const random = new Random(length);
  const words = Uint32Array.from({ length: Math.ceil(length / 4) }, () => random.uint32());
  return new Uint8Array(words.buffer, 0, length);
}

function json(value: unknown, indent = 2): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify(value, null, indent)) as Uint8Array<ArrayBuffer>;
}

const ZEROS = new Uint8Array(1 << 20);

function digestOfChunks(chunks: readonly Content[]): string {
  const hash = sha256.create();
  for (const chunk of chunks) {
    if (chunk instanceof Uint8Array) {
      hash.update(chunk);
      continue;
    }
    hash.update(chunk.head.subarray(0, chunk.size));
    for (let left = chunk.size - chunk.head.length; left > 0; left -= ZEROS.length) {
      hash.update(left < ZEROS.length ? ZEROS.subarray(0, left) : ZEROS);
    }
  }
  return `sha256:${bytesToHex(hash.digest())}`;
}
