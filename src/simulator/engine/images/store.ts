import { digestOf } from '../../common/digest.ts';
import type { DirectoryNode } from '../../common/files.ts';
import type { Reference } from '../../common/reference.ts';
import type { TarEntry } from '../../common/tar.ts';
import type { EngineContext } from '../context.ts';
import { notFound } from '../errors.ts';
import type { ImageConfig } from './config.ts';
import { diffTrees } from './diff.ts';
import { chainIdOf, type Layer, LayerStore } from './layers.ts';
import { type KnownManifest, ManifestCache } from './manifests.ts';
import { LayerMetadata, type MetadataState } from './metadata.ts';
import { ReferenceStore } from './references.ts';

/** An image: its ID is the digest of its config's bytes. */
export interface Image {
  readonly id: string;
  readonly config: ImageConfig;
  /** Chain ID of the top layer, `''` for an image of no layers. */
  readonly chainId: string;
  /** The image it was built from on this machine, by the legacy builder or a commit. */
  readonly parent: string;
  /** Milliseconds since the epoch; 0 when never tagged. */
  readonly lastTagTime: number;
}

/** Images as plain data; their configs and layers are blobs. */
export interface ImagesState {
  images: { id: string; parent: string; lastTagTime: number }[];
  references: [string, string][];
  layers: Layer[];
  metadata: MetadataState;
  manifests: KnownManifest[];
}

const decoder = new TextDecoder();

/** The images of one engine, their layers and names. */
export class ImageStore {
  readonly layers: LayerStore;
  readonly references = new ReferenceStore();
  /** Which registries hold which layers. */
  readonly metadata = new LayerMetadata();
  readonly manifests = new ManifestCache();
  private readonly context: EngineContext;
  private images = new Map<string, Image>();

  constructor(context: EngineContext) {
    this.context = context;
    this.layers = new LayerStore(context.blobs, () => context.random.hex(64));
  }

  get(id: string): Image | undefined {
    return this.images.get(id);
  }

  /** In the order they came. */
  all(): Image[] {
    return [...this.images.values()];
  }

  children(id: string): Image[] {
    return this.all().filter((image) => image.parent === id);
  }

  /** The exact bytes of an image's config. */
  configBytes(id: string): Uint8Array {
    const bytes = this.context.blobs.get(id);
    if (!bytes) throw new Error(`blob ${id} is missing`);
    return bytes;
  }

  /**
   * Adds an image whose layers are there. The ID follows from the bytes, so creating it twice changes nothing.
   * @param config the config's JSON as it shall be kept
   */
  create(config: Uint8Array | string, parent = ''): Image {
    const bytes = typeof config === 'string' ? new TextEncoder().encode(config) : config;
    const id = digestOf(bytes);
    const known = this.images.get(id);
    if (known && (known.parent || !parent)) return known;
    const parsed = parseConfig(bytes);
    const chainId = chainIdOf(parsed.rootfs.diff_ids ?? []);
    if (chainId !== '' && !this.layers.get(chainId)) throw new Error('layer does not exist');
    if (!this.context.blobs.has(id)) this.context.blobs.set(id, bytes);
    const image = { id, config: parsed, chainId, parent, lastTagTime: known?.lastTagTime ?? 0 };
    this.images.set(id, image);
    return image;
  }

  /** Forgets an image, and the layers that only it used; gives those, upper ones first. */
  delete(id: string): Layer[] {
    this.images.delete(id);
    this.manifests.release(id);
    for (const child of this.children(id)) this.images.set(child.id, { ...child, parent: '' });
    return this.releaseLayers();
  }

  /** Drops layers that neither an image nor a container nor the build cache uses. */
  releaseLayers(): Layer[] {
    return this.layers.release([
      ...this.all().map((image) => image.chainId),
      ...this.context.containers.imageUses().map((use) => use.chainId),
      ...this.context.builds.chainIds(),
    ]);
  }

  /**
   * Gives an image a name, which is taken from the one that had it.
   * @throws ApiError 404 when the image was removed while somebody was at work to name it
   */
  name(reference: Reference, id: string): void {
    if (!this.images.has(id)) throw notFound(`No such image: ${id}`);
    this.references.set(reference, id);
  }

  touch(id: string): void {
    const image = this.images.get(id);
    if (image) this.images.set(id, { ...image, lastTagTime: this.context.clock.now() });
  }

  setParent(id: string, parent: string): void {
    const image = this.images.get(id);
    if (image) this.images.set(id, { ...image, parent });
  }

  /** What an image's layers take on the disk. */
  size(image: Image): number {
    return this.layers.chain(image.chainId).reduce((sum, layer) => sum + layer.size, 0);
  }

  /** What the layers of all images take, each once; not those that only a container or the build cache keeps. */
  diskUsage(): number {
    const layers = new Set(
      this.all()
        .filter(({ id }) => this.references.of(id).length > 0 || this.children(id).length === 0)
        .flatMap(({ chainId }) => this.layers.chain(chainId)),
    );
    return [...layers].reduce((sum, layer) => sum + layer.size, 0);
  }

  /** The files of an image, a tree that never changes. */
  rootFilesystem(id: string): Promise<DirectoryNode> {
    return this.layers.tree(this.images.get(id)?.chainId ?? '');
  }

  /** Adds the layer that makes `after` of `before` on top of the chain `parent` (`''` for none). */
  createLayer(
    parent: string,
    before: DirectoryNode,
    after: DirectoryNode,
    cacheId?: () => string,
  ): Promise<Layer> {
    return this.layers.create(parent, diffTrees(before, after), cacheId);
  }

  /** The same, from entries at hand. */
  createLayerOf(parent: string, entries: Iterable<TarEntry>): Promise<Layer> {
    return this.layers.create(parent, entries);
  }

  snapshot(): ImagesState {
    return {
      images: this.all().map(({ id, parent, lastTagTime }) => ({ id, parent, lastTagTime })),
      references: this.references.snapshot(),
      layers: this.layers.snapshot(),
      metadata: this.metadata.snapshot(),
      manifests: this.manifests.snapshot(),
    };
  }

  restore(state: ImagesState): void {
    this.references.restore(state.references);
    this.layers.restore(state.layers);
    this.metadata.restore(state.metadata);
    this.manifests.restore(state.manifests);
    const before = this.images;
    this.images = new Map(
      state.images.map((saved) => {
        const config = before.get(saved.id)?.config ?? parseConfig(this.configBytes(saved.id));
        return [saved.id, { ...saved, config, chainId: chainIdOf(config.rootfs.diff_ids ?? []) }];
      }),
    );
  }
}

function parseConfig(bytes: Uint8Array): ImageConfig {
  const config = JSON.parse(decoder.decode(bytes)) as Partial<ImageConfig>;
  if (!config.rootfs) throw new Error('invalid image JSON, no RootFS key');
  return config as ImageConfig;
}
