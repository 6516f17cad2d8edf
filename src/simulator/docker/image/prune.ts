import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import type { Engine } from '../framework/engine.ts';
import { filtersQuery, pruneFilters } from '../framework/filters.ts';
import { confirm } from '../framework/prompt.ts';
import { humanSize } from '../render/size.ts';

const WARNING_ALL =
  'WARNING! This will remove all images without at least one container associated to them.\nAre you sure you want to continue?';
const WARNING_DANGLING = 'WARNING! This will remove all dangling images.\nAre you sure you want to continue?';

/** `docker image prune` */
export const prune: Command = {
  paths: ['image prune'],
  short: 'Remove images that nothing uses',
  usage: '[OPTIONS]',
  args: noArgs,
  flags: [
    { name: 'all', short: 'a', type: 'bool', usage: 'Remove every unused image, those with a name too' },
    {
      name: 'filter',
      type: 'filter',
      usage: 'Only what meets these conditions (such as "until=<timestamp>")',
    },
    { name: 'force', short: 'f', type: 'bool', usage: 'Ask nothing' },
  ],
  run: async (invocation) => {
    const { engine, flags } = invocation;
    const all = flags.bool('all');
    if (!flags.bool('force') && !(await confirm(invocation, all ? WARNING_ALL : WARNING_DANGLING))) return 0;
    const filters = pruneFilters(invocation);
    const { text, space } = await pruneImages(engine, all, filters);
    if (text !== '') await invocation.print(`${text}\n`);
    await invocation.print(`Total reclaimed space: ${humanSize(space)}\n`);
    return 0;
  },
};

/** Removes the dangling images, or all that no container uses, and says which those were. */
export async function pruneImages(
  engine: Engine,
  all: boolean,
  filters: readonly string[],
): Promise<{ text: string; space: number }> {
  const report = await engine.json<{
    ImagesDeleted: { Untagged?: string; Deleted?: string }[] | null;
    SpaceReclaimed: number;
  }>('POST', '/images/prune', { query: { filters: filtersQuery([...filters, `dangling=${!all}`]) } });
  const deleted = (report.ImagesDeleted ?? []).map(({ Untagged, Deleted }) =>
    Untagged ? `untagged: ${Untagged}\n` : `deleted: ${Deleted}\n`,
  );
  if (deleted.length === 0) return { text: '', space: 0 };
  return { text: `Deleted Images:\n${deleted.join('')}`, space: report.SpaceReclaimed };
}
