import { goQuote } from '../../common/go-quote.ts';
import { CommandError } from '../framework/errors.ts';
import type { CacheRecord } from '../system/build-cache.ts';

/** `--filter` values of buildx, checked. @throws CommandError */
export function checkCacheFilters(filters: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const filter of filters) {
    const at = filter.indexOf('=');
    const [key, value] = [filter.slice(0, at), filter.slice(at + 1)];
    if (found.has(key) && found.get(key) !== value) throw new CommandError('filters expect only one value');
    found.set(key, value);
  }
  if (found.has('until') && found.has('unused-for')) {
    throw new CommandError('conflicting filters "until" and "unused-for"');
  }
  for (const key of ['until', 'unused-for']) {
    const value = found.get(key);
    if (value !== undefined && !/^[+-]?(0|(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(value)) {
      const reason = /^[+-]?[\d.]+$/.test(value) ? 'missing unit in duration' : 'invalid duration';
      throw new CommandError(
        `${goQuote(key)} filter expects a duration (e.g., '24h'): time: ${reason} ${goQuote(value)}`,
      );
    }
  }
  return found;
}

const FIELDS = new Set([
  'until',
  'unused-for',
  'id',
  'parents',
  'description',
  'inuse',
  'mutable',
  'immutable',
  'type',
  'shared',
  'private',
]);

/** Whether a record meets the filters on what it is; those on time are not for lists. */
export function meetsFilters(record: CacheRecord, filters: ReadonlyMap<string, string>): boolean {
  for (const [key, value] of filters) {
    // What a record does not have, it does not match.
    if (!FIELDS.has(key)) return false;
    if (key === 'id' && !record.ID.includes(value)) return false;
    if (key === 'type' && record.Type !== value) return false;
    if (key === 'parents' && !(record[' Parents'] ?? []).includes(value)) return false;
    if (key === 'description' && record.Description !== value) return false;
    if (key === 'inuse' && String(record.InUse) !== value) return false;
    if (key === 'shared' && String(record.Shared) !== value) return false;
    if (key === 'private' && String(!record.Shared) !== value) return false;
  }
  return true;
}
