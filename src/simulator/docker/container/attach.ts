import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { type ContainerDetails, inspectContainer } from './inspect-request.ts';
import { containerPath } from './names.ts';
import { attachTo } from './streams/attach.ts';
import { checkTty } from './streams/connection.ts';
import { followSize, forwardSignals } from './streams/signals.ts';
import { waitFor } from './streams/wait.ts';

/** `docker attach` */
export const attach: Command = {
  paths: ['container attach', 'attach'],
  short: 'Connect to the input and output of a running container',
  usage: '[OPTIONS] CONTAINER',
  args: exactArgs(1),
  flags: [
    { name: 'detach-keys', type: 'string', usage: 'Keys that detach from the container' },
    { name: 'no-stdin', type: 'bool', usage: 'Leave STDIN out' },
    { name: 'sig-proxy', type: 'bool', default: 'true', usage: 'Pass signals on to the process' },
  ],
  run: async (invocation) => {
    const { args, flags } = invocation;
    const [name] = args as [string];
    const container = await running(invocation, name);
    const { Tty, OpenStdin } = container.Config;
    const wait = await waitFor(invocation, container.Id, 'not-running');
    checkTty(invocation, !flags.bool('no-stdin'), Tty);
    const proxied = flags.bool('sig-proxy') && !Tty;
    const stopForwarding = proxied ? forwardSignals(invocation, container.Id) : () => {};
    let stopFollowing = (): void => {};
    try {
      const stdin = !flags.bool('no-stdin') && OpenStdin;
      const connection = await attachTo(invocation, name, { stdin, stdout: true, stderr: true, tty: Tty });
      await running(invocation, name);
      // The shell inside draws its prompt anew when the size changes, so it is changed and changed back.
      if (Tty) stopFollowing = await followSize(invocation, containerPath(name), 1);
      if ((await connection.ended) === 'detached') throw new CommandError('read escape sequence');
      return await wait.status;
    } finally {
      stopFollowing();
      stopForwarding();
    }
  },
};

async function running(invocation: Invocation, name: string): Promise<ContainerDetails> {
  const container = await inspectContainer(invocation, name);
  const refuse = (what: string): CommandError => new CommandError(`You cannot attach to a ${what}`);
  if (!container.State.Running) throw refuse('stopped container, start it first');
  if (container.State.Paused) throw refuse('paused container, unpause it first');
  if (container.State.Restarting) throw refuse('restarting container, wait until it is running');
  return container;
}
