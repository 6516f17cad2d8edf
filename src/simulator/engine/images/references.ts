import { parseReference, type Reference, referenceString, repositoryName } from '../../common/reference.ts';

/** Names of images: tags, and digests that a registry gave. */
export class ReferenceStore {
  /** Image IDs by whole reference, such as `docker.io/library/busybox:1.37`. */
  private ids = new Map<string, string>();

  get(reference: Reference): string | undefined {
    // A digest names the image, whatever tag stands before it.
    const { tag, ...rest } = reference;
    return this.ids.get(referenceString(reference.digest ? rest : { ...rest, ...(tag ? { tag } : {}) }));
  }

  set(reference: Reference, id: string): void {
    this.ids.set(referenceString(reference), id);
  }

  /** Whether there was such a name. */
  delete(reference: Reference): boolean {
    return this.ids.delete(referenceString(reference));
  }

  /** The names of an image, by code point. */
  of(id: string): Reference[] {
    return this.sorted((_, named) => named === id);
  }

  /** All names in a repository with their images, by code point. */
  inRepository(reference: Reference): { reference: Reference; id: string }[] {
    const name = repositoryName(reference);
    const starts = (key: string) => key.startsWith(`${name}:`) || key.startsWith(`${name}@`);
    return this.sorted(starts).map((found) => ({
      reference: found,
      id: this.ids.get(referenceString(found))!,
    }));
  }

  private sorted(keep: (key: string, id: string) => boolean): Reference[] {
    const keys = [...this.ids].filter(([key, id]) => keep(key, id)).map(([key]) => key);
    return keys.sort().map(parseReference);
  }

  snapshot(): [string, string][] {
    return [...this.ids];
  }

  restore(ids: readonly (readonly [string, string])[]): void {
    this.ids = new Map(ids);
  }
}
