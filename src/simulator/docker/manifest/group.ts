import type { Command } from '../framework/command.ts';

/** `docker manifest` */
export const manifest: Command = {
  paths: ['manifest'],
  short: 'Look after manifests and lists of manifests',
  long: 'The verbs of **docker manifest** look after the manifests of images and lists of\nthem. By a list of manifests one name stands for one image on several\narchitectures.\n\nFor the help of one, type:\n\n    docker manifest CMD --help\n\nMore on such lists is told by the specification of the registry.',
  usage: 'COMMAND',
  spaced: true,
  experimental: true,
};
