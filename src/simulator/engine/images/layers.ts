import { isCompressed } from '../../common/compression/index.ts';
import { digestOf, digestOfBlob } from '../../common/digest.ts';
import { type Content, type DirectoryNode, directory } from '../../common/files.ts';
import { gzip, isGzip } from '../../common/gzip.ts';
import { packTar, type TarEntry } from '../../common/tar.ts';
import type { BlobStore } from '../context.ts';
import { applyLayer } from './diff.ts';
import { digestOfPieces, diskSize, type Unpacked, unpackArchive, unpackPieces } from './layer-archive.ts';

/** A read-only layer on top of its parents. */
export interface Layer {
  /** Digest of the whole chain (OCI Image Specification, config.md, "Layer ChainID"). */
  readonly chainId: string;
  /** Digest of the uncompressed archive. */
  readonly diffId: string;
  /** Chain ID of the layer below, `''` for the lowest. */
  readonly parent: string;
  /** What its files take on the disk. */
  readonly size: number;
  /** Digest of the archive in the blob store, which may be compressed. */
  readonly blob: string;
  /** Name of its folder in /var/lib/docker/overlay2. */
  readonly cacheId: string;
}

/** What follows from blobs alone. Kept beside them, so that going back in time and pulling again costs nothing. */
interface Derived {
  /** What archives come to, as far as layers that are known tell: hashing a large one is most of a pull's work. */
  sums: Map<string, { diffId: string; size: number }>;
  unpacked: Map<string, Promise<Unpacked>>;
  trees: Map<string, DirectoryNode>;
  /** Digests of archives as this engine compresses them, by diff ID. */
  compressed: Map<string, string>;
}

const derived = new WeakMap<BlobStore, Derived>();

export function chainIdOf(diffIds: readonly string[]): string {
  return diffIds.reduce((parent, diffId) => chain(parent, diffId), '');
}

const chain = (parent: string, diffId: string): string => (parent ? digestOf(`${parent} ${diffId}`) : diffId);

/** The layers of one engine. */
export class LayerStore {
  private layers = new Map<string, Layer>();
  private readonly blobs: BlobStore;
  private readonly cacheId: () => string;
  private readonly derived: Derived;
  /** What is at work, each with the chains that it has met. */
  private readonly works = new Set<Set<string>>();

  constructor(blobs: BlobStore, cacheId: () => string) {
    this.blobs = blobs;
    this.cacheId = cacheId;
    const known = derived.get(blobs) ?? {
      sums: new Map(),
      unpacked: new Map(),
      trees: new Map(),
      compressed: new Map(),
    };
    derived.set(blobs, known);
    this.derived = known;
  }

  /**
   * Keeps the layers that are met during `work`, which makes an image of them: who removes images meanwhile may not
   * drop what the next layer is to stand on. By whom a layer is met is not told apart.
   */
  async keeping<T>(work: () => Promise<T>): Promise<T> {
    const met = new Set<string>();
    this.works.add(met);
    try {
      return await work();
    } finally {
      this.works.delete(met);
    }
  }

  get(chainId: string): Layer | undefined {
    return this.layers.get(chainId);
  }

  private meet(chainId: string): Layer | undefined {
    for (const met of this.works) met.add(chainId);
    return this.layers.get(chainId);
  }

  /** The layer of that content on top of `parent`, when it is there. */
  find(parent: string, diffId: string): Layer | undefined {
    return this.meet(chain(parent, diffId));
  }

  /** The layers of a chain, lowest first. */
  chain(chainId: string): Layer[] {
    const layer = this.layers.get(chainId);
    return layer ? [...this.chain(layer.parent), layer] : [];
  }

  all(): Iterable<Layer> {
    return this.layers.values();
  }

  /** Adds a layer from its archive, compressed or not, on top of `parent` (`''` for none). */
  async register(parent: string, archive: Content): Promise<Layer> {
    this.meet(parent);
    if (archive instanceof Uint8Array && (isGzip(archive) || isCompressed(archive)))
      return this.registerBlob(parent, await this.keep(archive));
    const diffId = await digestOfPieces([archive]);
    const known = this.find(parent, diffId);
    if (known) return known;
    // Compressing is most of the work: what was compressed once is not again.
    const packed = this.derived.compressed.get(diffId);
    const blob = packed && this.blobs.has(packed) ? packed : await this.keep(gzip([archive]));
    const layer = await this.registerBlob(parent, blob);
    this.derived.compressed.set(diffId, blob);
    return layer;
  }

  private async keep(bytes: Uint8Array): Promise<string> {
    const blob = await digestOfBlob(bytes);
    if (!this.blobs.has(blob)) this.blobs.set(blob, bytes);
    return blob;
  }

  /** The same, of an archive that is a blob already. */
  async registerBlob(parent: string, blob: string): Promise<Layer> {
    this.meet(parent);
    const { diffId, size } = this.derived.sums.get(blob) ?? (await this.unpack(blob));
    return this.add(parent, { diffId, size, blob });
  }

  /**
   * Adds a layer of the given entries on top of `parent` (`''` for none).
   * @param cacheId names its folder
   */
  async create(
    parent: string,
    entries: Iterable<TarEntry>,
    cacheId: () => string = this.cacheId,
  ): Promise<Layer> {
    this.meet(parent);
    const list = [...entries];
    const archive = packTar(list);
    const diffId = await digestOfPieces(archive);
    const known = this.find(parent, diffId);
    if (known) return known;
    const packed = gzip(archive);
    const blob = await digestOfBlob(packed);
    this.blobs.set(blob, packed);
    const unpacked = { diffId, size: diskSize(list), entries: list };
    this.derived.unpacked.set(blob, Promise.resolve(unpacked));
    this.derived.compressed.set(diffId, blob);
    return this.add(parent, { ...unpacked, blob }, cacheId);
  }

  private add(
    parent: string,
    { diffId, size, blob }: Pick<Layer, 'diffId' | 'size' | 'blob'>,
    cacheId = this.cacheId,
  ): Layer {
    const chainId = chain(parent, diffId);
    const known = this.meet(chainId);
    if (known) return known;
    if (parent !== '' && !this.layers.has(parent)) throw new Error('layer does not exist');
    const layer: Layer = { chainId, diffId, parent, size, blob, cacheId: cacheId() };
    this.layers.set(chainId, layer);
    return layer;
  }

  /** The files of a chain; the empty directory for `''`. */
  async tree(chainId: string): Promise<DirectoryNode> {
    if (chainId === '') return directory();
    const layer = this.meet(chainId);
    const known = this.derived.trees.get(chainId);
    if (known) return known;
    if (!layer) throw new Error('layer does not exist');
    const below = await this.tree(layer.parent);
    const tree = applyLayer(below, (await this.unpack(layer.blob)).entries);
    this.derived.trees.set(chainId, tree);
    return tree;
  }

  /** A layer's archive, uncompressed, byte for byte the one it was made of. */
  async archive(layer: Layer): Promise<Content[]> {
    const stored = this.blobs.get(layer.blob);
    if (!stored) throw new Error(`blob ${layer.blob} is missing`);
    return unpackPieces(stored);
  }

  /**
   * A layer's archive as this engine compresses it, whatever it was compressed by before.
   * @returns the bytes and their digest
   */
  async compressed(layer: Layer): Promise<{ digest: string; bytes: Uint8Array }> {
    const known = this.derived.compressed.get(layer.diffId);
    const kept = known && this.blobs.get(known);
    if (kept) return { digest: known, bytes: kept };
    const bytes = gzip(await this.archive(layer));
    const digest = await digestOfBlob(bytes);
    this.blobs.set(digest, bytes);
    this.derived.compressed.set(layer.diffId, digest);
    this.derived.sums.set(digest, { diffId: layer.diffId, size: layer.size });
    return { digest, bytes };
  }

  /** Drops the layers that no chain in `used`, and none that is being worked on, holds; gives those dropped, upper ones first. */
  release(used: Iterable<string>): Layer[] {
    const keep = new Set<string>();
    for (let chainId of [...used, ...[...this.works].flatMap((met) => [...met])]) {
      for (; chainId !== '' && !keep.has(chainId); chainId = this.layers.get(chainId)?.parent ?? '')
        keep.add(chainId);
    }
    const dropped = [...this.layers.values()].filter((layer) => !keep.has(layer.chainId)).reverse();
    for (const layer of dropped) this.layers.delete(layer.chainId);
    return dropped;
  }

  snapshot(): Layer[] {
    return [...this.layers.values()];
  }

  restore(layers: readonly Layer[]): void {
    this.layers = new Map(layers.map((layer) => [layer.chainId, layer]));
    for (const { blob, diffId, size } of layers) this.derived.sums.set(blob, { diffId, size });
  }

  private unpack(blob: string): Promise<Unpacked> {
    const known = this.derived.unpacked.get(blob);
    if (known) return known;
    const work = unpackArchive(this.blobs, blob, this.derived.sums.get(blob));
    this.derived.unpacked.set(blob, work);
    work.catch(() => this.derived.unpacked.delete(blob));
    return work;
  }
}
