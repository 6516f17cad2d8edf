import type { Clock } from '../common/clock.ts';
import type { Handler } from '../common/network.ts';
import type { Random } from '../common/random.ts';
import type { BlobStore, ImportedImage, Registry, RegistryState } from '../registry/index.ts';

/** What a world hands to its registries. */
export interface VendorContext {
  clock: Clock;
  random: Random;
  blobs: BlobStore;
  /**
   * Where the product is really reached when that is not its own host: `http://localhost:5000` under Node.
   * Challenges then lead there, and one listener answers for all the product's hosts.
   */
  origin?: string;
  /** What tokens are signed with: to be given where strangers can reach the product. */
  secret?: string;
}

/** Signs a simulated product's tokens. It stays the same from one visit to the next, as the tokens in a save do. */
export const WORLD_SECRET = 'of this world alone';

export type Visibility = 'public' | 'private';

/** The whole state of a product as plain data. */
export interface VendorState {
  registry: RegistryState;
  product: unknown;
}

/** A product that keeps images: its hosts, and what answers there. */
export interface Vendor {
  /** Host names, each with its port where that is not 443. The first is the one that images are named by. */
  readonly hosts: readonly string[];
  /** Whether the hosts speak TLS. */
  readonly tls: boolean;
  /** Answers a request to any of the hosts. */
  readonly fetch: Handler;
  /** The registry behind the product, to look at. Changes go through the product. */
  readonly registry: Pick<Registry, 'repository'>;
  /** Who may see a repository; `undefined` when there is none. */
  visibility(repository: string): Visibility | undefined;
  /** Changes who may see a repository, as the product's web page does. */
  setVisibility(repository: string, visibility: Visibility): void;
  /** Puts an image in, as if it had been pushed before the world began. The repository is created when missing. */
  importImage(image: ImportedImage): Promise<string>;
  /** Changes a product's switches (`knobs` of its definition) in the running world. */
  turn(knobs: Record<string, unknown>): void;
  snapshot(): VendorState;
  restore(state: VendorState): void;
}
