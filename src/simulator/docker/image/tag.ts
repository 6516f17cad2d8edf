import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';

/** `docker tag` */
export const tag: Command = {
  paths: ['image tag', 'tag'],
  short: 'Give SOURCE_IMAGE one more name, TARGET_IMAGE',
  usage: 'SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]',
  args: exactArgs(2),
  run: async () => {
    throw new CommandError('not yet');
  },
};
