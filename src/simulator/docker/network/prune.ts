import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import type { Engine } from '../framework/engine.ts';
import { filtersQuery, pruneFilters } from '../framework/filters.ts';
import { confirm } from '../framework/prompt.ts';

const WARNING =
  'WARNING! This will remove all custom networks not used by at least one container.\nAre you sure you want to continue?';

/** `docker network prune` */
export const prune: Command = {
  paths: ['network prune'],
  short: 'Remove networks that no container uses',
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
    const { engine, flags, print } = invocation;
    if (!flags.bool('force') && !(await confirm(invocation, WARNING))) return 0;
    const text = await pruneNetworks(engine, pruneFilters(invocation));
    if (text !== '') await print(`${text}\n`);
    return 0;
  },
};

/** Removes the unused networks and says which those were. */
export async function pruneNetworks(engine: Engine, filters: readonly string[]): Promise<string> {
  const report = await engine.json<{ NetworksDeleted: string[] | null }>('POST', '/networks/prune', {
    query: { filters: filtersQuery(filters) },
  });
  const deleted = report.NetworksDeleted ?? [];
  return deleted.length === 0 ? '' : `Deleted Networks:\n${deleted.map((name) => `${name}\n`).join('')}`;
}
