import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { containerPath, forEachContainer } from './names.ts';

/** `docker pause` */
export const pause: Command = {
  paths: ['container pause', 'pause'],
  short: 'Halt every process of containers',
  usage: 'CONTAINER [CONTAINER...]',
  args: minArgs(1),
  run: (invocation) =>
    forEachContainer(invocation, (name) => invocation.engine.request('POST', containerPath(name, 'pause'))),
};
