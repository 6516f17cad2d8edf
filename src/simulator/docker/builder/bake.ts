import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { hasBuildx } from './choice.ts';

/** `docker bake`, short for `docker buildx bake`. */
export const bake: Command = {
  paths: ['bake'],
  short: 'Build what a file describes',
  usage: '[OPTIONS] [TARGET...]',
  aliases: 'docker buildx bake',
  common: 5,
  anyFlags: true,
  redirect: (process) => (hasBuildx(process) ? 'buildx bake' : undefined),
  preface: () => {
    throw new CommandError(
      'ERROR: docker bake requires the buildx component but it is missing or broken.\n       Install the buildx component to use bake:\n       https://docs.docker.com/go/buildx/',
    );
  },
  run: async () => 1,
};
