import type { Clock } from '../common/clock.ts';
import type { Handler } from '../common/network.ts';
import type { Random } from '../common/random.ts';
import type { BlobStore, Vendor } from '../vendors/index.ts';
import type { RegistryEntry } from './snapshot.ts';

interface Surroundings {
  clock: Clock;
  random: Random;
  blobs: BlobStore;
  blobsLoaded: Promise<void>;
}

/** A registry service of the world. Its code is loaded when it is first asked. */
export class Registry {
  readonly hosts: readonly string[];
  readonly tls: boolean;
  readonly fetch: Handler;
  private entry: RegistryEntry;
  private readonly surroundings: Surroundings;
  private loading: Promise<Vendor> | undefined;
  private loaded: Vendor | undefined;

  constructor(entry: RegistryEntry, surroundings: Surroundings) {
    this.entry = entry;
    this.surroundings = surroundings;
    this.hosts = entry.hosts;
    this.tls = entry.tls;
    this.fetch = async (request) => (await this.load()).fetch(request);
  }

  /** Changes the product's switches, as its operators do. */
  async turn(knobs: Record<string, unknown>): Promise<void> {
    (await this.load()).turn(knobs);
  }

  snapshot(): RegistryEntry {
    return this.loaded ? { ...this.entry, state: this.loaded.snapshot() } : this.entry;
  }

  restore(state: RegistryEntry['state']): void {
    this.entry = { ...this.entry, state };
    this.loaded?.restore(state);
  }

  /**
   * The digest of an image's config, which is its ID for the engine, by repository and tag. Looked up in the
   * registry's data, for checks: whoever asks over the network needs credentials.
   */
  configDigest(repository: string, tag: string): string | undefined {
    const { repositories } = this.snapshot().state.registry;
    const tags = repositories.find(({ name }) => name === repository)?.tags ?? [];
    const digest = tags.find(([name]) => name === tag)?.[1].digest;
    const manifest = digest === undefined ? undefined : this.surroundings.blobs.get(digest);
    if (!manifest) return undefined;
    return JSON.parse(new TextDecoder().decode(manifest)).config?.digest;
  }

  private load(): Promise<Vendor> {
    this.loading ??= this.surroundings.clock.loading(this.start());
    return this.loading;
  }

  private async start(): Promise<Vendor> {
    const { createVendor } = await import('../vendors/index.ts');
    await this.surroundings.blobsLoaded;
    this.loaded = createVendor(this.entry.definition, this.surroundings);
    this.loaded.restore(this.entry.state);
    return this.loaded;
  }
}
