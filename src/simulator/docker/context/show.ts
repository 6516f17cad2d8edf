import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { currentContext } from './store.ts';

/** `docker context show` */
export const show: Command = {
  paths: ['context show'],
  short: 'Print which context is in force',
  args: noArgs,
  run: async ({ process, globals, config, print }) => {
    await print(`${currentContext(process, globals, config)}\n`);
    return 0;
  },
};
