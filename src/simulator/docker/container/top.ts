import { alignColumns } from '../../common/tabwriter.ts';
import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { containerPath } from './names.ts';

interface TopAnswer {
  Titles: string[];
  Processes: string[][] | null;
}

/** `docker top` */
export const top: Command = {
  paths: ['container top', 'top'],
  short: "List a container's processes",
  usage: 'CONTAINER [ps OPTIONS]',
  interspersed: false,
  args: minArgs(1),
  run: async ({ args, engine, print }) => {
    const [name = '', ...options] = args;
    const query = options.length > 0 ? { ps_args: options.join(' ') } : {};
    const { Titles, Processes } = await engine.json<TopAnswer>('GET', containerPath(name, 'top'), { query });
    const rows = [Titles, ...(Processes ?? [])].map((cells) => `${cells.join('\t')}\n`);
    await print(alignColumns(rows.join(''), { minWidth: 20 }));
    return 0;
  },
};
