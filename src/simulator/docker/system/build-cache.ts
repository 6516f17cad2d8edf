import { humanDuration } from '../render/duration.ts';
import { humanSize } from '../render/size.ts';
import type { ListType } from '../render/table.ts';
import { timeText } from '../render/template/common-types.ts';
import { BOOL, pointer, struct } from '../render/template/types.ts';
import { shortId } from '../render/text.ts';

/** A piece of the build cache in the answer to `GET /system/df`. */
export interface CacheRecord {
  ID: string;
  Parent?: string;
  /** The engine really sends it with a space before its name. */
  ' Parents'?: string[] | null;
  Type: string;
  Description: string;
  InUse: boolean;
  Shared: boolean;
  Size: number;
  CreatedAt: string;
  LastUsedAt?: string | null;
  UsageCount: number;
}

/** The order of `docker system df -v`: what was used last comes last. */
export function compareCache(a: CacheRecord, b: CacheRecord): number {
  const [x, y] = [a.LastUsedAt ?? '', b.LastUsedAt ?? ''];
  if (x === y) return a.ID < b.ID ? -1 : 1;
  return x < y ? -1 : 1;
}

/** What lists of the build cache show. */
export function cacheList(now: number, truncate: boolean): ListType<CacheRecord> {
  const id = (text: string): string => (truncate ? shortId(text) : text);
  const since = (time: string): string => `${humanDuration(now - Date.parse(time))} ago`;
  return {
    name: 'formatter.buildCacheContext',
    fields: {
      trunc: { type: BOOL, value: () => truncate },
      v: { type: pointer(struct('build.CacheRecord', {})), value: (record) => record },
    },
    columns: {
      ID: { header: 'CACHE ID', value: (c) => id(c.ID) + (c.InUse ? '*' : '') },
      Parent: { header: 'PARENT', value: (c) => id(c[' Parents']?.join(', ') || (c.Parent ?? '')) },
      CacheType: { header: 'CACHE TYPE', value: (c) => c.Type },
      Size: { header: 'SIZE', value: (c) => humanSize(c.Size, 3) },
      CreatedAt: { value: (c) => timeText(c.CreatedAt) },
      CreatedSince: { header: 'CREATED', value: (c) => since(c.CreatedAt) },
      LastUsedAt: { value: (c) => (c.LastUsedAt ? timeText(c.LastUsedAt) : '') },
      LastUsedSince: { header: 'LAST USED', value: (c) => (c.LastUsedAt ? since(c.LastUsedAt) : '') },
      UsageCount: { header: 'USAGE', value: (c) => String(c.UsageCount) },
      InUse: { header: 'IN USE', value: (c) => String(c.InUse) },
      Shared: { header: 'SHARED', value: (c) => String(c.Shared) },
      Description: { header: 'DESCRIPTION', value: (c) => c.Description },
    },
  };
}
