import type { Clock } from './clock.ts';
import type { FileSystem } from './files.ts';
import type { Handler, Network } from './network.ts';
import type { Random } from './random.ts';

/** Where a process reads from. */
export interface Input {
  readonly isTTY: boolean;
  /** The next bytes, at most one line on a terminal; `undefined` at the end of the input. Rejects when `signal` aborts. */
  read(signal?: AbortSignal): Promise<Uint8Array | undefined>;
}

/** Where a process writes to. */
export interface Output {
  readonly isTTY: boolean;
  /** Resolves when the reader has room; rejects with {@link BrokenPipe} when nobody reads any more. */
  write(data: Uint8Array | string): Promise<void>;
}

/** What a write to a pipe without readers throws: the writer ends silently, as by SIGPIPE (status 141). */
export class BrokenPipe extends Error {
  constructor() {
    super('Broken pipe');
    this.name = 'BrokenPipe';
  }
}

/** The controlling terminal of a process. */
export interface Tty {
  readonly columns: number;
  readonly rows: number;
  /** Whether typed characters appear: off while a password is typed. */
  setEcho(on: boolean): void;
  /** Raw: every key comes at once, nothing is echoed, ^C is a byte (`docker run -it`). */
  setRaw(on: boolean): void;
  /** Calls back on every change of size; returns what ends that. */
  onResize(callback: () => void): () => void;
  /** Keyboard input and screen of the terminal, whatever standard input and output are redirected to (`/dev/tty`). */
  readonly input: Input;
  readonly output: Output;
}

export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGKILL' | 'SIGHUP' | 'SIGQUIT' | 'SIGPIPE' | string;

export interface User {
  name: string;
  uid: number;
  gid: number;
  /** Supplementary groups by name, such as `docker`, `sudo`. */
  groups: string[];
  home: string;
  shell: string;
}

/** How much of something a process may use, and how much it may allow itself. Without end: `Infinity`. */
export interface Limit {
  soft: number;
  hard: number;
}

/** What a machine, or a container, gives every process on it. */
export interface Host {
  hostname: string;
  /** As in an image's config: `amd64`, `arm64`. */
  architecture: string;
  /** The whole file system, as root sees it. */
  files: FileSystem;
  network: Network;
  clock: Clock;
  random: Random;
  /** What answers at a unix socket's path, such as `/var/run/docker.sock`. */
  socket(path: string): Handler | undefined;
  /** The users of `/etc/passwd`. */
  users: User[];
  /** Limits other than the usual, by the names of docker's `--ulimit`. */
  limits?: Readonly<Record<string, Limit>>;
  /** The processes now running, for `ps` and `top`. */
  processes: ProcessTable;
  /** The models of compiled programs by name (see executable.ts). */
  programs: ProgramTable;
}

export interface ProcessEntry {
  pid: number;
  parent: number;
  user: string;
  argv: string[];
  /** Milliseconds since the epoch. */
  started: number;
  tty: boolean;
  /** Delivers a signal. */
  signal(name: SignalName): void;
}

/** The running processes of a host. */
export interface ProcessTable {
  list(): ProcessEntry[];
  add(entry: Omit<ProcessEntry, 'pid'>): number;
  remove(pid: number): void;
}

/** A running program's view of the world. */
export interface Process {
  host: Host;
  pid: number;
  /** `argv[0]` is the name it was called by. */
  argv: string[];
  env: Record<string, string>;
  cwd: string;
  user: User;
  /** The file system with this user's permissions. */
  files: FileSystem;
  stdin: Input;
  stdout: Output;
  stderr: Output;
  tty?: Tty;
  /** Nobody waits for it: a job started with `&`, a container. Its waits do not move the world's clock. */
  background?: boolean;
  /** Aborts when the process is told to end; the reason is a {@link Killed}. */
  signal: AbortSignal;
  /** Takes a signal over from its default (ending the process). Returns what gives it back. */
  onSignal(name: SignalName, handler: () => void): () => void;
  /** Runs another program found through PATH, waits for it and gives its exit status. */
  spawn(argv: string[], options?: SpawnOptions): Promise<number>;
}

export interface SpawnOptions {
  env?: Record<string, string>;
  cwd?: string;
  stdin?: Input;
  stdout?: Output;
  stderr?: Output;
  /** Ends the child. */
  signal?: AbortSignal;
  /** Runs as somebody else. For the models of setuid programs (`sudo`, `su`) alone, which ask first. */
  user?: User;
}

/** Why a process was told to end. */
export class Killed extends Error {
  readonly signalName: SignalName;
  constructor(signalName: SignalName) {
    super(signalName);
    this.name = 'Killed';
    this.signalName = signalName;
  }
}

/** The model of a program: runs and gives its exit status. A thrown {@link Killed} ends it by that signal. */
export type Program = (process: Process) => Promise<number>;

/** Programs by the name in their executable file; loaded when first run. */
export type ProgramTable = Record<string, () => Promise<Program> | Program>;

/** A process that an engine starts inside a container. */
export interface ContainerSpec {
  hostname: string;
  architecture: string;
  argv: string[];
  env: Record<string, string>;
  cwd: string;
  uid: number;
  gid: number;
  /** Further groups: names of its /etc/group, or numbers that have none. */
  groups?: string[];
  /** Limits other than the usual, by the names of docker's `--ulimit`. */
  limits?: Readonly<Record<string, Limit>>;
  /** The container's root file system, with its volumes mounted. */
  files: FileSystem;
  network: Network;
  stdin: Input;
  stdout: Output;
  stderr: Output;
  tty?: Tty;
  /** The processes of this container: shared by its `exec`s. */
  processes: ProcessTable;
}

/** A process that could not start. The message is the runtime's (runc), without its prefix. */
export class StartError extends Error {
  /** `not-found`: no such file; `permission`: not executable; `format`: another architecture, or no program at all. */
  readonly kind: 'not-found' | 'permission' | 'format' | 'directory';
  constructor(kind: StartError['kind'], message: string) {
    super(message);
    this.name = 'StartError';
    this.kind = kind;
  }
}

export interface ContainerProcess {
  pid: number;
  /** The exit status, 128 + n when ended by signal n. Never rejects. */
  exited: Promise<number>;
  signal(name: SignalName): void;
}

/**
 * Runs programs in containers. The engine is handed one by its world, since the models of programs (shell,
 * web server, …) live in rooms that the engine may not import. Throws {@link StartError}.
 */
export type ContainerRunner = (spec: ContainerSpec) => ContainerProcess;
