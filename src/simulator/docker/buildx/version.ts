import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { PROFILE } from '../profile.ts';
import { DEBUG_FLAG } from './flags.ts';

/** `docker buildx version` */
export const version: Command = {
  paths: ['buildx version'],
  short: 'Show which version of buildx this is',
  usage: '',
  args: exactArgs(0),
  flags: [DEBUG_FLAG],
  run: async ({ print }) => {
    await print(`github.com/docker/buildx ${PROFILE.buildx.version} ${PROFILE.buildx.revision}\n`);
    return 0;
  },
};
