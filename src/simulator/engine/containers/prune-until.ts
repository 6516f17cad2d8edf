import { invalidParameter } from '../errors.ts';
import type { Filters } from './filters.ts';
import { parseTime } from './time.ts';

/** Up to when what a prune request removes was made: its one filter `until`, or no end. */
export function pruneUntil(filters: Filters, now: number): number {
  const values = filters.get('until');
  if (values.length > 1) throw invalidParameter('more than one until filter specified');
  return values[0] === undefined ? Number.POSITIVE_INFINITY : parseTime(values[0], now);
}
