import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { ConnectionError, DaemonError } from '../framework/engine.ts';
import { CommandError } from '../framework/errors.ts';
import { containerPath } from './names.ts';

/** `docker rename` */
export const rename: Command = {
  paths: ['container rename', 'rename'],
  short: 'Give a container another name',
  usage: 'CONTAINER NEW_NAME',
  args: exactArgs(2),
  run: async ({ args, engine, warn }) => {
    const [from = '', to = ''] = args.map((name) => name.trim());
    if (from === '' || to === '') throw new CommandError('Error: Neither old nor new names may be empty');
    try {
      await engine.request('POST', containerPath(from, 'rename'), { query: { name: to } });
    } catch (error) {
      if (!(error instanceof DaemonError || error instanceof ConnectionError)) throw error;
      await warn(`${error.message}\n`);
      throw new CommandError(`Error: failed to rename container named ${from}`);
    }
    return 0;
  },
};
