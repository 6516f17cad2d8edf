import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { humanSize } from '../render/size.ts';
import type { CacheRecord } from '../system/build-cache.ts';
import { requireBuilder } from './builders.ts';
import { checkCacheFilters, meetsFilters } from './cache-filters.ts';
import { BUILDER_FLAGS } from './flags.ts';
import { tabAligned, usageDetails, usageTable } from './usage-table.ts';

/** `docker buildx du` */
export const du: Command = {
  paths: ['buildx du'],
  short: 'Show what the build cache takes',
  usage: '',
  args: noArgs,
  flags: [
    ...BUILDER_FLAGS,
    { name: 'filter', type: 'filter', usage: 'Only what meets these conditions' },
    { name: 'verbose', type: 'bool', usage: 'Show all there is to know of each piece' },
  ],
  run: async (invocation) => {
    const { engine, flags, print, process } = invocation;
    const filters = checkCacheFilters(flags.list('filter'));
    requireBuilder(invocation, flags.string('builder'));
    const usage = await engine.json<{ BuildCache: CacheRecord[] | null }>('GET', '/system/df', {
      query: { type: 'build-cache' },
    });
    const records = (usage.BuildCache ?? []).filter((record) => meetsFilters(record, filters));
    const now = process.host.clock.now();
    if (flags.bool('verbose')) await print(usageDetails(records, now));
    else if (records.length > 0) await print(usageTable(records, now, true));
    if (filters.size === 0) await print(summary(records));
    return 0;
  },
};

function summary(records: readonly CacheRecord[]): string {
  const sum = (list: readonly CacheRecord[]): number => list.reduce((total, { Size }) => total + Size, 0);
  const total = sum(records);
  const shared = sum(records.filter((record) => record.Shared));
  return tabAligned([
    ...(shared > 0
      ? [
          ['Shared:', humanSize(shared)],
          ['Private:', humanSize(total - shared)],
        ]
      : []),
    ['Reclaimable:', humanSize(sum(records.filter((record) => !record.InUse)))],
    ['Total:', humanSize(total)],
  ]);
}
