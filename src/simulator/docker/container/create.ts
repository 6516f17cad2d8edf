import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { createContainer } from './create-container.ts';
import { type CreateBody, parseContainer } from './options/config.ts';
import { commandFlags, containerFlags } from './options/flags.ts';
import { checkPull, withHelp } from './run-errors.ts';

/** `docker create` */
export const create: Command = {
  paths: ['container create', 'create'],
  short: 'Make a container, without starting it',
  usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
  interspersed: false,
  args: minArgs(1),
  flags: [
    ...commandFlags('When to pull the image before creating\n("always", "|missing", "never")'),
    ...containerFlags,
  ],
  run: async (invocation) => {
    checkPull(invocation.flags.string('pull'), 'create');
    let body: CreateBody;
    try {
      body = parseContainer(invocation);
    } catch (error) {
      throw withHelp(error, 'create');
    }
    await invocation.print(`${await createContainer(invocation, body)}\n`);
    return 0;
  },
};
