import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import type { Engine } from '../framework/engine.ts';
import { filtersQuery, pruneFilters } from '../framework/filters.ts';
import { confirm } from '../framework/prompt.ts';
import { humanSize } from '../render/size.ts';

const WARNING = 'WARNING! This will remove all stopped containers.\nAre you sure you want to continue?';

/** `docker container prune` */
export const prune: Command = {
  paths: ['container prune'],
  short: 'Remove every stopped container',
  usage: '[OPTIONS]',
  args: noArgs,
  flags: [
    {
      name: 'filter',
      type: 'filter',
      usage: 'Only what meets these conditions (such as "until=<timestamp>")',
    },
    { name: 'force', short: 'f', type: 'bool', usage: 'Ask nothing' },
  ],
  requires: { since: '1.25' },
  run: async (invocation) => {
    const { flags, print } = invocation;
    if (!flags.bool('force') && !(await confirm(invocation, WARNING))) return 0;
    const filters = pruneFilters(invocation);
    const { text, space } = await pruneContainers(invocation.engine, filters);
    await print(`${text === '' ? '' : `${text}\n`}Total reclaimed space: ${humanSize(space)}\n`);
    return 0;
  },
};

/** Removes the stopped containers and says which those were. */
export async function pruneContainers(
  engine: Engine,
  filters: readonly string[],
): Promise<{ text: string; space: number }> {
  const report = await engine.json<{ ContainersDeleted: string[] | null; SpaceReclaimed: number }>(
    'POST',
    '/containers/prune',
    { query: { filters: filtersQuery(filters) } },
  );
  const deleted = report.ContainersDeleted ?? [];
  if (deleted.length === 0) return { text: '', space: 0 };
  return {
    text: `Deleted Containers:\n${deleted.map((id) => `${id}\n`).join('')}`,
    space: report.SpaceReclaimed,
  };
}
