import { FileSystem } from '../../common/files.ts';
import {
  type ContainerProcess,
  type ContainerSpec,
  type Input,
  type Limit,
  type Output,
  type SignalName,
  StartError,
} from '../../common/process.ts';
import { messageOf } from '../errors.ts';
import type { RunNetwork } from '../networks/sandboxes.ts';
import { mountAll } from '../volumes/attach.ts';
import type { Container, Running } from './container.ts';
import { addDevices } from './devices.ts';
import { environment } from './environment.ts';
import { failed } from './errors.ts';
import { etcFiles } from './etc-files.ts';
import { createFailure, loggingFailure } from './failures.ts';
import { logAttributes } from './log-attributes.ts';
import { checkRotation } from './log-rotation.ts';
import { ContainerProcesses } from './process-table.ts';
import { Pty } from './pty.ts';
import { mountEngineFiles, mountKernel } from './root.ts';
import type { ContainerStore } from './store.ts';
import { emptyInput, type StreamName } from './streams.ts';
import { type ContainerUser, lookupUser } from './user.ts';

/** Starts a container's first process: everything a runtime does between `create` and `start`. */
export function launch(store: ContainerStore, container: Container, network: RunNetwork): Running {
  const { data } = container;
  checkLogging(container);
  const processes = new ContainerProcesses();
  const files = rootOf(store, container, processes);
  const user = lookupUser(files, data.config.User, data.hostConfig.GroupAdd ?? []);
  const argv = [data.path, ...data.args];
  if (data.hostConfig.Init) addInit(store, processes, argv);
  const stop = new AbortController();
  const live: { process?: ContainerProcess } = {};
  const pty = data.config.Tty
    ? new Pty(container.size, screenOf(container), (signal) => live.process?.signal(signal))
    : undefined;
  const spec = specOf(store, container, {
    argv,
    user,
    files,
    processes,
    pty,
    network,
    env: environment(data, { tty: data.config.Tty, home: user.home }),
    cwd: data.config.WorkingDir || '/',
    stdin: data.config.OpenStdin ? container.input : emptyInput(),
    write: (stream, bytes) => container.output.write(stream, bytes),
  });
  container.log.begin();
  const process = runOrExplain(store, spec, createFailure);
  live.process = process;
  if (pty && data.config.OpenStdin) void pump(container.input, pty, stop.signal);
  return {
    since: store.context.clock.now(),
    process,
    processes,
    files,
    network: network.network,
    pty,
    stop,
    execs: new Map(),
    releasePorts: network.releasePorts,
  };
}

function checkLogging(container: Container): void {
  try {
    logAttributes(container);
    const { Type: driver, Config: options } = container.data.hostConfig.LogConfig;
    if (driver === 'json-file' || driver === 'local') checkRotation(driver, options ?? {});
  } catch (error) {
    throw new Error(loggingFailure(messageOf(error)));
  }
}

/** What a process in a container is given. */
export function specOf(
  store: ContainerStore,
  container: Container,
  options: {
    argv: string[];
    user: ContainerUser;
    files: FileSystem;
    processes: ContainerProcesses;
    pty: Pty | undefined;
    network: Pick<RunNetwork, 'network'>;
    env: Record<string, string>;
    cwd: string;
    stdin: Input;
    write: (stream: StreamName, data: Uint8Array) => Promise<void>;
  },
): ContainerSpec {
  const { argv, user, files, processes, pty, env, cwd } = options;
  const stream = (name: StreamName): Output => pty?.output ?? gated(container, name, options.write);
  return {
    hostname: container.data.config.Hostname,
    architecture: store.context.architecture,
    argv,
    env,
    cwd,
    uid: user.uid,
    gid: user.gid,
    groups: user.groups,
    limits: limitsOf(container),
    files,
    network: options.network.network,
    stdin: pty?.input ?? options.stdin,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    ...(pty ? { tty: pty } : {}),
    processes,
  };
}

/** `HostConfig.Ulimits`, of which -1 is without end. */
function limitsOf({ data }: Container): Record<string, Limit> {
  const given = (data.hostConfig.Ulimits ?? []) as { Name?: string; Soft?: number; Hard?: number }[];
  const end = (value = 0): number => (value === -1 ? Number.POSITIVE_INFINITY : value);
  return Object.fromEntries(
    given.map(({ Name = '', Soft, Hard }) => [Name, { soft: end(Soft), hard: end(Hard) }]),
  );
}

/** What a paused container writes comes when it goes on. */
function gated(
  container: Container,
  stream: StreamName,
  write: (stream: StreamName, data: Uint8Array) => Promise<void>,
): Output {
  const encoder = new TextEncoder();
  return {
    isTTY: false,
    write: async (data) => {
      await container.gate.passed();
      await write(stream, typeof data === 'string' ? encoder.encode(data) : data);
    },
  };
}

function screenOf(container: Container): (data: Uint8Array) => Promise<void> {
  return async (data) => {
    await container.gate.passed();
    await container.output.write('stdout', data);
  };
}

/**
 * Runs a process; a refusal is thrown as the runtime words it. A program of another architecture starts, and says
 * itself that it cannot run.
 */
export function runOrExplain(
  store: ContainerStore,
  spec: ContainerSpec,
  word: (message: string) => string,
): ContainerProcess {
  try {
    return store.context.runner(spec);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    if (error.kind !== 'format') throw failed(word(error.message));
    const text = error.message.startsWith('exec ')
      ? error.message
      : `exec ${spec.argv[0]}: exec format error`;
    return {
      pid: 1,
      exited: spec.stderr.write(`${text}\n`).then(
        () => 1,
        () => 1,
      ),
      signal: () => {},
    };
  }
}

function rootOf(store: ContainerStore, container: Container, processes: ContainerProcesses): FileSystem {
  const { data, disk } = container;
  const now = () => store.context.clock.now();
  const prepare = (files: FileSystem) => {
    mountKernel(files, now(), processes);
    addDevices(store.context.files, files, data);
    mountEngineFiles(files, data, etcFiles(store, container), now());
    mountAll(store, container, files, container.mountedImages);
    return files;
  };
  const writable = prepare(new FileSystem(disk, now));
  const cwd = data.config.WorkingDir;
  if (cwd && !writable.exists(cwd)) writable.mkdir(cwd, { parents: true });
  if (!data.hostConfig.ReadonlyRootfs) return writable;
  // The same again over a root that cannot be written: what is mounted over is there now.
  return prepare(new FileSystem(disk, now, [{ at: [], volume: disk, from: [], readonly: true }]));
}

function addInit(store: ContainerStore, processes: ContainerProcesses, argv: string[]): void {
  processes.add({
    parent: 0,
    user: 'root',
    argv: ['/sbin/docker-init', '--', ...argv],
    started: store.context.clock.now(),
    tty: false,
    signal: (_name: SignalName) => {},
  });
}

/** Carries what clients type to the terminal, while the container runs. */
async function pump(from: Input, pty: Pty, signal: AbortSignal): Promise<void> {
  try {
    for (let data = await from.read(signal); data; data = await from.read(signal)) pty.type(data);
  } catch {
    // The run has ended.
  }
}
