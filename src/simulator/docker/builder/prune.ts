import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { filtersQuery, pruneFilters } from '../framework/filters.ts';
import { confirm } from '../framework/prompt.ts';
import { humanSize } from '../render/size.ts';
import { legacyNotice } from './choice.ts';

const WARNING_ALL = 'WARNING! This will remove all build cache. Are you sure you want to continue?';
const WARNING_DANGLING =
  'WARNING! This will remove all dangling build cache. Are you sure you want to continue?';

/** `docker builder prune`, where buildx is not in its place. */
export const prune: Command = {
  paths: ['builder prune'],
  short: 'Empty the build cache',
  usage: '',
  args: noArgs,
  requires: { since: '1.39' },
  preface: legacyNotice,
  flags: [
    {
      name: 'all',
      short: 'a',
      type: 'bool',
      usage: 'Remove all of it that is not in use, not only dangling',
    },
    { name: 'filter', type: 'filter', usage: 'Only what meets these conditions (such as "until=24h")' },
    { name: 'force', short: 'f', type: 'bool', usage: 'Ask nothing' },
    { name: 'keep-storage', type: 'bytes', usage: 'How much the cache may keep' },
  ],
  run: async (invocation) => {
    const { engine, flags, print } = invocation;
    const all = flags.bool('all');
    if (!flags.bool('force') && !(await confirm(invocation, all ? WARNING_ALL : WARNING_DANGLING))) return 0;
    const report = await engine.json<{ CachesDeleted: string[] | null; SpaceReclaimed: number }>(
      'POST',
      '/build/prune',
      {
        query: {
          all: all ? '1' : undefined,
          filters: filtersQuery(pruneFilters(invocation)),
          'keep-storage': flags.changed('keep-storage') ? String(flags.number('keep-storage')) : undefined,
        },
      },
    );
    const deleted = report.CachesDeleted ?? [];
    if (deleted.length > 0) await print(`Deleted build cache objects:\n${deleted.join('\n')}\n\n`);
    await print(`Total reclaimed space: ${humanSize(report.SpaceReclaimed)}\n`);
    return 0;
  },
};
