import type { EngineContext } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import type { CacheRecord } from './store.ts';

export interface PruneOptions {
  /** Also what is shared with images. */
  all: boolean;
  /** The `filters` of the request, JSON. */
  filters: string;
  limits: SpaceLimits;
}

/** How much the cache may keep, in bytes; zero says nothing. */
interface SpaceLimits {
  reservedSpace: number;
  maxUsedSpace: number;
  minFreeSpace: number;
}

/** `POST /build/prune`: forgets what the cache holds. */
export function pruneCache(
  context: EngineContext,
  options: PruneOptions,
): { CachesDeleted: string[] | null; SpaceReclaimed: number } {
  const keep = readFilters(options.filters, context.clock.now());
  const { builds } = context;
  const isDoomed = (record: CacheRecord): boolean =>
    (options.all || !(isInternal(record) || builds.isShared(record))) && !keep(record);
  const ownSize = (record: CacheRecord): number => (builds.isShared(record) ? 0 : record.size);
  let used = builds.all().reduce((sum, record) => sum + ownSize(record), 0);
  const kept = keptBytes(options.limits, used);
  const ids: string[] = [];
  let reclaimed = 0;
  // What others are built on can go only after them.
  for (;;) {
    if (kept !== 0 && used < kept) break;
    const records = builds.all();
    const parents = new Set(records.map(({ parent }) => parent));
    const leaves = records.filter((record) => !parents.has(record.id) && isDoomed(record));
    const batch = kept === 0 ? leaves : leastUsed(leaves).slice(0, 1);
    if (batch.length === 0) break;
    const freed = batch.reduce((sum, record) => sum + ownSize(record), 0);
    builds.remove(new Set(batch.map((record) => record.id)));
    ids.push(...batch.map((record) => record.id));
    reclaimed += freed;
    used -= freed;
  }
  return { CachesDeleted: ids.length > 0 ? ids : null, SpaceReclaimed: reclaimed };
}

/** What the limits let the cache keep of what it uses; zero for no limit. The disk itself is never short here. */
function keptBytes({ reservedSpace, maxUsedSpace, minFreeSpace }: SpaceLimits, used: number): number {
  if (maxUsedSpace === 0 && reservedSpace === 0 && minFreeSpace === 0) return 0;
  const kept = maxUsedSpace === 0 && minFreeSpace !== 0 ? used : maxUsedSpace;
  return Math.max(kept, reservedSpace);
}

/** By how long ago and how seldom they were used, both counting alike. */
function leastUsed(records: readonly CacheRecord[]): CacheRecord[] {
  const ranks = (value: (record: CacheRecord) => number): ((record: CacheRecord) => number) => {
    const distinct = [...new Set(records.map(value))].sort((a, b) => a - b);
    return (record) => (distinct.indexOf(value(record)) + 1) / distinct.length;
  };
  const recency = ranks((record) => record.lastUsed);
  const uses = ranks((record) => record.uses);
  return [...records].sort((a, b) => recency(a) + uses(a) - recency(b) - uses(b));
}

function isInternal(record: CacheRecord): boolean {
  return record.type === 'frontend';
}

/** Whether a record is kept in spite of the pruning: `until=24h`, `id`, `type`, `unused-for`. */
function readFilters(text: string, now: number): (record: CacheRecord) => boolean {
  const filters = parse(text);
  const until = filters.get('until') ?? filters.get('unused-for');
  const limit = until?.[0] === undefined ? undefined : now - duration(until[0]);
  return (record) => {
    if (limit !== undefined && record.lastUsed > limit) return true;
    const ids = filters.get('id');
    if (ids && !ids.includes(record.id)) return true;
    const types = filters.get('type');
    return types !== undefined && !types.includes(record.type);
  };
}

function parse(text: string): Map<string, string[]> {
  if (text === '') return new Map();
  let value: Record<string, Record<string, boolean> | string[]>;
  try {
    value = JSON.parse(text) as typeof value;
  } catch (error) {
    throw invalidParameter(`invalid filter: ${(error as Error).message}`);
  }
  return new Map(Object.entries(value).map(([key, v]) => [key, Array.isArray(v) ? v : Object.keys(v)]));
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function duration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((p) => p[0]).join('') !== text) {
    throw invalidParameter(`time: invalid duration ${JSON.stringify(text)}`);
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit!]!, 0);
}
