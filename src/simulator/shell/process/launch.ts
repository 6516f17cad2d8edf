import { breathe } from '../../common/breathe.ts';
import type { Clock } from '../../common/clock.ts';
import { readExecutable, readShebang } from '../../common/executable.ts';
import { FileError, type FileSystem, resolvePath } from '../../common/files.ts';
import {
  BrokenPipe,
  type Host,
  type Input,
  Killed,
  type Output,
  type Process,
  type Program,
  type SignalName,
  type SpawnOptions,
  type Tty,
  type User,
} from '../../common/process.ts';
import { gatedInput, gatedOutput } from '../io/gate.ts';
import { Group, HARMLESS, STOPPING } from '../state/group.ts';
import { signalNumber } from '../state/signals.ts';
import { identityOf } from './identity.ts';
import { searchPath } from './lookup.ts';
import { shellPrograms } from './programs.ts';

/** Who starts a process. */
export interface Parentage {
  host: Host;
  files: FileSystem;
  user: User;
  parent: number;
  group: Group;
  tty?: Tty;
  /** A process entry made before, which the new process takes over. */
  reserved?: number;
  /** What resets the signals of the first process in a container: only those it handles reach it. */
  first?: boolean;
}

export interface Start {
  argv: string[];
  env: Record<string, string>;
  cwd: string;
  stdin: Input;
  stdout: Output;
  stderr: Output;
}

export interface Ended {
  status: number;
  signalName?: SignalName;
}

/** execve(2) refused; the text is the C library's, which some shells put in other words. */
export interface Refused {
  problem: string;
  status: 126 | 127;
}

interface Image {
  program: Program;
  argv: string[];
}

/** Runs the file at `path` as a process until it ends. */
export async function launch(parentage: Parentage, path: string, start: Start): Promise<Ended | Refused> {
  const image = await load(parentage, path, start);
  if ('problem' in image) return image;
  return run(parentage, image, start);
}

/** What execve(2) finds in a file: a compiled program, a script with an interpreter, or a text for the shell. */
export async function load(
  { host, files }: Pick<Parentage, 'host' | 'files'>,
  path: string,
  start: Pick<Start, 'argv' | 'cwd'>,
  depth = 0,
): Promise<Image | Refused> {
  const at = resolvePath(start.cwd, path);
  let head: Uint8Array;
  let shebang: ReturnType<typeof readShebang>;
  try {
    // A program may be run without being readable.
    const content = host.files.content(at);
    head = content instanceof Uint8Array ? content.subarray(0, 512) : content.head;
    shebang = readShebang(content);
    const executable = readExecutable(content);
    if (executable) {
      if (executable.architecture !== host.architecture) {
        return { problem: 'Exec format error', status: 126 };
      }
      const entry = host.programs[executable.program] ?? shellPrograms[executable.program];
      if (!entry) return { program: notModelled(executable.program), argv: start.argv };
      return { program: await resolve(entry, host.clock), argv: start.argv };
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { problem: error.message, status: error.code === 'ENOENT' ? 127 : 126 };
  }
  const text = new TextDecoder('latin1').decode(head);
  const rest = start.argv.slice(1);
  if (shebang) {
    const { interpreter, argument } = shebang;
    if (!files.exists(resolvePath(start.cwd, interpreter)) || depth > 4) {
      return { problem: 'No such file or directory', status: 127 };
    }
    const argv = [interpreter, ...(argument === undefined ? [] : [argument]), path, ...rest];
    return load({ host, files }, interpreter, { argv, cwd: start.cwd }, depth + 1);
  }
  if (text.includes('\0') || text.startsWith('\x7fELF')) {
    return { problem: 'Exec format error', status: 126 };
  }
  const shell = await resolve(shellPrograms.bash!, host.clock);
  return { program: shell, argv: ['bash', path, ...rest] };
}

type Entry = Host['programs'][string];

const isLoader = new WeakMap<Entry, Program>();

/** A table holds functions that give the program; what they gave is kept. */
async function resolve(entry: Entry, clock: Clock): Promise<Program> {
  let program = isLoader.get(entry);
  if (!program) {
    program = await clock.loading(entry());
    isLoader.set(entry, program);
  }
  return program;
}

const notModelled =
  (name: string): Program =>
  async (process) => {
    await process.stderr.write(`${process.argv[0]}: the program "${name}" is not part of this simulation\n`);
    return 1;
  };

async function run(parentage: Parentage, image: Image, start: Start): Promise<Ended> {
  const { host, group, user } = parentage;
  const controller = new AbortController();
  const handlers = new Map<SignalName, (() => void)[]>();
  const deliver = (name: SignalName) => {
    const handling = handlers.get(name)?.at(-1);
    if (handling && name !== 'SIGKILL') handling();
    else if (parentage.first && name !== 'SIGKILL') return;
    else if (STOPPING.has(name)) group.stop();
    else if (name === 'SIGCONT') group.resume();
    else if (!HARMLESS.has(name)) controller.abort(new Killed(name));
  };
  const entry = {
    parent: parentage.parent,
    user: user.name,
    argv: image.argv,
    started: host.clock.now(),
    tty: parentage.tty !== undefined,
    // SIGKILL reaches a container's first process from outside only (pid_namespaces(7)).
    signal: (name: SignalName) => (parentage.first && name === 'SIGKILL' ? undefined : deliver(name)),
  };
  const pid = parentage.reserved ?? host.processes.add(entry);
  if (parentage.reserved !== undefined) takeOver(host, pid, entry);
  const leave = group.join(deliver);
  // ^C may come while the program is still being loaded.
  if (group.signal.aborted) controller.abort(group.signal.reason);
  const process: Process = {
    host,
    pid,
    ...start,
    ...(group.controlled && {
      stdin: gatedInput(group, start.stdin),
      stdout: gatedOutput(group, start.stdout),
      stderr: gatedOutput(group, start.stderr),
    }),
    argv: image.argv,
    user,
    files: parentage.files,
    ...(parentage.tty && { tty: parentage.tty }),
    ...(group.background && { background: true }),
    signal: controller.signal,
    onSignal(name, handler) {
      const list = handlers.get(name) ?? [];
      handlers.set(name, [...list, handler]);
      return () =>
        handlers.set(
          name,
          (handlers.get(name) ?? []).filter((other) => other !== handler),
        );
    },
    spawn: (argv, options) => spawn({ ...parentage, parent: pid }, process, argv, options),
  };
  try {
    const ended = await ending(image.program, process);
    if (group.stopped) await group.running();
    return ended;
  } finally {
    leave();
    host.processes.remove(pid);
  }
}

/** A background command's process entry becomes that of the program it runs. */
function takeOver(
  host: Host,
  pid: number,
  entry: Omit<ReturnType<Host['processes']['list']>[number], 'pid'>,
): void {
  const reserved = host.processes.list().find((other) => other.pid === pid);
  if (reserved) Object.assign(reserved, entry);
}

/** Waits for a program to end: by itself, or, when told to, at once. */
async function ending(program: Program, process: Process): Promise<Ended> {
  const { signal } = process;
  const killed = new Promise<never>((_, reject) => {
    const give = () => {
      // What the program does on being told comes first; what it does later goes nowhere.
      breathe().then(() => reject(signal.reason));
    };
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
  killed.catch(() => {});
  try {
    const status = await Promise.race([program(process), killed]);
    return { status: status & 255 };
  } catch (error) {
    if (error instanceof BrokenPipe) return { status: 141, signalName: 'SIGPIPE' };
    if (error instanceof Killed) {
      return { status: 128 + signalNumber(error.signalName), signalName: error.signalName };
    }
    const text = error instanceof Error ? error.message : String(error);
    await process.stderr.write(`${process.argv[0]}: ${text}\n`).catch(() => {});
    return { status: 1 };
  }
}

/** A child of a program: found through the PATH of its environment. */
async function spawn(
  parentage: Parentage,
  process: Process,
  argv: string[],
  options: SpawnOptions = {},
): Promise<number> {
  const { host } = parentage;
  const env = options.env ?? process.env;
  const cwd = options.cwd ?? process.cwd;
  const user = options.user ?? parentage.user;
  const files = options.user ? host.files.as(identityOf(host, options.user)) : parentage.files;
  const name = argv[0]!;
  const stderr = options.stderr ?? process.stderr;
  const start: Start = {
    argv,
    env,
    cwd,
    stdin: options.stdin ?? process.stdin,
    stdout: options.stdout ?? process.stdout,
    stderr,
  };
  let path: string | undefined = name;
  if (!name.includes('/')) path = searchPath(files, env.PATH ?? '/usr/bin:/bin', cwd, name).found;
  else if (!files.may(resolvePath(cwd, name), 1)) {
    const missing = !files.exists(resolvePath(cwd, name));
    await stderr.write(
      `${basename(process.argv[0])}: ${blamed(basename(process.argv[0]), name)}: ${missing ? 'No such file or directory' : 'Permission denied'}\n`,
    );
    return missing ? 127 : 126;
  }
  if (path === undefined) {
    await stderr.write(
      `${basename(process.argv[0])}: ${blamed(basename(process.argv[0]), name)}: No such file or directory\n`,
    );
    return 127;
  }
  const { reserved: _, first: __, ...family } = parentage;
  const group = new Group(parentage.group.background);
  const leave = parentage.group.join((signalName) => group.kill(signalName));
  const end = () => group.kill('SIGTERM');
  for (const signal of [process.signal, options.signal])
    signal?.addEventListener('abort', end, { once: true });
  try {
    const ended = await launch({ ...family, user, files, group }, path, start);
    if ('problem' in ended) {
      await stderr.write(
        `${basename(process.argv[0])}: ${blamed(basename(process.argv[0]), name)}: ${ended.problem}\n`,
      );
    }
    return ended.status;
  } finally {
    leave();
    for (const signal of [process.signal, options.signal]) signal?.removeEventListener('abort', end);
  }
}

const basename = (path = ''): string => path.replace(/^.*\//, '');
/** A command's name in the message of the program that could not run it. */
function blamed(program: string, name: string): string {
  if (/^(?:xargs|sudo)$/.test(program)) return name;
  if (program === 'nohup') return `failed to run command '${name}'`;
  return program === 'timeout' ? `failed to run command ‘${name}’` : `‘${name}’`;
}
