export interface KnownManifest {
  digest: string;
  mediaType: string;
  /** Whole names of the repositories that gave it. */
  sources: string[];
  /** The image it led to; `''` while that is being pulled. */
  image: string;
}

/** Manifests that were pulled: kept as long as their image, so that they need not be fetched again. */
export class ManifestCache {
  private known = new Map<string, KnownManifest>();

  get(digest: string): KnownManifest | undefined {
    return this.known.get(digest);
  }

  remember(digest: string, mediaType: string, source: string): void {
    const before = this.known.get(digest);
    const sources = [...new Set([...(before?.sources ?? []), source])];
    this.known.set(digest, { digest, mediaType, sources, image: before?.image ?? '' });
  }

  /** Ties what was fetched last to the image it led to. */
  bind(image: string): void {
    for (const [digest, entry] of this.known) if (!entry.image) this.known.set(digest, { ...entry, image });
  }

  /** Forgets the manifests of an image that is gone. */
  release(image: string): void {
    for (const [digest, entry] of this.known) if (entry.image === image) this.known.delete(digest);
  }

  snapshot(): KnownManifest[] {
    return [...this.known.values()];
  }

  restore(known: readonly KnownManifest[]): void {
    this.known = new Map(known.map((entry) => [entry.digest, entry]));
  }
}
