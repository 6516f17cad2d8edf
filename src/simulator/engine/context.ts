import type { Clock } from '../common/clock.ts';
import type { FileSystem } from '../common/files.ts';
import type { Network } from '../common/network.ts';
import type { ContainerRunner } from '../common/process.ts';
import type { Random } from '../common/random.ts';
import type { BuildStore } from './build/store.ts';
import type { ContainerStore } from './containers/store.ts';
import type { Slots } from './distribution/retry.ts';
import type { EventLog } from './events.ts';
import type { ImageStore } from './images/store.ts';

/** Bytes by digest, shared by the whole world; a `Map` is one. The engine never deletes: the world knows who needs what. */
export interface BlobStore {
  get(digest: string): Uint8Array | undefined;
  set(digest: string, bytes: Uint8Array): unknown;
  has(digest: string): boolean;
}

/** The machine an engine runs on. */
export interface Machine {
  hostname: string;
  /** As in an image's config: `amd64`, `arm64`. */
  architecture: string;
  clock: Clock;
  random: Random;
  /** As this machine sees it. Registries are reached by its `fetch` alone. */
  network: Network;
  /** Runs programs in containers. */
  runner: ContainerRunner;
  blobs: BlobStore;
  /** The machine's files, for bind mounts and certificates. */
  files: FileSystem;
  /** Registries besides those on this machine that may speak plain HTTP or be signed by anybody. */
  insecureRegistries?: readonly string[];
}

/** What the parts of the engine share. */
export interface EngineContext extends Machine {
  /** Identifies this engine to `docker info`. */
  id: string;
  images: ImageStore;
  containers: ContainerStore;
  builds: BuildStore;
  events: EventLog;
  /** Layers that are downloaded, and uploaded, at the same time. */
  downloads: Slots;
  uploads: Slots;
}
