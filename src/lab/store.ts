import type { Screen } from './protocol.ts';

/** A lesson as it was after a command. Plain data: structured-clonable, holds blobs by digest. */
export interface Entry<World = unknown> {
  format: typeof FORMAT;
  lesson: string;
  world: World;
  /** The machine whose terminal was in front. */
  machine: string;
  sessions: Record<string, { state: unknown; screen: Screen }>;
  /** Ids of the steps done so far. */
  done: string[];
}

/** Raised whenever an older save can no longer be read. */
export const FORMAT = 1;
/** How many commands can be taken back. */
const HISTORY = 40;

/** Where the entries of one lesson are kept, oldest first. */
export interface Store {
  latest(): Promise<unknown>;
  push(entry: Entry): Promise<void>;
  /** Puts an entry in the place of the latest. */
  replace(entry: Entry): Promise<void>;
  /** Drops the latest entry and gives the one before, or `undefined` when there is none (then nothing is dropped). */
  pop(): Promise<unknown>;
  /** Moves what is kept out of the way, without losing it. */
  setAside(reason: string): Promise<void>;
  blobs: BlobShelf;
}

/** Blobs by digest. */
interface BlobShelf {
  digests(): Promise<Set<string>>;
  put(blobs: Map<string, Uint8Array>): Promise<void>;
  get(digests: Iterable<string>): Promise<Map<string, Uint8Array>>;
}

/** Keeps entries for as long as the worker lives. */
export class MemoryStore implements Store {
  private readonly entries: unknown[] = [];
  private readonly kept = new Map<string, Uint8Array>();

  constructor(entry?: unknown) {
    if (entry !== undefined) this.entries.push(entry);
  }

  async latest(): Promise<unknown> {
    return this.entries.at(-1);
  }

  async push(entry: Entry): Promise<void> {
    this.entries.push(entry);
    if (this.entries.length > HISTORY) this.entries.shift();
  }

  async replace(entry: Entry): Promise<void> {
    this.entries.splice(-1, 1, entry);
  }

  async pop(): Promise<unknown> {
    if (this.entries.length < 2) return undefined;
    this.entries.pop();
    return this.entries.at(-1);
  }

  async setAside(): Promise<void> {
    this.entries.length = 0;
  }

  readonly blobs: BlobShelf = {
    digests: async () => new Set(this.kept.keys()),
    put: async (blobs) => {
      for (const [digest, bytes] of blobs) this.kept.set(digest, bytes);
    },
    get: async (digests) =>
      new Map([...digests].flatMap((d) => (this.kept.has(d) ? [[d, this.kept.get(d)!] as const] : []))),
  };
}

const result = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const settled = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });

const STORES = ['entries', 'blobs', 'aside'];

function openDatabase(name: string, version?: number): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    const database = request.result;
    for (const store of STORES) {
      if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
    }
  };
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('another tab holds an older version open'));
  });
}

/** Keeps entries in IndexedDB under `[lesson, number]`, blobs by digest in a store of their own. */
export class DatabaseStore implements Store {
  private readonly database: IDBDatabase;
  private readonly lesson: string;
  private readonly range: IDBKeyRange;

  private constructor(database: IDBDatabase, lesson: string) {
    this.database = database;
    this.lesson = lesson;
    this.range = IDBKeyRange.bound([lesson, 0], [lesson, Number.MAX_SAFE_INTEGER]);
  }

  /** `foreign` tells that a database of another kind stood under our name and was left alone. */
  static async open(lesson: string): Promise<{ store: DatabaseStore; foreign: boolean }> {
    try {
      const database = await openDatabase('tagboat', 1);
      if (STORES.every((name) => database.objectStoreNames.contains(name))) {
        return { store: new DatabaseStore(database, lesson), foreign: false };
      }
      database.close();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'VersionError')) throw error;
    }
    return { store: new DatabaseStore(await openDatabase('tagboat-fresh', 1), lesson), foreign: true };
  }

  private async keys(): Promise<IDBValidKey[]> {
    const { database, range } = this;
    return result(database.transaction('entries').objectStore('entries').getAllKeys(range));
  }

  private async read(key: IDBValidKey | undefined): Promise<unknown> {
    if (key === undefined) return undefined;
    return result(this.database.transaction('entries').objectStore('entries').get(key));
  }

  async latest(): Promise<unknown> {
    return this.read((await this.keys()).at(-1));
  }

  async push(entry: Entry): Promise<void> {
    const keys = await this.keys();
    const transaction = this.database.transaction('entries', 'readwrite');
    const entries = transaction.objectStore('entries');
    entries.put(entry, [this.lesson, numberOf(keys.at(-1)) + 1]);
    for (const key of keys.slice(0, Math.max(0, keys.length + 1 - HISTORY))) entries.delete(key);
    await settled(transaction);
  }

  async replace(entry: Entry): Promise<void> {
    const key = (await this.keys()).at(-1) ?? [this.lesson, 1];
    const transaction = this.database.transaction('entries', 'readwrite');
    transaction.objectStore('entries').put(entry, key);
    await settled(transaction);
  }

  async pop(): Promise<unknown> {
    const keys = await this.keys();
    if (keys.length < 2) return undefined;
    const transaction = this.database.transaction('entries', 'readwrite');
    transaction.objectStore('entries').delete(keys.at(-1)!);
    await settled(transaction);
    return this.read(keys.at(-2));
  }

  async setAside(reason: string): Promise<void> {
    const last = (await this.keys()).at(-1);
    const entry = await this.read(last);
    const transaction = this.database.transaction(['entries', 'aside'], 'readwrite');
    transaction.objectStore('aside').put({ reason, entry }, this.lesson);
    transaction.objectStore('entries').delete(this.range);
    await settled(transaction);
  }

  readonly blobs: BlobShelf = {
    digests: async () => {
      const keys = await result(this.database.transaction('blobs').objectStore('blobs').getAllKeys());
      return new Set(keys.map(String));
    },
    put: async (blobs) => {
      const transaction = this.database.transaction('blobs', 'readwrite');
      for (const [digest, bytes] of blobs) transaction.objectStore('blobs').put(bytes, digest);
      await settled(transaction);
    },
    get: async (digests) => {
      const store = this.database.transaction('blobs').objectStore('blobs');
      const wanted = [...digests];
      const found = await Promise.all(wanted.map((digest) => result<unknown>(store.get(digest))));
      return new Map(
        wanted.flatMap((digest, i) => (found[i] instanceof Uint8Array ? [[digest, found[i]] as const] : [])),
      );
    },
  };
}

const numberOf = (key: IDBValidKey | undefined): number =>
  Array.isArray(key) && typeof key[1] === 'number' ? key[1] : 0;
