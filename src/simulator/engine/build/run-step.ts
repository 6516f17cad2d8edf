import { type DirectoryNode, directory, FileSystem, Volume } from '../../common/files.ts';
import { goQuote } from '../../common/go-quote.ts';
import type { Output } from '../../common/process.ts';
import { ContainerProcesses } from '../containers/process-table.ts';
import { mountKernel } from '../containers/root.ts';
import { emptyInput } from '../containers/streams.ts';
import { lookupUser } from '../containers/user.ts';
import type { Machine } from '../context.ts';
import { MountStubs } from './mount-stubs.ts';
import type { InlineStep, RunStep } from './plan/graph.ts';

/** The host name of containers that run build steps. */
const HOSTNAME = 'buildkitsandbox';

/** A directory or file mounted into a build step. */
export interface StepMount {
  target: string;
  volume: Volume;
  from?: string;
  readonly: boolean;
}

export interface RunOptions {
  root: DirectoryNode;
  mounts: StepMount[];
  /** Variables besides the step's own: secrets. */
  env: Record<string, string>;
  /** Lines for /etc/hosts, each ended. */
  hosts: string;
  output(stream: 1 | 2, data: Uint8Array): void;
  signal: AbortSignal;
}

export interface RunResult {
  root: DirectoryNode;
  exitCode: number;
}

/** Runs a step's command on the files below it. @throws StartError when it cannot even start */
export async function runStep(machine: Machine, step: RunStep, options: RunOptions): Promise<RunResult> {
  const now = (): number => machine.clock.now();
  const volume = new Volume(options.root);
  const files = new FileSystem(volume, now);
  const user = userOf(files, step);
  if (!files.exists(step.cwd)) files.mkdir(step.cwd, { parents: true });
  const stubs = new MountStubs(volume, now);
  for (const name of NAMES) stubs.make(name, 'file');
  for (const mount of options.mounts) stubs.make(mount.target, typeOf(mount));
  const processes = new ContainerProcesses();
  mountKernel(files, now(), processes);
  mountNames(files, options.hosts, now());
  if (step.script) mountScript(files, step.script.file, now());
  for (const { target, volume: mounted, from, readonly } of options.mounts) {
    files.mount(target, mounted, { ...(from ? { from } : {}), readonly });
  }
  const env: Record<string, string> = { HOME: user.home, ...Object.fromEntries(step.env), ...options.env };
  const output = (stream: 1 | 2): Output => ({
    isTTY: false,
    write: async (bytes) =>
      options.output(stream, typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes),
  });
  const process = machine.runner({
    hostname: HOSTNAME,
    architecture: machine.architecture,
    argv: step.args,
    env,
    cwd: step.cwd,
    uid: user.uid,
    gid: user.gid,
    files,
    network: machine.network,
    stdin: emptyInput(),
    stdout: output(1),
    stderr: output(2),
    processes,
  });
  const kill = (): void => process.signal('SIGKILL');
  options.signal.addEventListener('abort', kill, { once: true });
  const exitCode = await process.exited;
  options.signal.removeEventListener('abort', kill);
  stubs.clear();
  return { root: volume.root, exitCode };
}

/** What is mounted: a secret is a file, and a bind mount may be. */
function typeOf({ volume, from }: StepMount): 'file' | 'directory' {
  const node = new FileSystem(volume, () => 0);
  return from !== undefined && node.isFile(from) ? 'file' : 'directory';
}

function userOf(files: FileSystem, step: RunStep): ReturnType<typeof lookupUser> {
  try {
    return lookupUser(files, step.user);
  } catch (error) {
    throw new Error(runFailure(step, (error as Error).message));
  }
}

const NAMES = ['/etc/hosts', '/etc/resolv.conf'];

/** What the builder keeps for the container outside its layer. */
function mountNames(files: FileSystem, extraHosts: string, mtime: number): void {
  const hosts = `127.0.0.1\tlocalhost ${HOSTNAME}\n::1\tlocalhost ip6-localhost ip6-loopback\n${extraHosts}`;
  const texts = { hosts, 'resolv.conf': 'nameserver 192.168.65.7\n' };
  for (const [name, text] of Object.entries(texts)) {
    const content = new TextEncoder().encode(text);
    const node = { type: 'file' as const, content, mode: 0o644, uid: 0, gid: 0, mtime };
    files.mount(`/etc/${name}`, new Volume(directory([[name, node]])), { from: `/${name}`, readonly: true });
  }
}

function mountScript(files: FileSystem, { name, data }: InlineStep['file'], mtime: number): void {
  const content = new TextEncoder().encode(data);
  const node = { type: 'file' as const, content, mode: 0o755, uid: 0, gid: 0, mtime };
  files.mount('/dev/pipes', new Volume(directory([[name, node]])), { readonly: true });
}

/** What BuildKit says of a step that failed. */
export function runFailure(step: RunStep, reason: number | string): string {
  const command = goQuote(step.args.join(' '));
  const cause = typeof reason === 'number' ? `exit code: ${reason}` : reason;
  return `process ${command} did not complete successfully: ${cause}`;
}
