import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { DaemonError } from '../framework/engine.ts';
import { CommandError } from '../framework/errors.ts';
import { containerPath, forEachContainer } from './names.ts';

/** `docker rm` */
export const rm: Command = {
  paths: ['container rm', 'rm'],
  synonyms: ['container remove', 'remove'],
  aliases: 'docker container rm, docker container remove, docker rm',
  short: 'Remove containers',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  args: minArgs(1),
  flags: [
    { name: 'force', short: 'f', type: 'bool', usage: 'Remove it even while it runs (it is killed)' },
    { name: 'link', short: 'l', type: 'bool', usage: 'Remove the link of that name' },
    { name: 'volumes', short: 'v', type: 'bool', usage: 'Remove its anonymous volumes too' },
  ],
  run: (invocation) => {
    const { engine, flags } = invocation;
    const force = flags.bool('force');
    const query = { v: flags.bool('volumes'), link: flags.bool('link'), force };
    return forEachContainer(invocation, async (name) => {
      const id = name.replace(/^\/+|\/+$/g, '');
      if (id === '') throw new CommandError('container name cannot be empty');
      try {
        await engine.request('DELETE', containerPath(id), { query });
      } catch (error) {
        // With --force one that is not there is told, and is no failure.
        if (!force || !(error instanceof DaemonError) || error.status !== 404) throw error;
        await invocation.warn(`${error.message}\n`);
        throw new CommandError('');
      }
    });
  },
};
