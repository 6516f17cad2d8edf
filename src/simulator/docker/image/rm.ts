import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { DaemonError } from '../framework/engine.ts';
import { CommandError } from '../framework/errors.ts';
import { platformJson } from './platform.ts';
import { imagePath } from './reference.ts';

/** `docker rmi`, `docker image rm` */
export const rm: Command = {
  paths: ['image rm', 'rmi'],
  synonyms: ['image remove', 'image rmi'],
  aliases: 'docker image rm, docker image remove, docker rmi',
  short: 'Remove one image or several',
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  args: minArgs(1),
  flags: [
    { name: 'force', short: 'f', type: 'bool', usage: 'Remove the image by force' },
    { name: 'no-prune', type: 'bool', usage: 'Keep parents that have no name' },
    {
      name: 'platform',
      type: 'strings',
      usage: 'Remove only what is for this platform, given as "os[/arch[/variant]]" (such as "linux/amd64")',
      requires: { since: '1.50' },
    },
  ],
  run: async (invocation) => {
    const { engine, flags, process } = invocation;
    const force = flags.bool('force');
    const platforms = flags.list('platform').map((text) => platformJson(text, process.host.architecture));
    const query = { force, noprune: flags.bool('no-prune'), platforms };
    const failures: CommandError[] = [];
    for (const image of invocation.args) {
      try {
        const removed = await engine.json<{ Untagged?: string; Deleted?: string }[]>(
          'DELETE',
          imagePath(image),
          {
            query,
          },
        );
        const lines = removed.map(({ Untagged, Deleted }) =>
          Deleted ? `Deleted: ${Deleted}\n` : `Untagged: ${Untagged}\n`,
        );
        await invocation.print(lines.join(''));
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        failures.push(error);
      }
    }
    if (failures.length === 0) return 0;
    const message = failures.map((failure) => failure.message).join('\n');
    const onlyMissing = failures.every((failure) => failure instanceof DaemonError && failure.status === 404);
    if (!force || !onlyMissing) throw new CommandError(message);
    await invocation.warn(`${message}\n`);
    return 0;
  },
};
