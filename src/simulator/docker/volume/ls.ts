import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { LIST_FORMAT } from '../framework/common-flags.ts';
import { filtersQuery } from '../framework/filters.ts';
import { naturalCompare } from '../render/natural.ts';
import { renderList } from '../render/table.ts';
import { type VolumeSummary, volumeFormat, volumeList } from './format.ts';

const CLUSTER_TABLE = 'table {{.Name}}\\t{{.Group}}\\t{{.Driver}}\\t{{.Availability}}\\t{{.Status}}';

/** `docker volume ls` */
export const ls: Command = {
  paths: ['volume ls'],
  synonyms: ['volume list'],
  aliases: 'docker volume ls, docker volume list',
  short: 'List what volumes there are',
  usage: '[OPTIONS]',
  args: noArgs,
  flags: [
    {
      name: 'filter',
      short: 'f',
      type: 'filter',
      usage: 'Keep only what meets these conditions (such as "dangling=true")',
    },
    LIST_FORMAT,
    { name: 'quiet', short: 'q', type: 'bool', usage: 'Only show the names of volumes' },
    {
      name: 'cluster',
      type: 'bool',
      usage: 'Only show cluster volumes',
      hidden: true,
      requires: { since: '1.42' },
    },
  ],
  run: async ({ engine, flags, config, print }) => {
    const answer = await engine.json<{ Volumes: VolumeSummary[] | null }>('GET', '/volumes', {
      query: { filters: filtersQuery(flags.list('filter')) },
    });
    // Cluster volumes are those of a swarm, which this engine never joins.
    const volumes = flags.bool('cluster') ? [] : (answer.Volumes ?? []);
    const quiet = flags.bool('quiet');
    const chosen = flags.string('format') || (quiet ? '' : config.text('volumesFormat'));
    const format = chosen || (flags.bool('cluster') && !quiet ? CLUSTER_TABLE : 'table');
    volumes.sort((a, b) => naturalCompare(a.Name, b.Name));
    await print(renderList(volumeFormat(format, quiet), volumeList(), volumes));
    return 0;
  },
};
