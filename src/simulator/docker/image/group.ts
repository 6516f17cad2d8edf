import type { Command } from '../framework/command.ts';

/** `docker image` */
export const image: Command = { paths: ['image'], short: 'Look after images' };
