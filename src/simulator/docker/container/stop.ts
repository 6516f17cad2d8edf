import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { containerPath, forEachContainer } from './names.ts';
import { stopFlags, stopQuery } from './stop-flags.ts';

/** `docker stop` */
export const stop: Command = {
  paths: ['container stop', 'stop'],
  short: 'Stop running containers',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  args: minArgs(1),
  flags: stopFlags,
  run: (invocation) => {
    const query = stopQuery(invocation.flags);
    return forEachContainer(invocation, (name) =>
      invocation.engine.request('POST', containerPath(name, 'stop'), { query }),
    );
  },
};
