import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { containerPath, forEachContainer } from './names.ts';

/** `docker kill` */
export const kill: Command = {
  paths: ['container kill', 'kill'],
  short: 'Kill running containers',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  args: minArgs(1),
  flags: [{ name: 'signal', short: 's', type: 'string', usage: 'Which signal to send' }],
  run: (invocation) => {
    const signal = invocation.flags.string('signal');
    const query = signal === '' ? {} : { signal };
    return forEachContainer(invocation, (name) =>
      invocation.engine.request('POST', containerPath(name, 'kill'), { query }),
    );
  },
};
