import { goQuote } from '../../common/go-quote.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { readContext } from './store.ts';

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/;

/** `docker context use` */
export const use: Command = {
  paths: ['context use'],
  short: 'Choose the context for the commands to come',
  usage: 'CONTEXT',
  args: (args) => {
    if (args.length !== 1) throw new CommandError(`accepts 1 arg(s), received ${args.length}`);
  },
  run: async ({ process, globals, config, args, print, warn }) => {
    const name = args[0]!;
    if (name !== 'default') {
      if (!NAME.test(name)) {
        throw new CommandError(
          `context name ${goQuote(name)} is invalid, names are validated against regexp "${NAME.source}"`,
        );
      }
      readContext(process, globals, name);
    }
    const chosen = name === 'default' ? '' : name;
    if (config.text('currentContext') !== chosen) {
      config.setText('currentContext', chosen);
      config.save();
    }
    await print(`${name}\n`);
    await warn(`Current context is now ${goQuote(name)}\n`);
    if (name !== 'default' && process.env.DOCKER_HOST) {
      await warn(
        `Warning: DOCKER_HOST environment variable overrides the active context. To use ${goQuote(name)}, either set the global --context flag, or unset DOCKER_HOST environment variable.\n`,
      );
    }
    return 0;
  },
};
