import type { Command } from '../framework/command.ts';

/** `docker container` */
export const container: Command = { paths: ['container'], short: 'Look after containers' };
