import type { Command } from '../framework/command.ts';

/** `docker buildx` */
export const buildx: Command = {
  paths: ['buildx'],
  short: 'Docker Buildx',
  long: 'Builds with all that BuildKit can do',
  plugin: true,
  flags: [
    { name: 'builder', type: 'string', usage: 'Use this builder' },
    { name: 'debug', short: 'D', type: 'bool', usage: 'Log what happens inside' },
  ],
};
