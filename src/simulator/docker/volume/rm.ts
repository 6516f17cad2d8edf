import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { volumePath } from './path.ts';

/** `docker volume rm` */
export const rm: Command = {
  paths: ['volume rm'],
  synonyms: ['volume remove'],
  aliases: 'docker volume rm, docker volume remove',
  short: 'Remove volumes',
  long: 'Remove volumes. One that a container uses cannot be removed.',
  usage: '[OPTIONS] VOLUME [VOLUME...]',
  args: minArgs(1),
  flags: [
    {
      name: 'force',
      short: 'f',
      type: 'bool',
      usage: 'Remove them whatever their driver says',
      requires: { since: '1.25' },
    },
  ],
  run: async ({ args, engine, flags, print }) => {
    const failures: string[] = [];
    for (const name of args) {
      try {
        await engine.request('DELETE', volumePath(name), { query: { force: flags.bool('force') } });
        await print(`${name}\n`);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        failures.push(error.message);
      }
    }
    if (failures.length > 0) throw new CommandError(failures.join('\n'));
    return 0;
  },
};
