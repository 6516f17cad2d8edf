import type { Command } from '../framework/command.ts';

/** `docker volume` */
export const volume: Command = {
  paths: ['volume'],
  short: 'Look after volumes',
  requires: { since: '1.21' },
};
