import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { DaemonError } from '../framework/engine.ts';
import { CommandError } from '../framework/errors.ts';
import { networkPath } from './path.ts';

/** `docker network rm` */
export const rm: Command = {
  paths: ['network rm'],
  synonyms: ['network remove'],
  aliases: 'docker network rm, docker network remove',
  short: 'Remove networks',
  usage: 'NETWORK [NETWORK...]',
  args: minArgs(1),
  flags: [{ name: 'force', short: 'f', type: 'bool', usage: 'Do not mind a network that is not there' }],
  run: async ({ args, engine, flags, print, warn }) => {
    let failed = false;
    for (const name of args) {
      try {
        await engine.request('DELETE', networkPath(name));
        await print(`${name}\n`);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        if (flags.bool('force') && error instanceof DaemonError && error.status === 404) continue;
        await warn(`${error.message}\n`);
        failed = true;
      }
    }
    if (failed) throw new CommandError('exit status 1');
    return 0;
  },
};
