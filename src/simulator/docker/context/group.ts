import type { Command } from '../framework/command.ts';

/** `docker context` */
export const context: Command = { paths: ['context'], short: 'Look after contexts' };
