import type { Command } from '../../framework/command.ts';
import { BUILDER_FLAGS } from '../flags.ts';
import { showGroup } from '../group.ts';

/** `docker buildx imagetools` */
export const imagetools: Command = {
  paths: ['buildx imagetools'],
  short: 'Look after images where they are: in the registry',
  flags: BUILDER_FLAGS,
  run: showGroup,
};
