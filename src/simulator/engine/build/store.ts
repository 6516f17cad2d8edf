import type { EngineContext } from '../context.ts';
import type { KnownFiles } from './local-sources.ts';

/** What the build cache holds of one step's result, or of the files that a client sent. */
export interface CacheRecord {
  /** 25 characters, as BuildKit names it. */
  id: string;
  type: 'regular' | 'source.local' | 'exec.cachemount' | 'frontend';
  description: string;
  /** Chain ID of the resulting layers, `''` for none. */
  chainId: string;
  /** Of its own, without what is below. */
  size: number;
  parent: string;
  created: number;
  lastUsed: number;
  uses: number;
}

/** The build cache as plain data. */
export interface BuildState {
  /** Identifies the builder in error messages. */
  worker: string;
  records: CacheRecord[];
  /** Record ids by cache key. */
  keys: [string, string][];
  /** What is known of a client's files, by the name of what they are for. */
  known: [string, KnownFiles][];
  /** Chain IDs that hold the files of `--mount=type=cache`, by id. */
  caches: [string, string][];
  frontends: string[];
}

const ID_LENGTH = 25;
const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The build cache of a machine. */
export class BuildStore {
  private readonly context: EngineContext;
  private records = new Map<string, CacheRecord>();
  private keys = new Map<string, string>();
  private known = new Map<string, KnownFiles>();
  private caches = new Map<string, string>();
  private workerId = '';
  /** Digests of the images that `# syntax=` has named. */
  readonly frontends = new Set<string>();

  constructor(context: EngineContext) {
    this.context = context;
  }

  /** A UUID that names this builder. */
  get worker(): string {
    this.workerId ||= this.context.random.uuid();
    return this.workerId;
  }

  newId(): string {
    return Array.from({ length: ID_LENGTH }, () => this.context.random.pick([...ID_LETTERS])).join('');
  }

  find(key: string): CacheRecord | undefined {
    return this.records.get(this.keys.get(key) ?? '');
  }

  get(id: string): CacheRecord | undefined {
    return this.records.get(id);
  }

  /** Keeps a result under a key; what was there before gives way. A client's files go on in the same record. */
  add(
    key: string,
    result: Pick<CacheRecord, 'type' | 'description' | 'chainId' | 'size' | 'parent'>,
  ): CacheRecord {
    const now = this.context.clock.now();
    const before = result.type === 'source.local' ? this.find(key) : undefined;
    const record: CacheRecord = {
      ...result,
      id: before?.id ?? this.newId(),
      created: before?.created ?? now,
      lastUsed: now,
      uses: 1 + (before?.uses ?? 0),
    };
    this.records.set(record.id, record);
    this.keys.set(key, record.id);
    return record;
  }

  /** Lets another key lead to what a key leads to. */
  addKey(key: string, known: string): void {
    const id = this.keys.get(known);
    if (id !== undefined) this.keys.set(key, id);
  }

  use(record: CacheRecord): void {
    this.records.set(record.id, { ...record, lastUsed: this.context.clock.now(), uses: record.uses + 1 });
  }

  knownFiles(name: string): KnownFiles | undefined {
    return this.known.get(name);
  }

  setKnownFiles(name: string, files: KnownFiles): void {
    this.known.set(name, files);
  }

  /** The layers that hold a cache mount's files, `''` for none yet. */
  cacheMount(id: string): string {
    return this.caches.get(id) ?? '';
  }

  setCacheMount(id: string, chainId: string): void {
    this.caches.set(id, chainId);
  }

  all(): CacheRecord[] {
    return [...this.records.values()];
  }

  /** Chain IDs of the layers that the cache keeps. */
  chainIds(): Iterable<string> {
    return [...this.all().map((record) => record.chainId), ...this.caches.values()].filter((id) => id !== '');
  }

  /** Whether a record's layers belong to an image too. */
  isShared(record: CacheRecord): boolean {
    if (record.chainId === '') return false;
    const { images } = this.context;
    return images
      .all()
      .some((image) => images.layers.chain(image.chainId).some((l) => l.chainId === record.chainId));
  }

  /** Forgets records. */
  remove(ids: ReadonlySet<string>): void {
    for (const id of ids) this.records.delete(id);
    for (const [key, id] of this.keys) {
      if (!ids.has(id)) continue;
      this.keys.delete(key);
      // A client's files are sent whole again, and a cache mount begins empty.
      this.known.delete(key.replace(/^local:/, ''));
      this.caches.delete(key.replace(/^mount:/, ''));
    }
    this.context.images.releaseLayers();
  }

  /** The `BuildCache` of `GET /system/df`. */
  async diskUsage(): Promise<object[]> {
    const time = (milliseconds: number): string =>
      new Date(milliseconds).toISOString().replace(/\.?0*Z$/, 'Z');
    return this.all().map((record) => ({
      ID: record.id,
      // The space is the real engine's.
      ...(record.parent ? { ' Parents': [record.parent] } : {}),
      Type: record.type,
      Description: record.description,
      InUse: false,
      Shared: this.isShared(record),
      Size: record.size,
      CreatedAt: time(record.created),
      LastUsedAt: time(record.lastUsed),
      UsageCount: record.uses,
    }));
  }

  snapshot(): BuildState {
    return {
      worker: this.workerId,
      records: this.all(),
      keys: [...this.keys],
      known: [...this.known],
      caches: [...this.caches],
      frontends: [...this.frontends],
    };
  }

  restore(state: BuildState): void {
    this.workerId = state.worker;
    this.records = new Map(state.records.map((record) => [record.id, record]));
    this.keys = new Map(state.keys);
    this.known = new Map(state.known);
    this.caches = new Map(state.caches);
    this.frontends.clear();
    for (const digest of state.frontends) this.frontends.add(digest);
  }
}
