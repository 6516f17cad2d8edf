import { encodeBase64 } from '../../common/base64.ts';
import type { ContainerProcess } from '../../common/process.ts';
import { ApiError, conflict, invalidParameter, messageOf, notFound } from '../errors.ts';
import type { Container } from './container.ts';
import { detachKeysOf } from './detach.ts';
import { environment } from './environment.ts';
import { containerEvent } from './events.ts';
import type { Exec } from './exec-store.ts';
import { execFailure, startFailure } from './failures.ts';
import { isRestarting, notRunning } from './kill.ts';
import { runOrExplain, specOf } from './launch.ts';
import type { OutputHub } from './output.ts';
import { Pty } from './pty.ts';
import type { ContainerStore } from './store.ts';
import { emptyInput, Pipe } from './streams.ts';
import { lookupUser } from './user.ts';

/** What `POST /containers/{id}/exec` asks for. */
export interface ExecOptions {
  User: string;
  Privileged: boolean;
  Tty: boolean;
  ConsoleSize: [number, number] | null;
  AttachStdin: boolean;
  AttachStderr: boolean;
  AttachStdout: boolean;
  DetachKeys: string;
  Env: string[] | null;
  WorkingDir: string;
  Cmd: string[] | null;
}

/** Whether a container can take a command now; `name` is what the user called it. */
function requireActive(container: Container, name: string): void {
  const { state } = container.data;
  if (!state.running) throw notRunning(container);
  if (state.paused) throw conflict(`Container ${name} is paused, unpause the container before exec`);
  if (state.restarting) throw isRestarting(container);
}

/** Notes a command for {@link startProcess}. */
export function createExec(
  store: ContainerStore,
  container: Container,
  name: string,
  options: ExecOptions,
): Exec {
  requireActive(container, name);
  if (options.User !== '') {
    try {
      lookupUser(container.running!.files, options.User);
    } catch (error) {
      throw invalidParameter(messageOf(error));
    }
  }
  return newExec(store, container, options);
}

export function newExec(store: ContainerStore, container: Container, options: Partial<ExecOptions>): Exec {
  const { config } = container.data;
  const exec: Exec = {
    id: store.context.random.hex(64),
    container,
    command: options.Cmd ?? [],
    tty: options.Tty ?? false,
    openStdin: options.AttachStdin ?? false,
    openStdout: options.AttachStdout ?? false,
    openStderr: options.AttachStderr ?? false,
    detachKeys: detachKeysOf(
      options.DetachKeys ?? '',
      (keys) => new ApiError(500, `Invalid escape keys (${keys}) provided`),
    ),
    privileged: options.Privileged ?? false,
    user: options.User || config.User,
    workingDir: options.WorkingDir || config.WorkingDir,
    env: options.Env ?? null,
    size: { columns: options.ConsoleSize?.[1] || 80, rows: options.ConsoleSize?.[0] || 24 },
    running: false,
    exitCode: undefined,
    pid: 0,
    process: undefined,
    pty: undefined,
    input: new Pipe(),
  };
  store.execs.add(exec);
  containerEvent(store.context, container, `exec_create: ${exec.command.join(' ')}`, { execID: exec.id });
  return exec;
}

/** The command with that ID, in a container that can run it now. */
export function findExec(store: ContainerStore, id: string): Exec {
  const exec = store.execs.get(id);
  if (!exec) throw notFound(`No such exec instance: ${id}`);
  requireActive(exec.container, exec.container.id);
  return exec;
}

export function requireUnused(exec: Exec): void {
  if (exec.exitCode !== undefined) throw conflict(`exec command ${exec.id} has already run`);
  if (exec.running) throw conflict(`exec command ${exec.id} is already running`);
}

/** Starts a noted command; `hub` gets its output. Its end is noted in the exec. */
export function startProcess(store: ContainerStore, exec: Exec, hub: OutputHub): ContainerProcess {
  const { container } = exec;
  const { running } = container;
  if (!running) throw notRunning(container);
  exec.running = true;
  containerEvent(store.context, container, `exec_start: ${exec.command.join(' ')}`, { execID: exec.id });
  try {
    exec.process = run(store, exec, hub);
  } catch (error) {
    throw refuse(exec, error);
  }
  exec.pid = container.data.state.pid + exec.process.pid;
  running.execs.set(exec.id, exec.process);
  void exec.process.exited.then((code) => {
    running.execs.delete(exec.id);
    exec.running = false;
    exec.exitCode = code;
    exec.process = undefined;
    hub.end();
    exec.input.end();
    if (!container.abandoned) {
      containerEvent(store.context, container, 'exec_die', { execID: exec.id, exitCode: String(code) });
    }
  });
  return exec.process;
}

function refuse(exec: Exec, cause: unknown): Error {
  const { error, exitCode } = startFailure(messageOf(cause));
  exec.running = false;
  exec.exitCode = messageOf(cause).startsWith('OCI runtime') ? exitCode : 126;
  return error;
}

function run(store: ContainerStore, exec: Exec, hub: OutputHub): ContainerProcess {
  const { container, command } = exec;
  const running = container.running!;
  const user = lookupUser(running.files, exec.user, container.data.hostConfig.GroupAdd ?? []);
  const cwd = exec.workingDir || '/';
  if (!cwd.startsWith('/')) {
    throw new ApiError(500, 'OCI runtime exec failed: exec failed: Cwd must be an absolute path: unknown');
  }
  if (!running.files.isDirectory(cwd)) {
    throw new ApiError(
      500,
      execFailure(
        `chdir to cwd (${JSON.stringify(cwd)}) set in config.json failed: no such file or directory`,
      ),
    );
  }
  exec.pty = exec.tty
    ? new Pty(
        exec.size,
        async (data) => {
          await container.gate.passed();
          await hub.write('stdout', data);
        },
        (signal) => exec.process?.signal(signal),
      )
    : undefined;
  const spec = specOf(store, container, {
    argv: command,
    user,
    files: running.files,
    processes: running.processes,
    pty: exec.pty,
    network: { network: running.network },
    env: environment(container.data, { tty: exec.tty, home: user.home, more: exec.env }),
    cwd,
    stdin: exec.openStdin ? exec.input : emptyInput(),
    write: (stream, data) => hub.write(stream, data),
  });
  return runOrExplain(store, spec, execFailure);
}

/** A command as `GET /exec/{id}/json` shows it. */
export function execJson(exec: Exec): Record<string, unknown> {
  const [entrypoint = '', ...args] = exec.command;
  return {
    ID: exec.id,
    Running: exec.running,
    ExitCode: exec.exitCode ?? null,
    ProcessConfig: {
      tty: exec.tty,
      entrypoint,
      arguments: args,
      privileged: exec.privileged,
      ...(exec.user ? { user: exec.user } : {}),
    },
    OpenStdin: exec.openStdin,
    OpenStderr: exec.openStderr,
    OpenStdout: exec.openStdout,
    CanRemove: false,
    ContainerID: exec.container.id,
    DetachKeys: encodeBase64(Uint8Array.from(exec.detachKeys)),
    Pid: exec.running ? exec.pid : 0,
  };
}
