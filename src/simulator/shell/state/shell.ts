import type { CommandNode, CompoundCommand, Function as FunctionNode } from 'unbash';
import { Breather } from '../../common/breathe.ts';
import type { FileSystem } from '../../common/files.ts';
import { resolvePath } from '../../common/files.ts';
import type { Host, Limit, SignalName, Tty, User } from '../../common/process.ts';
import { orAborted } from '../io/breathe.ts';
import { type Descriptors, shareAll } from '../io/open-file.ts';
import { ashComplaint } from './ash-complaints.ts';
import { dashComplaint } from './dash-complaints.ts';
import { Group } from './group.ts';
import type { Jobs } from './jobs.ts';
import { Variables } from './variables.ts';

/** Whose words and habits: bash, Debian's dash, or BusyBox's ash. */
export type Flavour = 'bash' | 'dash' | 'ash';

/** A piece of source text: positions in its syntax tree are offsets into it. */
export interface Unit {
  source: string;
  /** Line number of its first line. */
  firstLine: number;
}

export interface ShellFunction {
  /** The definition as written, from which it is parsed again after a reload. */
  source: string;
  body: FunctionNode['body'];
  unit: Unit;
  /** Where it was defined: a file, or what the shell calls its input. */
  definedIn: string;
}

/** A function that was called, or a file that was sourced. */
export interface Frame {
  /** The function's name; `undefined` for a file. */
  name?: string;
  /** What stands in it comes from there. */
  source: string;
  /** The line that it was called from. */
  line: number;
}

export interface ShellOptions {
  host: Host;
  user: User;
  files: FileSystem;
  pid: number;
  parent: number;
  descriptors: Descriptors;
  flavour: Flavour;
  tty?: Tty | undefined;
  jobs: Jobs;
}

/** What one shell process is: variables, functions, options, descriptors. A subshell is a fork of it. */
export class Shell {
  readonly host: Host;
  readonly user: User;
  files: FileSystem;
  readonly pid: number;
  readonly parent: number;
  readonly flavour: Flavour;
  readonly tty: Tty | undefined;
  descriptors: Descriptors;
  variables = new Variables();
  functions = new Map<string, ShellFunction>();
  aliases = new Map<string, string>();
  /** Long names of `set -o`. */
  options = new Set<string>(['braceexpand', 'hashall', 'interactive-comments']);
  shopts = new Set<string>([
    'sourcepath',
    'cmdhist',
    'checkwinsize',
    'complete_fullquote',
    'globasciiranges',
    'promptvars',
    'extquote',
    'force_fignore',
    'hostcomplete',
    'interactive_comments',
    'progcomp',
    'globskipdots',
    'patsub_replacement',
  ]);
  positional: string[] = [];
  /** `$0`. */
  name = 'bash';
  cwd = '/';
  umask = 0o022;
  /** Limits that `ulimit` has set. */
  limits = new Map<string, Limit>();
  status = 0;
  pipeStatus: number[] = [0];
  lastBackground: number | undefined;
  lastArgument = '';
  traps = new Map<string, string>();
  pendingTraps: string[] = [];
  jobs: Jobs;
  directoryStack: string[] = [];
  hashed = new Map<string, { path: string; hits: number }>();
  /** Typed lines, oldest first. */
  history: string[] = [];
  /** How many of them are in the history file. */
  historySaved = 0;
  /** Where `getopts` stands: the word, and the letter in it. */
  optionIndex = 1;
  optionOffset = 1;
  interactive = false;
  /** Run by `sh -c`. */
  fromCommandLine = false;
  /** Whether it reads its commands from its input, without a prompt. */
  fromInput = false;
  /** Where `bash: line 3: ` begins: a script's path, or the shell's name. */
  unit: Unit = { source: '', firstLine: 1 };
  line = 1;
  /** The command now running, and the source it stands in. */
  command: { node: CommandNode | CompoundCommand; source: string } | undefined;
  /** What `$BASH_COMMAND` says while a trap runs: the command before it. */
  trapped: string | undefined;
  /** Outermost first. */
  frames: Frame[] = [];
  loopDepth = 0;
  /** Above zero where a failure is being tested, so that `set -e` looks away. */
  tested = 0;
  subshell = 0;
  /** How many command substitutions deep, for `set -x`. */
  substitutions = 0;
  /** Messages of expansions that went on all the same, to be printed before the command runs. */
  complaints: string[] = [];
  /** Whether a command substitution set the status since the command began. */
  substituted = false;
  /** Paths of process substitutions whose command still runs. */
  processFiles: { path: string; consume?: (bytes: Uint8Array) => Promise<void> }[] = [];
  /** The process entry that a background command takes over instead of making its own. */
  reserved: number | undefined;
  /** `exec` has put another program in this process's place: signals are that one's business. */
  replaced = false;
  startedAt: number;
  group = new Group();
  /** The job in the foreground, which the keyboard's signals go to. */
  foreground: Group | undefined;
  /** Whether the last command was an `exit` that stopped jobs held back. */
  warnedOfJobs = false;
  private readonly breather: Breather;

  constructor(options: ShellOptions) {
    this.host = options.host;
    this.user = options.user;
    this.files = options.files;
    this.pid = options.pid;
    this.parent = options.parent;
    this.descriptors = options.descriptors;
    this.flavour = options.flavour;
    this.tty = options.tty;
    this.jobs = options.jobs;
    this.startedAt = options.host.clock.now();
    this.breather = new Breather(400);
  }

  /** fork(2): everything is copied, descriptors are shared. */
  fork(): Shell {
    const child = new Shell({ ...this, descriptors: shareAll(this.descriptors) });
    child.variables = this.variables.clone();
    child.functions = new Map(this.functions);
    child.aliases = new Map(this.aliases);
    child.options = new Set(this.options);
    child.shopts = new Set(this.shopts);
    child.positional = [...this.positional];
    child.name = this.name;
    child.cwd = this.cwd;
    child.umask = this.umask;
    child.limits = new Map(this.limits);
    child.status = this.status;
    child.pipeStatus = [...this.pipeStatus];
    child.lastBackground = this.lastBackground;
    child.lastArgument = this.lastArgument;
    child.jobs = this.jobs.fork();
    child.directoryStack = [...this.directoryStack];
    child.hashed = new Map(this.hashed);
    child.history = this.history;
    child.interactive = this.interactive;
    child.fromCommandLine = this.fromCommandLine;
    child.fromInput = this.fromInput;
    child.unit = this.unit;
    child.line = this.line;
    child.frames = [...this.frames];
    child.loopDepth = 0;
    child.tested = this.tested;
    child.subshell = this.subshell + 1;
    child.substitutions = this.substitutions;
    child.startedAt = this.startedAt;
    child.group = this.group;
    return child;
  }

  /** Ends the evaluator when it was told to, and lets other tasks run now and then. */
  async checkpoint(): Promise<void> {
    if (this.group.signal.aborted) throw this.group.signal.reason;
    if (this.group.stopped) await this.group.running();
    const pause = this.breather.spend(1);
    if (pause) {
      await pause;
      if (this.group.signal.aborted) throw this.group.signal.reason;
    }
  }

  /** Writes to a descriptor; ends when the evaluator is told to. */
  async write(fd: number, data: string | Uint8Array): Promise<void> {
    const file = this.descriptors.get(fd);
    if (file) await orAborted(file.write(data), this.group.signal);
  }

  /** Prints a message as the shell's own: `bash: line 3: …`. */
  async complain(message: string): Promise<void> {
    if (this.flavour === 'bash') return this.write(2, `${this.prefix()}${message}\n`);
    if (this.flavour === 'dash') return this.write(2, `${this.prefix()}${dashComplaint(message)}\n`);
    const { builtin, text } = ashComplaint(message);
    if (builtin === '') {
      // BusyBox writes the two one after the other, which shows where output is told of as it comes.
      await this.write(2, this.prefix());
      return this.write(2, `${text}\n`);
    }
    // A command from the command line is counted from 0.
    const line = this.interactive ? '' : `line ${this.line - (this.fromCommandLine ? 1 : 0)}: `;
    await this.write(2, `${this.sourced ?? this.name}: ${builtin}: ${line}${text}\n`);
  }

  /** Whether it runs a file of commands that was named to it. */
  get isScript(): boolean {
    return !this.interactive && !this.fromCommandLine && !this.fromInput;
  }

  /** How many functions deep. */
  get functionDepth(): number {
    return this.frames.filter(({ name }) => name !== undefined).length;
  }

  /** How many files deep. */
  get sourceDepth(): number {
    return this.frames.length - this.functionDepth;
  }

  /** The file that is being sourced. */
  get sourced(): string | undefined {
    return this.frames.findLast(({ name }) => name === undefined)?.source;
  }

  /** What begins the shell's messages. */
  prefix(): string {
    if (this.flavour === 'bash') {
      return this.interactive
        ? `${this.name.replace(/^.*\//, '').replace(/^-/, '')}: `
        : `${this.frames.at(-1)?.source ?? this.name}: line ${this.line}: `;
    }
    const name = this.sourced ?? this.name;
    if (this.flavour === 'dash') return `${name}: ${this.line}: `;
    // BusyBox's ash counts lines in scripts only.
    return this.isScript || this.sourced ? `${name}: line ${this.line}: ` : `${name}: `;
  }

  option(name: string): boolean {
    return this.options.has(name);
  }

  /** An absolute path for what somebody typed. */
  absolute(path: string): string {
    const resolved = resolvePath(this.cwd, path);
    return path.endsWith('/') && resolved !== '/' ? `${resolved}/` : resolved;
  }

  value(name: string): string | undefined {
    return this.variables.get(name)?.value;
  }

  home(): string {
    return this.value('HOME') ?? this.user.home;
  }

  /** A signal that the shell has a trap for waits until the command now running is done. */
  takeSignal(name: SignalName): boolean {
    const short = name.replace(/^SIG/, '');
    const action = this.traps.get(short);
    if (action === undefined) return false;
    if (action !== '') this.pendingTraps.push(short);
    return true;
  }
}
