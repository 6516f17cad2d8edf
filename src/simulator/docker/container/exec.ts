import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { inspectContainer } from './inspect-request.ts';
import { containerPath } from './names.ts';
import { env } from './options/checks.ts';
import { readPairs } from './options/files.ts';
import { checkTty, connect } from './streams/connection.ts';
import { followSize } from './streams/signals.ts';

/** `docker exec` */
export const exec: Command = {
  paths: ['container exec', 'exec'],
  short: 'Run one more command in a running container',
  usage: '[OPTIONS] CONTAINER COMMAND [ARG...]',
  common: 2,
  interspersed: false,
  args: minArgs(2),
  flags: [
    { name: 'detach', short: 'd', type: 'bool', usage: 'Leave the command in the background' },
    { name: 'detach-keys', type: 'string', usage: 'Keys that detach from the container' },
    {
      name: 'env',
      short: 'e',
      type: 'list',
      usage: 'Environment variable to set',
      requires: { since: '1.25' },
      check: env,
    },
    {
      name: 'env-file',
      type: 'list',
      usage: 'File to read environment variables from',
      requires: { since: '1.25' },
    },
    { name: 'interactive', short: 'i', type: 'bool', usage: 'Leave STDIN open, attached or not' },
    { name: 'privileged', type: 'bool', usage: 'Allow the command nearly everything the host may do' },
    { name: 'tty', short: 't', type: 'bool', usage: 'Give the command a pseudo-terminal' },
    {
      name: 'user',
      short: 'u',
      type: 'string',
      usage: 'User to run as (format: "<name|uid>[:<group|gid>]")',
    },
    {
      name: 'workdir',
      short: 'w',
      type: 'string',
      usage: 'Directory to start in, inside the container',
      requires: { since: '1.35' },
    },
  ],
  run: async (invocation) => {
    const { args, engine, flags } = invocation;
    const [name = ''] = args;
    const detach = flags.bool('detach');
    const tty = flags.bool('tty');
    const options = execOptions(invocation);
    await inspectContainer(invocation, name);
    if (!detach) checkTty(invocation, flags.bool('interactive'), tty);
    const { Id } = await engine.json<{ Id: string }>('POST', containerPath(name, 'exec'), { json: options });
    if (!Id) throw new CommandError('exec ID empty');
    const start = { Detach: detach, Tty: tty, ConsoleSize: options.ConsoleSize ?? null };
    if (detach) {
      await engine.request('POST', `/exec/${Id}/start`, { json: start });
      return 0;
    }
    return runAttached(invocation, Id, start);
  },
};

interface ExecOptions {
  ConsoleSize?: [number, number];
  [name: string]: unknown;
}

function execOptions({ args, config, flags, process }: Invocation): ExecOptions {
  const attached = !flags.bool('detach');
  const given = flags.list('env').map((pair) => {
    const value = pair.includes('=') ? undefined : process.env[pair];
    return value === undefined ? pair : `${pair}=${value}`;
  });
  const tty = flags.bool('tty');
  const { stdout } = process;
  return {
    User: flags.string('user'),
    Privileged: flags.bool('privileged'),
    Tty: tty,
    ...(tty && process.tty && stdout.isTTY ? { ConsoleSize: [process.tty.rows, process.tty.columns] } : {}),
    AttachStdin: attached && flags.bool('interactive'),
    AttachStderr: attached,
    AttachStdout: attached,
    DetachKeys: flags.string('detach-keys') || config.text('detachKeys'),
    Env: readPairs(process, flags.list('env-file'), given, (name) => process.env[name]),
    WorkingDir: flags.string('workdir'),
    Cmd: args.slice(1),
  };
}

async function runAttached(
  invocation: Invocation,
  id: string,
  start: Record<string, unknown>,
): Promise<number> {
  const { engine, flags, config, process } = invocation;
  const tty = flags.bool('tty');
  const connection = await connect(
    invocation,
    { path: `/exec/${id}/start`, json: start },
    {
      stdin: flags.bool('interactive'),
      stdout: true,
      stderr: true,
      tty,
      detachKeys: flags.string('detach-keys') || config.text('detachKeys'),
    },
  );
  const stopFollowing = tty && process.stdin.isTTY ? await followSize(invocation, `/exec/${id}`) : () => {};
  try {
    if ((await connection.ended) === 'detached') throw new CommandError('read escape sequence');
  } finally {
    stopFollowing();
  }
  const { ExitCode } = await engine.json<{ ExitCode: number | null }>('GET', `/exec/${id}/json`);
  return ExitCode ?? 0;
}
