import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { waiting } from '../framework/waiting.ts';
import { containerPath } from './names.ts';

interface WaitAnswer {
  StatusCode: number;
  Error?: { Message: string } | null;
}

/** `docker wait` */
export const wait: Command = {
  paths: ['container wait', 'wait'],
  short: 'Wait until containers stop and print their exit statuses',
  usage: 'CONTAINER [CONTAINER...]',
  args: minArgs(1),
  run: async (invocation) => {
    const { args, engine, print } = invocation;
    const failures: string[] = [];
    for (const name of args) {
      try {
        const answer = await waiting(
          invocation,
          engine.json<WaitAnswer>('POST', containerPath(name, 'wait')),
        );
        if (answer.Error) throw new CommandError(answer.Error.Message);
        await print(`${answer.StatusCode}\n`);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        failures.push(error.message);
      }
    }
    if (failures.length > 0) throw new CommandError(failures.join('\n'));
    return 0;
  },
};
