import { pruneContainers } from '../container/prune.ts';
import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import type { Engine } from '../framework/engine.ts';
import { CommandError } from '../framework/errors.ts';
import { filtersQuery, pruneFilters } from '../framework/filters.ts';
import { confirm } from '../framework/prompt.ts';
import { pruneImages } from '../image/prune.ts';
import { pruneNetworks } from '../network/prune.ts';
import { naturalCompare } from '../render/natural.ts';
import { humanSize } from '../render/size.ts';
import { pruneVolumes } from '../volume/prune.ts';

/** `docker system prune` */
export const prune: Command = {
  paths: ['system prune'],
  short: 'Remove whatever nothing uses',
  usage: '[OPTIONS]',
  args: noArgs,
  flags: [
    { name: 'all', short: 'a', type: 'bool', usage: 'Remove every unused image, those with a name too' },
    {
      name: 'filter',
      type: 'filter',
      usage: 'Only what meets these conditions (such as "label=<key>=<value>")',
      requires: { since: '1.28' },
    },
    { name: 'force', short: 'f', type: 'bool', usage: 'Ask nothing' },
    { name: 'volumes', type: 'bool', usage: 'Remove anonymous volumes too' },
  ],
  requires: { since: '1.25' },
  run: async (invocation) => {
    const { engine, flags, print } = invocation;
    const volumes = flags.bool('volumes');
    const all = flags.bool('all');
    if (volumes && flags.list('filter').some((filter) => filter.startsWith('until='))) {
      throw new CommandError('ERROR: The "until" filter is not supported with "--volumes"');
    }
    const filters = pruneFilters(invocation);
    if (!flags.bool('force') && !(await confirm(invocation, question(all, volumes, filters)))) return 0;
    const steps = [
      () => pruneContainers(engine, filters),
      async () => ({ text: await pruneNetworks(engine, filters), space: 0 }),
      ...(volumes ? [() => pruneVolumes(engine, filters)] : []),
      () => pruneImages(engine, all, filters),
      () => pruneCache(engine, all, filters),
    ];
    let total = 0;
    for (const step of steps) {
      const { text, space } = await step();
      total += space;
      if (text !== '') await print(`${text}\n`);
    }
    await print(`Total reclaimed space: ${humanSize(total)}\n`);
    return 0;
  },
};

function question(all: boolean, volumes: boolean, filters: readonly string[]): string {
  const warnings = [
    'all stopped containers',
    'all networks not used by at least one container',
    ...(volumes ? ['all anonymous volumes not used by at least one container'] : []),
    all ? 'all images without at least one container associated to them' : 'all dangling images',
    all ? 'all build cache' : 'unused build cache',
  ];
  const shown = filters.filter((filter) => /^(?:label|label!|until)=/.test(filter)).sort(naturalCompare);
  const list = (items: readonly string[]): string => items.map((item) => `\n  - ${item}`).join('');
  const filtered = shown.length > 0 ? `\n  Items to be pruned will be filtered with:${list(shown)}\n` : '';
  return `WARNING! This will remove:${list(warnings)}\n${filtered}\nAre you sure you want to continue?`;
}

async function pruneCache(
  engine: Engine,
  all: boolean,
  filters: readonly string[],
): Promise<{ text: string; space: number }> {
  const report = await engine.json<{ CachesDeleted: string[] | null; SpaceReclaimed: number }>(
    'POST',
    '/build/prune',
    { query: { all, filters: filtersQuery(filters) } },
  );
  const deleted = report.CachesDeleted ?? [];
  if (deleted.length === 0) return { text: '', space: report.SpaceReclaimed };
  return {
    text: `Deleted build cache objects:\n${deleted.map((id) => `${id}\n`).join('')}`,
    space: report.SpaceReclaimed,
  };
}
