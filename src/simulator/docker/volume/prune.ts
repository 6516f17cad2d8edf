import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import type { Engine } from '../framework/engine.ts';
import { CommandError } from '../framework/errors.ts';
import { filtersQuery, pruneFilters } from '../framework/filters.ts';
import { confirm } from '../framework/prompt.ts';
import { humanSize } from '../render/size.ts';

const warning = (which: string): string =>
  `WARNING! This will remove ${which} not used by at least one container.\nAre you sure you want to continue?`;

/** `docker volume prune` */
export const prune: Command = {
  paths: ['volume prune'],
  short: 'Remove local volumes that nothing uses',
  usage: '[OPTIONS]',
  args: noArgs,
  flags: [
    {
      name: 'all',
      short: 'a',
      type: 'bool',
      usage: 'Remove every unused volume, those with a name too',
      requires: { since: '1.42' },
    },
    { name: 'filter', type: 'filter', usage: 'Only what meets these conditions (such as "label=<label>")' },
    { name: 'force', short: 'f', type: 'bool', usage: 'Ask nothing' },
  ],
  requires: { since: '1.25' },
  run: async (invocation) => {
    const { engine, flags, print } = invocation;
    const filters = [...pruneFilters(invocation)];
    const all = flags.bool('all');
    if (all) {
      if (filters.some((filter) => filter.startsWith('all='))) {
        throw new CommandError('conflicting options: cannot specify both --all and --filter all=1');
      }
      filters.push('all=true');
    }
    const question = warning(all ? 'all local volumes' : 'anonymous local volumes');
    if (!flags.bool('force') && !(await confirm(invocation, question))) return 0;
    const { text, space } = await pruneVolumes(engine, filters);
    await print(`${text === '' ? '' : `${text}\n`}Total reclaimed space: ${humanSize(space)}\n`);
    return 0;
  },
};

/** Removes the unused volumes and says which those were. */
export async function pruneVolumes(
  engine: Engine,
  filters: readonly string[],
): Promise<{ text: string; space: number }> {
  const report = await engine.json<{ VolumesDeleted: string[] | null; SpaceReclaimed: number }>(
    'POST',
    '/volumes/prune',
    { query: { filters: filtersQuery(filters) } },
  );
  const deleted = report.VolumesDeleted ?? [];
  if (deleted.length === 0) return { text: '', space: 0 };
  return {
    text: `Deleted Volumes:\n${deleted.map((name) => `${name}\n`).join('')}`,
    space: report.SpaceReclaimed,
  };
}
