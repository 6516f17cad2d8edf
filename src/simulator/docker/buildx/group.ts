import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { goQuote } from '../framework/quote.ts';
import { BUILDER_FLAGS } from './flags.ts';

/** `docker buildx` */
export const buildx: Command = {
  paths: ['buildx'],
  short: 'Docker Buildx',
  long: 'Builds with all that BuildKit can do',
  plugin: true,
  flags: BUILDER_FLAGS,
  run: async ({ args, path, showHelp }) => {
    await showHelp(path.split(' ').slice(1));
    if (args.length > 0) throw new CommandError(`unknown command: ${goQuote(args[0]!)}`);
    return 0;
  },
};
