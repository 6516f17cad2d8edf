import { humanDuration } from '../render/duration.ts';
import { humanSize } from '../render/size.ts';
import { timeText } from '../render/template/common-types.ts';
import type { CacheRecord } from '../system/build-cache.ts';

/** Records of the build cache as buildx prints them, aligned by tabs. */

const TAB = 8;
const HEADER = ['ID', 'RECLAIMABLE', 'SIZE', 'LAST ACCESSED'];

/** Go's text/tabwriter with tabs as padding: every column ends at a tab stop, one place after its longest cell. */
export function tabAligned(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.slice(0, -1).entries()) {
      widths[i] = Math.max(widths[i] ?? 0, Math.ceil((cell.length + 1) / TAB) * TAB);
    }
  }
  const lines = rows.map((row) =>
    row
      .map((cell, i) =>
        i === row.length - 1 ? cell : cell + '\t'.repeat(Math.ceil((widths[i]! - cell.length) / TAB)),
      )
      .join(''),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** The table of records; `now` in milliseconds. */
export function usageTable(records: readonly CacheRecord[], now: number, header: boolean): string {
  return tabAligned([...(header ? [HEADER] : []), ...records.map((record) => row(record, now))]);
}

function row(record: CacheRecord, now: number): string[] {
  return [
    (record.ID + (isMutable(record) ? '*' : '')).padEnd(40),
    String(!record.InUse).padEnd(5),
    (humanSize(record.Size) + (record.Shared ? '*' : '')).padEnd(10),
    lastUsed(record, now),
  ];
}

/** All that is known of each record, one property a line. */
export function usageDetails(records: readonly CacheRecord[], now: number): string {
  return records.map((record) => `${tabAligned(properties(record, now))}\n`).join('');
}

function properties(record: CacheRecord, now: number): string[][] {
  const parents = record[' Parents'] ?? [];
  return [
    ['ID:', record.ID],
    ...(parents.length > 0 ? [['Parent:', parents.join(',')]] : []),
    ['Created at:', timeText(record.CreatedAt)],
    ['Mutable:', String(isMutable(record))],
    ['Reclaimable:', String(!record.InUse)],
    ['Shared:', String(record.Shared)],
    ['Size:', humanSize(record.Size)],
    ...(record.Description ? [['Description:', record.Description]] : []),
    ['Usage count:', String(record.UsageCount)],
    ...(record.LastUsedAt ? [['Last used:', lastUsed(record, now)]] : []),
    ['Type:', record.Type],
  ];
}

/** What a client sent and what cache mounts hold goes on changing. */
function isMutable(record: CacheRecord): boolean {
  return record.Type === 'source.local' || record.Type === 'exec.cachemount';
}

function lastUsed(record: CacheRecord, now: number): string {
  return record.LastUsedAt ? `${humanDuration(now - Date.parse(record.LastUsedAt))} ago` : '';
}
