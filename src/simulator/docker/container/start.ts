import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { type ContainerDetails, inspectContainer } from './inspect-request.ts';
import { containerPath } from './names.ts';
import { attachTo } from './streams/attach.ts';
import { followSize, forwardSignals } from './streams/signals.ts';
import { waitFor } from './streams/wait.ts';

/** `docker start` */
export const start: Command = {
  paths: ['container start', 'start'],
  short: 'Start stopped containers',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  args: minArgs(1),
  flags: [
    { name: 'attach', short: 'a', type: 'bool', usage: 'Show STDOUT/STDERR and pass signals on' },
    {
      name: 'checkpoint',
      type: 'string',
      usage: 'Checkpoint to go on from',
      requires: { experimental: true },
    },
    {
      name: 'checkpoint-dir',
      type: 'string',
      usage: 'Where the checkpoints are kept',
      requires: { experimental: true },
    },
    { name: 'detach-keys', type: 'string', usage: 'Keys that detach from the container' },
    { name: 'interactive', short: 'i', type: 'bool', usage: "Attach the container's STDIN" },
  ],
  run: async (invocation) => {
    const { args, flags } = invocation;
    if (!flags.bool('attach') && !flags.bool('interactive')) return startAll(invocation);
    if (args.length > 1) throw new CommandError('you cannot start and attach multiple containers at once');
    const container = await inspectContainer(invocation, args[0]!);
    const stopForwarding = container.Config.Tty ? () => {} : forwardSignals(invocation, container.Id);
    try {
      return await startAttached(invocation, container);
    } finally {
      stopForwarding();
    }
  },
};

async function startAll({ args, engine, print, warn }: Invocation): Promise<number> {
  const failed: string[] = [];
  for (const name of args) {
    try {
      await engine.request('POST', containerPath(name, 'start'));
      await print(`${name}\n`);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      await warn(`${error.message}\n`);
      failed.push(name);
    }
  }
  if (failed.length > 0) throw new CommandError(`Error: failed to start containers: ${failed.join(', ')}`);
  return 0;
}

async function startAttached(invocation: Invocation, container: ContainerDetails): Promise<number> {
  const { engine, flags } = invocation;
  const { Id, Config, HostConfig } = container;
  const stdin = flags.bool('interactive') && Config.OpenStdin;
  const connection = await attachTo(invocation, Id, { stdin, stdout: true, stderr: true, tty: Config.Tty });
  const removed = HostConfig.AutoRemove;
  const wait = await waitFor(invocation, Id, removed ? 'removed' : 'next-exit');
  try {
    await engine.request('POST', containerPath(Id, 'start'));
  } catch (error) {
    connection.close();
    if (removed) await wait.status;
    throw error;
  }
  const stopFollowing = Config.Tty ? await followSize(invocation, containerPath(Id)) : () => {};
  try {
    return (await connection.ended) === 'detached' ? 0 : await wait.status;
  } finally {
    stopFollowing();
  }
}
