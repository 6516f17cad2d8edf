import type { WorldSnapshot } from '../simulator/world/index.ts';
import type { KeptScreen } from './screen-log.ts';

/** A lesson as it was after a command: plain, structured-clonable data that holds blobs by digest. */
export interface Entry {
  format: 1;
  lesson: string;
  world: WorldSnapshot;
  /** The machine whose terminal was in front. */
  machine: string;
  /** What the terminals showed, by machine; those that were never opened are missing. */
  screens: Record<string, KeptScreen>;
  /** The digests of the blobs that the world needs and has. */
  blobs: string[];
}

/** Whether what was kept looks like an entry of a lesson: it may be another version's, or damaged. */
export function isEntry(value: unknown, lesson: string): value is Entry {
  const entry = value as Partial<Entry> | undefined;
  return (
    entry?.format === 1 &&
    entry.lesson === lesson &&
    entry.world?.version === 1 &&
    typeof entry.machine === 'string' &&
    typeof entry.screens === 'object' &&
    Array.isArray(entry.blobs)
  );
}

export type Blobs = Map<string, Uint8Array>;

/** How many commands can be taken back. */
const HISTORY = 40;

/** Where the entries of one lesson are kept, oldest first. What is read back may be damaged: it is `unknown`. */
export interface Store {
  latest(): Promise<unknown>;
  /** Adds an entry, and the blobs that it needs and that are not kept yet. */
  push(entry: Entry, blobs: Blobs): Promise<void>;
  /** Puts an entry in the place of the latest. */
  replace(entry: Entry): Promise<void>;
  /** Drops the latest entry and gives the one before; when there is none, drops nothing and gives `undefined`. */
  pop(): Promise<unknown>;
  blobs(): Promise<Blobs>;
  /** Drops the blobs that no entry needs, and gives the digests of those kept; `undefined` where none are kept. */
  tidy(): Promise<Set<string> | undefined>;
}

/** Keeps entries for as long as the worker lives, and tells of each. */
export class MemoryStore implements Store {
  private readonly entries: Entry[] = [];
  private readonly keep: (entry: Entry, blobs: Blobs) => void;
  /** What was kept before in a store that has no room for more. */
  private past: Store | undefined;

  constructor(
    keep: (entry: Entry, blobs: Blobs) => void,
    { entry, past }: { entry?: Entry; past?: Store } = {},
  ) {
    this.keep = keep;
    this.past = past;
    if (entry) this.entries.push(entry);
  }

  async latest(): Promise<unknown> {
    return this.entries.at(-1) ?? this.past?.latest();
  }

  async push(entry: Entry, blobs: Blobs): Promise<void> {
    this.entries.push(entry);
    if (this.entries.length > HISTORY) {
      this.entries.shift();
      this.past = undefined;
    }
    this.keep(entry, blobs);
  }

  async replace(entry: Entry): Promise<void> {
    if (this.entries.length === 0) await this.past?.pop();
    this.entries.splice(-1, 1, entry);
    this.keep(entry, new Map());
  }

  async pop(): Promise<unknown> {
    if (this.entries.length === 0) return this.past?.pop();
    if (this.entries.length === 1 && !this.past) return undefined;
    this.entries.pop();
    return this.latest();
  }

  /** The world holds them all. */
  async blobs(): Promise<Blobs> {
    return new Map();
  }

  async tidy(): Promise<undefined> {}
}

/** Keeps entries in IndexedDB under `[lesson, number]`, their blobs under `[lesson, digest]`. */
export class DatabaseStore implements Store {
  private readonly database: IDBDatabase;
  private readonly lesson: string;
  private readonly range: IDBKeyRange;

  private constructor(database: IDBDatabase, lesson: string) {
    this.database = database;
    this.lesson = lesson;
    this.range = IDBKeyRange.bound([lesson], [lesson, []]);
  }

  /** `foreign` tells that a database of another kind stood under our name, and was left alone. */
  static async open(lesson: string): Promise<{ store: DatabaseStore; foreign: boolean }> {
    try {
      const database = await openDatabase('tagboat');
      if (STORES.every((name) => database.objectStoreNames.contains(name))) {
        return { store: new DatabaseStore(database, lesson), foreign: false };
      }
      database.close();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'VersionError')) throw error;
    }
    return { store: new DatabaseStore(await openDatabase('tagboat-fresh'), lesson), foreign: true };
  }

  async latest(): Promise<unknown> {
    return this.read((await this.keys()).at(-1));
  }

  async push(entry: Entry, blobs: Blobs): Promise<void> {
    const keys = await this.keys();
    await this.change((entries, shelf) => {
      for (const [digest, bytes] of blobs) shelf.put(bytes, [this.lesson, digest]);
      entries.put(entry, [this.lesson, numberOf(keys.at(-1)) + 1]);
      for (const key of keys.slice(0, Math.max(0, keys.length + 1 - HISTORY))) entries.delete(key);
    });
  }

  async replace(entry: Entry): Promise<void> {
    const key = (await this.keys()).at(-1) ?? [this.lesson, 1];
    await this.change((entries) => entries.put(entry, key));
  }

  async pop(): Promise<unknown> {
    const keys = await this.keys();
    if (keys.length < 2) return undefined;
    await this.change((entries) => entries.delete(keys.at(-1)!));
    return this.read(keys.at(-2));
  }

  async blobs(): Promise<Blobs> {
    const shelf = this.database.transaction('blobs').objectStore('blobs');
    const [keys, values] = await Promise.all([
      result(shelf.getAllKeys(this.range)),
      result<unknown[]>(shelf.getAll(this.range)),
    ]);
    return new Map(
      keys.flatMap((key, i) => {
        const [digest, bytes] = [(key as string[])[1], values[i]];
        return digest !== undefined && bytes instanceof Uint8Array ? [[digest, bytes] as const] : [];
      }),
    );
  }

  async tidy(): Promise<Set<string>> {
    const transaction = this.database.transaction(['entries', 'blobs'], 'readwrite');
    const shelf = transaction.objectStore('blobs');
    const [entries, keys] = await Promise.all([
      result<unknown[]>(transaction.objectStore('entries').getAll(this.range)),
      result(shelf.getAllKeys(this.range)),
    ]);
    const needed = new Set(entries.flatMap((entry) => (isEntry(entry, this.lesson) ? entry.blobs : [])));
    const kept = new Set<string>();
    for (const key of keys) {
      const digest = (key as string[])[1]!;
      if (needed.has(digest)) kept.add(digest);
      else shelf.delete(key);
    }
    await settled(transaction);
    return kept;
  }

  /** Moves what is kept out of the way, without losing it. */
  async setAside(reason: string): Promise<void> {
    const entry = await this.latest();
    const transaction = this.database.transaction(['entries', 'aside'], 'readwrite');
    transaction.objectStore('aside').put({ reason, entry }, this.lesson);
    transaction.objectStore('entries').delete(this.range);
    await settled(transaction);
  }

  private async keys(): Promise<IDBValidKey[]> {
    return result(this.database.transaction('entries').objectStore('entries').getAllKeys(this.range));
  }

  private async read(key: IDBValidKey | undefined): Promise<unknown> {
    if (key === undefined) return undefined;
    return result(this.database.transaction('entries').objectStore('entries').get(key));
  }

  private async change(work: (entries: IDBObjectStore, blobs: IDBObjectStore) => void): Promise<void> {
    const transaction = this.database.transaction(['entries', 'blobs'], 'readwrite');
    work(transaction.objectStore('entries'), transaction.objectStore('blobs'));
    await settled(transaction);
  }
}

const STORES = ['entries', 'blobs', 'aside'];

function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const store of STORES) request.result.createObjectStore(store);
  };
  return result(request);
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function settled(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

const numberOf = (key: IDBValidKey | undefined): number =>
  Array.isArray(key) && typeof key[1] === 'number' ? key[1] : 0;
