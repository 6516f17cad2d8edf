import type { Host, Input, Output, Tty, User } from '../common/process.ts';
import { Killed } from '../common/process.ts';
import { type AfterCommand, killedStatus, runProgramText } from './evaluate/run.ts';
import { OpenFile } from './io/open-file.ts';
import { identityOf } from './process/identity.ts';
import { importEnvironment, loginEnvironment } from './setup.ts';
import { Jobs } from './state/jobs.ts';
import { Shell } from './state/shell.ts';

export interface ScriptOptions {
  user: User;
  stdin: Input;
  stdout: Output;
  stderr: Output;
  /** The controlling terminal, where there is one. */
  tty?: Tty;
  /** `$1`, `$2`, … */
  args?: string[];
  /** Added to what login gives the user. */
  env?: Record<string, string>;
  cwd?: string;
  /** `$0`; what begins the shell's messages. */
  name?: string;
  /** Called after each of the script's own commands, with its text; the next one waits for it. */
  onCommand?: AfterCommand;
  /** Ends the script. */
  signal?: AbortSignal;
}

/** Runs a bash script on a machine and gives its exit status. */
export async function runScript(host: Host, script: string, options: ScriptOptions): Promise<number> {
  const { user } = options;
  const name = options.name ?? 'bash';
  let shell: Shell | undefined;
  const pid = host.processes.add({
    parent: 1,
    user: user.name,
    argv: [name, ...(options.args ?? [])],
    started: host.clock.now(),
    tty: options.tty !== undefined,
    signal: (signalName) => shell?.group.kill(signalName),
  });
  shell = new Shell({
    host,
    user,
    files: host.files.as(identityOf(host, user)),
    pid,
    parent: 1,
    descriptors: new Map([
      [0, new OpenFile({ input: options.stdin })],
      [1, new OpenFile({ output: options.stdout })],
      [2, new OpenFile({ output: options.stderr })],
    ]),
    flavour: 'bash',
    tty: options.tty,
    jobs: new Jobs(),
  });
  shell.name = name;
  shell.fromInput = options.name === undefined;
  shell.positional = [...(options.args ?? [])];
  shell.cwd = options.cwd ?? (host.files.isDirectory(user.home) ? user.home : '/');
  shell.group.trap = (signalName) => shell.takeSignal(signalName);
  importEnvironment(shell, { ...loginEnvironment(user), ...options.env });
  const end = () => shell.group.kill('SIGTERM');
  options.signal?.addEventListener('abort', end, { once: true });
  try {
    return await runProgramText(shell, script, '', options.onCommand);
  } catch (error) {
    if (error instanceof Killed) return killedStatus(error);
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', end);
    host.processes.remove(pid);
  }
}
