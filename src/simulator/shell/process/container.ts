import type { Clock } from '../../common/clock.ts';
import { readExecutable, readShebang } from '../../common/executable.ts';
import { FileError, resolvePath } from '../../common/files.ts';
import {
  type ContainerRunner,
  type ContainerSpec,
  type Host,
  type ProgramTable,
  StartError,
  type User,
} from '../../common/process.ts';
import type { Random } from '../../common/random.ts';
import { Group } from '../state/group.ts';
import { readUsers } from './identity.ts';
import { launch } from './launch.ts';

interface ContainerRunnerOptions {
  clock: Clock;
  random: Random;
  programs: ProgramTable;
}

/** What a container has of the daemon that starts it. */
const DAEMON_LIMITS = { nofile: { soft: 1_048_576, hard: 1_048_576 } };

/** Runs processes in containers: on the container's own files, users and PATH. */
export function createContainerRunner(options: ContainerRunnerOptions): ContainerRunner {
  return (spec) => {
    const host: Host = {
      hostname: spec.hostname,
      architecture: spec.architecture,
      files: spec.files,
      network: spec.network,
      clock: options.clock,
      random: options.random,
      socket: () => undefined,
      users: readUsers(spec.files),
      limits: { ...DAEMON_LIMITS, ...spec.limits },
      processes: spec.processes,
      programs: options.programs,
    };
    const user = userOf(host, spec);
    const files = host.files.as({ uid: spec.uid, gid: spec.gid });
    const path = findExecutable(spec, files);
    const group = new Group(true);
    const known = new Set(spec.processes.list().map(({ pid }) => pid));
    // The entry is made here, so that its number is known at once; the program takes it over.
    const pid = spec.processes.add({
      parent: 0,
      user: user.name,
      argv: spec.argv,
      started: options.clock.now(),
      tty: spec.tty !== undefined,
      signal: (name) => group.kill(name),
    });
    const exited = launch(
      {
        host,
        files,
        user,
        parent: 0,
        group,
        reserved: pid,
        first: known.size === 0,
        ...(spec.tty && { tty: spec.tty }),
      },
      path,
      spec,
    ).then(
      (ended) => ended.status,
      () => 1,
    );
    return { pid, exited, signal: (name) => group.deliver(name) };
  };
}

function userOf(host: Host, spec: ContainerSpec): User {
  const found = host.users.find(({ uid }) => uid === spec.uid);
  const { groups = [] } = spec;
  if (found) return { ...found, gid: spec.gid, groups: [...found.groups, ...groups] };
  return { name: String(spec.uid), uid: spec.uid, gid: spec.gid, groups, home: '/', shell: '/bin/sh' };
}

/** The file to run, looked up as runc does before it starts the process. @throws StartError */
function findExecutable(spec: ContainerSpec, files: ContainerSpec['files']): string {
  const name = spec.argv[0] ?? '';
  const label = `exec: ${JSON.stringify(name)}`;
  if (!name.includes('/')) {
    for (const folder of (spec.env.PATH ?? '').split(':')) {
      const candidate = `${folder || '.'}/${name}`;
      const at = resolvePath(spec.cwd, candidate);
      if (name !== '' && files.isFile(at) && files.may(at, 1)) return requireRunnable(spec, candidate);
    }
    throw new StartError('not-found', `${label}: executable file not found in $PATH`);
  }
  const at = resolvePath(spec.cwd, name);
  try {
    const stat = files.stat(at);
    if (stat.type === 'directory' || !files.may(at, 1))
      throw new StartError('permission', `${label}: permission denied`);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code === 'EACCES') throw new StartError('permission', `${label}: permission denied`);
    const reason = error.message.charAt(0).toLowerCase() + error.message.slice(1);
    throw new StartError('not-found', `${label}: stat ${name}: ${reason}`);
  }
  return requireRunnable(spec, name);
}

/** What only execve(2) itself finds out. */
function requireRunnable(spec: ContainerSpec, path: string): string {
  const at = resolvePath(spec.cwd, path);
  const content = spec.files.content(at);
  const executable = readExecutable(content);
  if (executable) {
    if (executable.architecture !== spec.architecture)
      throw new StartError('format', `exec ${path}: exec format error`);
    return path;
  }
  const shebang = readShebang(content);
  if (!shebang) throw new StartError('format', `exec ${path}: exec format error`);
  if (!spec.files.exists(resolvePath(spec.cwd, shebang.interpreter))) {
    throw new StartError('format', `exec ${path}: no such file or directory`);
  }
  return path;
}
