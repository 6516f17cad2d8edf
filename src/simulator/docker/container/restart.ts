import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { containerPath, forEachContainer } from './names.ts';
import { stopFlags, stopQuery } from './stop-flags.ts';

/** `docker restart` */
export const restart: Command = {
  paths: ['container restart', 'restart'],
  short: 'Stop containers and start them again',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  args: minArgs(1),
  flags: stopFlags,
  run: (invocation) => {
    const query = stopQuery(invocation.flags);
    return forEachContainer(invocation, (name) =>
      invocation.engine.request('POST', containerPath(name, 'restart'), { query }),
    );
  },
};
