import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { containerPath, forEachContainer } from './names.ts';

/** `docker unpause` */
export const unpause: Command = {
  paths: ['container unpause', 'unpause'],
  short: 'Let the processes of paused containers go on',
  usage: 'CONTAINER [CONTAINER...]',
  args: minArgs(1),
  run: (invocation) =>
    forEachContainer(invocation, (name) => invocation.engine.request('POST', containerPath(name, 'unpause'))),
};
