import type { Command } from './framework/command.ts';
import { CommandError } from './framework/errors.ts';

/** `docker help [command]` */
export const help: Command = {
  paths: ['help'],
  short: 'Help about the command',
  usage: '[command]',
  hidden: true,
  run: async ({ args, showHelp }) => {
    if (await showHelp(args)) return 0;
    throw new CommandError(`unknown help topic: ${args.join(' ')}`);
  },
};
