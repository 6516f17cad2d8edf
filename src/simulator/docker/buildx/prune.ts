import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { filtersQuery, pruneFilters } from '../framework/filters.ts';
import { confirm } from '../framework/prompt.ts';
import { humanSize } from '../render/size.ts';
import type { CacheRecord } from '../system/build-cache.ts';
import { requireBuilder } from './builders.ts';
import { checkCacheFilters } from './cache-filters.ts';
import { BUILDER_FLAGS } from './flags.ts';
import { tabAligned, usageDetails, usageTable } from './usage-table.ts';

const WARNING_ALL = 'WARNING! This will remove all build cache. Are you sure you want to continue?';
const WARNING_DANGLING =
  'WARNING! This will remove all dangling build cache. Are you sure you want to continue?';

/** `docker buildx prune` */
export const prune: Command = {
  paths: ['buildx prune'],
  short: 'Empty the build cache',
  usage: '',
  args: noArgs,
  flags: [
    ...BUILDER_FLAGS,
    { name: 'all', short: 'a', type: 'bool', usage: 'Also frontends and what images share' },
    { name: 'filter', type: 'filter', usage: 'Only what meets these conditions (such as "until=24h")' },
    { name: 'force', short: 'f', type: 'bool', usage: 'Ask nothing' },
    { name: 'max-used-space', type: 'bytes', usage: 'How much the cache may take at most' },
    { name: 'min-free-space', type: 'bytes', usage: 'How much of the disk is to be free afterwards' },
    { name: 'reserved-space', type: 'bytes', usage: 'How much the cache may always keep' },
    { name: 'verbose', type: 'bool', usage: 'Show all there is to know of each piece' },
    {
      name: 'keep-storage',
      type: 'bytes',
      usage: 'How much the cache may keep',
      deprecated: 'keep-storage flag has been changed to max-storage',
    },
  ],
  run: async (invocation) => {
    const { engine, flags, print, process } = invocation;
    const filters = pruneFilters(invocation);
    checkCacheFilters(filters);
    const all = flags.bool('all');
    if (!flags.bool('force') && !(await confirm(invocation, all ? WARNING_ALL : WARNING_DANGLING))) return 0;
    requireBuilder(invocation, flags.string('builder'));
    const before = await engine.json<{ BuildCache: CacheRecord[] | null }>('GET', '/system/df', {
      query: { type: 'build-cache' },
    });
    const kept = flags.changed('keep-storage') ? 'keep-storage' : 'reserved-space';
    const space = (name: string): string | undefined =>
      flags.changed(name) ? String(flags.number(name)) : undefined;
    const report = await engine.json<{ CachesDeleted: string[] | null }>('POST', '/build/prune', {
      query: {
        all: all ? '1' : undefined,
        filters: filtersQuery(filters),
        'reserved-space': space(kept),
        'max-used-space': space('max-used-space'),
        'min-free-space': space('min-free-space'),
      },
    });
    const gone = new Set(report.CachesDeleted);
    // Of what went BuildKit does not tell whether images share it.
    const records = (before.BuildCache ?? [])
      .filter(({ ID }) => gone.has(ID))
      .map((record) => ({ ...record, Shared: false }));
    const now = process.host.clock.now();
    if (flags.bool('verbose')) await print(usageDetails(records, now));
    // The real one aligns each line by itself, the first with the heading.
    else for (const [i, record] of records.entries()) await print(usageTable([record], now, i === 0));
    await print(tabAligned([['Total:', humanSize(records.reduce((sum, { Size }) => sum + Size, 0))]]));
    return 0;
  },
};
