import type { Command } from './framework/command.ts';

/** `docker help [command]` */
export const help: Command = {
  paths: ['help'],
  short: 'Help about the command',
  usage: '[command]',
  hidden: true,
  run: async ({ args, showHelp }) => {
    await showHelp(args);
    return 0;
  },
};
