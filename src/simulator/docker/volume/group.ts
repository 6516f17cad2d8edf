import type { Command } from '../framework/command.ts';

/** `docker volume` */
export const volume: Command = {
  paths: ['volume'],
  short: 'Look after volumes',
  usage: 'COMMAND',
  requires: { since: '1.21' },
};
