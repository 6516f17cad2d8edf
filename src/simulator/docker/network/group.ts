import type { Command } from '../framework/command.ts';

/** `docker network` */
export const network: Command = { paths: ['network'], short: 'Look after networks' };
