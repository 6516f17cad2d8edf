import type { Command } from '../framework/command.ts';

/** `docker system` */
export const system: Command = { paths: ['system'], short: 'Look after the engine as a whole' };
