import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { waiting } from '../framework/waiting.ts';
import { inspectContainer } from './inspect-request.ts';
import { containerPath } from './names.ts';
import { copyOutput } from './streams/demultiplex.ts';
import { engineTimestamp } from './timestamp.ts';

const WHEN = '(a time, such as\n"2013-01-02T13:23:37Z", or how long ago, such as "42m")';

/** `docker logs` */
export const logs: Command = {
  paths: ['container logs', 'logs'],
  short: 'Show what a container has printed',
  usage: '[OPTIONS] CONTAINER',
  args: exactArgs(1),
  flags: [
    { name: 'details', type: 'bool', usage: 'Show the extra attributes that the log driver keeps' },
    { name: 'follow', short: 'f', type: 'bool', usage: 'Go on as more is printed' },
    { name: 'since', type: 'string', usage: `Only what was printed after ${WHEN}` },
    { name: 'tail', short: 'n', type: 'string', default: 'all', usage: 'How many of the last lines' },
    { name: 'timestamps', short: 't', type: 'bool', usage: 'Show when each line was printed' },
    {
      name: 'until',
      type: 'string',
      usage: `Only what was printed before ${WHEN}`,
      requires: { since: '1.35' },
    },
  ],
  run: async (invocation) => {
    const { engine, flags, process, args, signal } = invocation;
    const container = await inspectContainer(invocation, args[0]!);
    const response = await engine.request('GET', containerPath(container.Id, 'logs'), {
      query: {
        stdout: true,
        stderr: true,
        since: timestamp(invocation, 'since'),
        until: timestamp(invocation, 'until'),
        timestamps: flags.bool('timestamps'),
        details: flags.bool('details'),
        follow: flags.bool('follow'),
        tail: flags.string('tail'),
      },
    });
    const reader = response.body?.getReader();
    if (!reader) return 0;
    const cancel = (): void => void reader.cancel().catch(() => {});
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await waiting(invocation, copyOutput(reader, container.Config.Tty, process.stdout, process.stderr));
    } finally {
      signal.removeEventListener('abort', cancel);
      cancel();
    }
    signal.throwIfAborted();
    return 0;
  },
};

function timestamp({ flags, process }: Invocation, name: string): string | undefined {
  const text = flags.string(name);
  if (text === '') return undefined;
  try {
    return engineTimestamp(text, process.host.clock.now());
  } catch (error) {
    throw new CommandError(`invalid value for "${name}": ${(error as Error).message}`);
  }
}
