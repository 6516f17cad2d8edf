import { parseReference, type Reference, referenceString, repositoryName } from '../../common/reference.ts';

/** Names of images: tags, and digests that a registry gave. */
export class ReferenceStore {
  /** Image IDs by whole reference, such as `docker.io/library/busybox:1.37`. */
  private ids = new Map<string, string>();
  /** The same by image, so that a list of many images need not go over all names for each. */
  private names = new Map<string, Set<string>>();
  /** Those of an image, parsed and sorted, until one of them changes. */
  private sorted = new Map<string, readonly Reference[]>();

  get(reference: Reference): string | undefined {
    // A digest names the image, whatever tag stands before it.
    const { tag, ...rest } = reference;
    return this.ids.get(referenceString(reference.digest ? rest : { ...rest, ...(tag ? { tag } : {}) }));
  }

  set(reference: Reference, id: string): void {
    const key = referenceString(reference);
    this.unlink(key);
    this.link(key, id);
  }

  /** Whether there was such a name. */
  delete(reference: Reference): boolean {
    const key = referenceString(reference);
    this.unlink(key);
    return this.ids.delete(key);
  }

  /** The names of an image, by code point: the same list as long as they stay the same. */
  of(id: string): readonly Reference[] {
    let list = this.sorted.get(id);
    if (!list) {
      list = [...(this.names.get(id) ?? [])].sort().map(parseReference);
      this.sorted.set(id, list);
    }
    return list;
  }

  /** All names in a repository with their images, by code point. */
  inRepository(reference: Reference): { reference: Reference; id: string }[] {
    const name = repositoryName(reference);
    const starts = (key: string) => key.startsWith(`${name}:`) || key.startsWith(`${name}@`);
    const keys = [...this.ids.keys()].filter(starts).sort();
    return keys.map((key) => ({ reference: parseReference(key), id: this.ids.get(key)! }));
  }

  snapshot(): [string, string][] {
    return [...this.ids];
  }

  restore(ids: readonly (readonly [string, string])[]): void {
    this.ids = new Map();
    this.names = new Map();
    this.sorted = new Map();
    for (const [key, id] of ids) this.link(key, id);
  }

  private link(key: string, id: string): void {
    this.ids.set(key, id);
    this.sorted.delete(id);
    const names = this.names.get(id);
    if (names) names.add(key);
    else this.names.set(id, new Set([key]));
  }

  private unlink(key: string): void {
    const id = this.ids.get(key);
    if (id === undefined) return;
    this.sorted.delete(id);
    const names = this.names.get(id);
    names?.delete(key);
    if (names?.size === 0) this.names.delete(id);
  }
}
