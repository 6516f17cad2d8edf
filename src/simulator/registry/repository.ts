import { OrderedNames } from './ordered.ts';

/** A manifest as a repository holds it; its bytes are in the blob store under its digest. */
export interface ManifestRecord {
  mediaType: string;
  size: number;
  /** When it was first pushed, milliseconds since the epoch. */
  pushed: number;
  subject?: string;
  artifactType?: string;
  annotations?: Record<string, string>;
}

export interface TagRecord {
  digest: string;
  /** When it last began to point there, milliseconds since the epoch. */
  pushed: number;
}

/** A repository as plain data. Lists of pairs, since a tag may be named `__proto__`. */
export interface RepositoryState {
  name: string;
  /** When it was created; missing while it only holds blobs of an unfinished push. */
  created?: number;
  manifests: [digest: string, manifest: ManifestRecord][];
  tags: [tag: string, record: TagRecord][];
  blobs: string[];
}

/** The content of one repository. Changes go through its methods, which keep the derived indexes in step. */
export class Repository {
  readonly name: string;
  created: number | undefined;
  private readonly manifestRecords: Map<string, ManifestRecord>;
  private readonly tagRecords: Map<string, TagRecord>;
  private readonly blobs: Set<string>;
  private readonly tagNames: OrderedNames;
  /** Digests of manifests by the digest of their subject. */
  private readonly referrers = new Map<string, OrderedNames>();
  /** The last snapshot, until something changes: an untouched repository costs a snapshot nothing. */
  private saved: RepositoryState | undefined;

  constructor(state: RepositoryState) {
    this.name = state.name;
    this.created = state.created;
    this.manifestRecords = new Map(state.manifests);
    this.tagRecords = new Map(state.tags);
    this.blobs = new Set(state.blobs);
    this.tagNames = new OrderedNames(this.tagRecords.keys());
    for (const [digest, { subject }] of this.manifestRecords) if (subject) this.refer(subject, digest);
    this.saved = state;
  }

  snapshot(): RepositoryState {
    this.saved ??= {
      name: this.name,
      ...(this.created === undefined ? {} : { created: this.created }),
      manifests: [...this.manifestRecords],
      tags: [...this.tagRecords],
      blobs: [...this.blobs],
    };
    return this.saved;
  }

  create(now: number): void {
    if (this.created !== undefined) return;
    this.created = now;
    this.saved = undefined;
  }

  hasBlob(digest: string): boolean {
    return this.blobs.has(digest);
  }

  addBlob(digest: string): void {
    this.blobs.add(digest);
    this.saved = undefined;
  }

  removeBlob(digest: string): void {
    this.blobs.delete(digest);
    this.saved = undefined;
  }

  manifest(digest: string): ManifestRecord | undefined {
    return this.manifestRecords.get(digest);
  }

  /** All manifests, oldest first. */
  get manifests(): ReadonlyMap<string, ManifestRecord> {
    return this.manifestRecords;
  }

  addManifest(digest: string, record: ManifestRecord): void {
    this.manifestRecords.set(digest, record);
    if (record.subject) this.refer(record.subject, digest);
    this.saved = undefined;
  }

  /** Removes a manifest and every tag that points to it. */
  removeManifest(digest: string): void {
    const subject = this.manifestRecords.get(digest)?.subject;
    if (subject) this.referrers.get(subject)?.delete(digest);
    this.manifestRecords.delete(digest);
    for (const [tag, record] of this.tagRecords) if (record.digest === digest) this.removeTag(tag);
    this.saved = undefined;
  }

  get tags(): ReadonlyMap<string, TagRecord> {
    return this.tagRecords;
  }

  setTag(tag: string, record: TagRecord): void {
    this.tagRecords.set(tag, record);
    this.tagNames.add(tag);
    this.saved = undefined;
  }

  removeTag(tag: string): void {
    this.tagRecords.delete(tag);
    this.tagNames.delete(tag);
    this.saved = undefined;
  }

  /** The digest that a tag or a digest stands for. */
  resolve(reference: string): string | undefined {
    const digest = this.tagRecords.get(reference)?.digest ?? reference;
    return this.manifestRecords.has(digest) ? digest : undefined;
  }

  tagPage(count: number, last?: string): { names: string[]; more: boolean } {
    return this.tagNames.page(count, last);
  }

  referrerPage(subject: string, count: number, last?: string): { names: string[]; more: boolean } {
    return this.referrers.get(subject)?.page(count, last) ?? { names: [], more: false };
  }

  private refer(subject: string, digest: string): void {
    let names = this.referrers.get(subject);
    if (!names) {
      names = new OrderedNames();
      this.referrers.set(subject, names);
    }
    names.add(digest);
  }
}
