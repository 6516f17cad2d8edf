import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { createContainer } from './create-container.ts';
import { type ContainerConfig, type CreateBody, parseContainer } from './options/config.ts';
import { commandFlags, containerFlags } from './options/flags.ts';
import { checkPull, runFailure, withHelp } from './run-errors.ts';
import { attachTo } from './streams/attach.ts';
import { type Connection, checkTty } from './streams/connection.ts';
import { followSize, forwardSignals } from './streams/signals.ts';
import { waitFor } from './streams/wait.ts';

/** `docker run` */
export const run: Command = {
  paths: ['container run', 'run'],
  short: 'Make a container from an image and start it',
  usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
  common: 1,
  interspersed: false,
  args: minArgs(1),
  flags: [
    {
      name: 'detach',
      short: 'd',
      type: 'bool',
      usage: "Leave it in the background and print the container's ID",
    },
    { name: 'sig-proxy', type: 'bool', default: 'true', usage: 'Pass signals on to the process' },
    { name: 'detach-keys', type: 'string', usage: 'Keys that detach from the container' },
    ...commandFlags('When to pull the image before running\n("always", "missing", "never")'),
    ...containerFlags,
  ],
  run: async (invocation) => {
    const { flags } = invocation;
    checkPull(flags.string('pull'), 'run');
    let body: CreateBody;
    try {
      body = parseContainer(invocation);
    } catch (error) {
      throw withHelp(error, 'run');
    }
    chooseStreams(invocation, body.config);
    let id: string;
    try {
      id = await createContainer(invocation, body);
    } catch (error) {
      throw runFailure(error);
    }
    const stopForwarding = flags.bool('sig-proxy') ? forwardSignals(invocation, id) : () => {};
    try {
      return await startAttached(invocation, id, body.config);
    } finally {
      stopForwarding();
    }
  },
};

function chooseStreams(invocation: Invocation, config: ContainerConfig): void {
  const { flags } = invocation;
  if (!flags.bool('detach')) {
    checkTty(invocation, config.AttachStdin, config.Tty);
    return;
  }
  if (flags.list('attach').length > 0) {
    throw new CommandError('conflicting options: cannot specify both --attach and --detach');
  }
  config.AttachStdin = false;
  config.AttachStdout = false;
  config.AttachStderr = false;
  config.StdinOnce = false;
}

async function startAttached(invocation: Invocation, id: string, config: ContainerConfig): Promise<number> {
  const { engine, flags } = invocation;
  const attached = config.AttachStdin || config.AttachStdout || config.AttachStderr;
  if (!attached) await invocation.print(`${id}\n`);
  const connection = attached
    ? await attachTo(invocation, id, {
        stdin: config.AttachStdin,
        stdout: config.AttachStdout,
        stderr: config.AttachStderr,
        tty: config.Tty,
      })
    : undefined;
  const removed = flags.bool('rm');
  const wait = await waitFor(invocation, id, removed ? 'removed' : 'next-exit');
  try {
    await engine.request('POST', `/containers/${id}/start`);
  } catch (error) {
    connection?.close();
    if (removed) await wait.status;
    throw runFailure(error);
  }
  if (!connection) return 0;
  const stopFollowing = config.Tty ? await followSize(invocation, `/containers/${id}`) : () => {};
  try {
    return await untilExit(connection, wait.status, config.AttachStdout || config.AttachStderr);
  } finally {
    stopFollowing();
  }
}

/** Until the program has ended and all it printed is shown, or the user detaches. */
async function untilExit(connection: Connection, exit: Promise<number>, output: boolean): Promise<number> {
  const first = await Promise.race([connection.ended, exit]);
  if (first === 'detached') return 0;
  if (!output) connection.close();
  const how = await connection.ended;
  return how === 'detached' ? 0 : exit;
}
