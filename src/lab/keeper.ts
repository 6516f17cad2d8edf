import { blobsOf, type World } from '../simulator/world/index.ts';
import type { Outlet } from './outlet.ts';
import { type Blobs, type Entry, MemoryStore, type Store } from './store.ts';

/** The world and its terminals at one moment. */
export type Moment = Pick<Entry, 'world' | 'screens' | 'machine'>;

/** Keeps the moments of a lesson in a store, each with the blobs that it needs. */
export class Keeper {
  /** The lesson's id: progress is saved under it. */
  private readonly lesson: string;
  private readonly blobs: World['blobs'];
  private readonly outlet: Outlet;
  private store: Store;
  /** Digests of the blobs that the store holds. */
  private stored: Set<string>;

  constructor(options: {
    lesson: string;
    blobs: World['blobs'];
    outlet: Outlet;
    store: Store;
    entry: Entry | undefined;
  }) {
    this.lesson = options.lesson;
    this.blobs = options.blobs;
    this.outlet = options.outlet;
    this.store = options.store;
    this.stored = new Set(this.store instanceof MemoryStore ? [] : options.entry?.blobs);
  }

  /** Adds a moment that can be gone back to. */
  async push(moment: Moment): Promise<void> {
    try {
      await this.write(moment);
    } catch {
      const keep = (entry: Entry, blobs: Blobs): void => this.outlet.send({ type: 'keep', entry, blobs });
      this.keepIn(new MemoryStore(keep, { past: this.store }));
      this.outlet.send({ type: 'notice', notice: 'save-failed' });
      await this.write(moment);
    }
  }

  /** Puts a moment in the place of the latest. */
  async replace(moment: Moment): Promise<void> {
    try {
      await this.store.replace(this.entryOf(moment));
    } catch {
      await this.push(moment);
    }
  }

  /** Drops the latest moment and gives the one before, if there is one. */
  async pop(): Promise<Entry | undefined> {
    return (await this.store.pop()) as Entry | undefined;
  }

  /** Drops the blobs that no moment needs. */
  async tidy(): Promise<void> {
    this.stored = (await this.store.tidy()) ?? this.stored;
  }

  /** From now on moments go to this store, of which nothing is known. */
  keepIn(store: Store): void {
    this.store = store;
    this.stored = new Set();
  }

  private async write(moment: Moment): Promise<void> {
    const entry = this.entryOf(moment);
    const fresh = entry.blobs.filter((digest) => !this.stored.has(digest));
    const blobs: Blobs = new Map(fresh.map((digest) => [digest, this.blobs.get(digest)!]));
    await this.store.push(entry, blobs);
    for (const digest of fresh) this.stored.add(digest);
  }

  private entryOf(moment: Moment): Entry {
    const blobs = [...blobsOf(moment.world)].filter((digest) => this.blobs.has(digest));
    return { format: 1, lesson: this.lesson, ...moment, blobs };
  }
}
