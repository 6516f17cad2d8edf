import { type Algorithm, hash } from './digest.ts';
import { RegistryError } from './errors.ts';
import { OrderedNames } from './ordered.ts';
import { type ManifestRecord, Repository, type RepositoryState } from './repository.ts';

/**
 * Bytes by digest; a `Map` is one. It may be shared by several registries and engines: `delete` says that this
 * registry needs the bytes no more, and a shared store may keep them for others.
 */
export interface BlobStore {
  get(digest: string): Uint8Array | undefined;
  set(digest: string, bytes: Uint8Array): unknown;
  has(digest: string): boolean;
  delete(digest: string): unknown;
  /** Hashes to lower-case hexadecimal, where there is a faster way than the browser's. */
  hash?(algorithm: Algorithm, bytes: Uint8Array): string;
}

/** The registry's whole state as plain data. Bytes stay in the blob store; unfinished uploads are not in it. */
export interface RegistryState {
  repositories: RepositoryState[];
}

/** All repositories, and which of them still need which bytes. */
export class Store {
  private readonly blobs: BlobStore;
  private readonly limit: number;
  private repositories = new Map<string, Repository>();
  private names = new OrderedNames();
  /** How many repositories hold a digest. */
  private holders = new Map<string, number>();
  /** Bytes held, each digest counted once. */
  private bytes = 0;

  constructor(blobs: BlobStore, limit: number) {
    this.blobs = blobs;
    this.limit = limit;
  }

  snapshot(): RegistryState {
    return { repositories: [...this.repositories.values()].map((repository) => repository.snapshot()) };
  }

  restore(state: RegistryState): void {
    this.repositories = new Map();
    this.names = new OrderedNames();
    this.holders = new Map();
    this.bytes = 0;
    for (const saved of state.repositories) {
      this.add(new Repository(saved));
      for (const digest of saved.blobs) this.hold(digest);
      for (const [digest] of saved.manifests) this.hold(digest);
    }
  }

  find(name: string): Repository | undefined {
    return this.repositories.get(name);
  }

  /** The repository, made when it is not there yet. */
  open(name: string): Repository {
    const found = this.repositories.get(name);
    if (found) return found;
    const repository = new Repository({ name, manifests: [], tags: [], blobs: [] });
    this.add(repository);
    return repository;
  }

  remove(name: string): void {
    const repository = this.repositories.get(name);
    if (!repository) return;
    const { blobs, manifests } = repository.snapshot();
    this.repositories.delete(name);
    this.names.delete(name);
    for (const digest of blobs) this.release(digest);
    for (const [digest] of manifests) this.release(digest);
  }

  /** Names of the repositories that were created, in order. */
  page(count: number, last?: string): { names: string[]; more: boolean } {
    const names: string[] = [];
    let from = last;
    for (;;) {
      const page = this.names.page(count - names.length + 1, from);
      for (const name of page.names) {
        if (this.repositories.get(name)?.created === undefined) continue;
        if (names.length === count) return { names, more: true };
        names.push(name);
      }
      if (!page.more) return { names, more: false };
      from = page.names.at(-1);
    }
  }

  /** The digest of bytes, by the algorithm of another digest. */
  async digest(bytes: Uint8Array, like = 'sha256'): Promise<string> {
    const algorithm: Algorithm = like.startsWith('sha512') ? 'sha512' : 'sha256';
    return `${algorithm}:${this.blobs.hash?.(algorithm, bytes) ?? (await hash(algorithm, bytes))}`;
  }

  /** The bytes of a blob in a repository. */
  blob(name: string, digest: string): Uint8Array | undefined {
    return this.repositories.get(name)?.hasBlob(digest) ? this.blobs.get(digest) : undefined;
  }

  /** The bytes of a blob in any of these repositories, or of all. */
  locate(digest: string, mayRead: (repository: string) => boolean): boolean {
    if (!this.holders.has(digest) || !this.blobs.has(digest)) return false;
    for (const repository of this.repositories.values()) {
      if (repository.hasBlob(digest) && mayRead(repository.name)) return true;
    }
    return false;
  }

  /** The bytes of a manifest. */
  manifest(digest: string): Uint8Array | undefined {
    return this.blobs.get(digest);
  }

  putBlob(name: string, digest: string, bytes: Uint8Array): void {
    const repository = this.repositories.get(name);
    if (repository?.hasBlob(digest)) return;
    this.keep(digest, bytes);
    (repository ?? this.open(name)).addBlob(digest);
  }

  /** Makes a blob that another repository holds this one's too. */
  linkBlob(name: string, digest: string): void {
    const repository = this.open(name);
    if (repository.hasBlob(digest)) return;
    repository.addBlob(digest);
    this.hold(digest);
  }

  removeBlob(repository: Repository, digest: string): void {
    repository.removeBlob(digest);
    this.release(digest);
  }

  putManifest(name: string, digest: string, bytes: Uint8Array, record: ManifestRecord): Repository {
    const known = this.repositories.get(name)?.manifest(digest);
    if (!known) this.keep(digest, bytes);
    const repository = this.open(name);
    repository.create(record.pushed);
    repository.addManifest(digest, known ? { ...record, pushed: known.pushed } : record);
    return repository;
  }

  removeManifest(repository: Repository, digest: string): void {
    repository.removeManifest(digest);
    this.release(digest);
  }

  /** Refuses what would not fit; `more` bytes are about to come. */
  requireRoom(more: number): void {
    if (this.bytes + more <= this.limit) return;
    throw new RegistryError('DENIED', { message: `the registry is full: its limit is ${this.limit} bytes` });
  }

  private add(repository: Repository): void {
    this.repositories.set(repository.name, repository);
    this.names.add(repository.name);
  }

  private keep(digest: string, bytes: Uint8Array): void {
    if (!this.holders.has(digest)) {
      this.requireRoom(bytes.length);
      if (!this.blobs.has(digest)) this.blobs.set(digest, bytes);
    }
    this.hold(digest);
  }

  private hold(digest: string): void {
    const count = this.holders.get(digest) ?? 0;
    if (count === 0) this.bytes += this.blobs.get(digest)?.length ?? 0;
    this.holders.set(digest, count + 1);
  }

  private release(digest: string): void {
    const count = this.holders.get(digest) ?? 0;
    if (count > 1) {
      this.holders.set(digest, count - 1);
      return;
    }
    this.holders.delete(digest);
    this.bytes -= this.blobs.get(digest)?.length ?? 0;
    this.blobs.delete(digest);
  }
}
