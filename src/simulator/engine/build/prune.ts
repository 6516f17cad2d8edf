import type { EngineContext } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import type { CacheRecord } from './store.ts';

export interface PruneOptions {
  /** Also what is shared with images. */
  all: boolean;
  /** The `filters` of the request, JSON. */
  filters: string;
}

/** `POST /build/prune`: forgets what the cache holds. */
export function pruneCache(
  context: EngineContext,
  options: PruneOptions,
): { CachesDeleted: string[] | null; SpaceReclaimed: number } {
  const keep = readFilters(options.filters, context.clock.now());
  const doomed = context.builds
    .all()
    .filter((record) => (options.all || !isInternal(record)) && !keep(record))
    .filter((record) => options.all || !context.builds.isShared(record));
  const reclaimed = doomed.reduce(
    (sum, record) => sum + (context.builds.isShared(record) ? 0 : record.size),
    0,
  );
  context.builds.remove(new Set(doomed.map((record) => record.id)));
  const ids = doomed.map((record) => record.id);
  return { CachesDeleted: ids.length > 0 ? ids : null, SpaceReclaimed: reclaimed };
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
