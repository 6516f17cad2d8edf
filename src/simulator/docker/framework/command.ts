import type { Flag as PlainFlag } from '../../common/pflag/flag.ts';
import type { Process } from '../../common/process.ts';
import type { ArgsRule } from './args.ts';
import type { Invocation } from './invocation.ts';

/** Which engine a command or a flag asks for; what the engine lacks is hidden from help and refused. */
export interface Requirement {
  /** Lowest Engine API version, such as `1.48`. */
  since?: string;
  os?: 'windows';
  experimental?: boolean;
}

export interface Flag extends PlainFlag {
  /** The default that help shows, where it depends on the environment. */
  defaultFrom?: (process: Pick<Process, 'env'>) => string | undefined;
  /** The default that the environment makes; `''` for none. */
  fromEnvironment?: (env: Readonly<Record<string, string>>) => string;
  requires?: Requirement;
  /** Shown in help on a manager of a swarm only. */
  manager?: boolean;
}

/** A verb, or, without `run`, a noun that groups verbs. */
export interface Command {
  /** Where it is found, the full path first: `['image push', 'push']`. Messages use the path it was called by. */
  paths: readonly string[];
  /** Other names that lead to it, such as `image list`; messages then use the first path of the same noun. */
  synonyms?: readonly string[];
  /** The list below `Aliases:` in help, where it is not simply all paths and synonyms. */
  aliases?: string;
  /** The last line of its own help and of its verbs', if any. */
  closing?: (process: Process) => string | undefined;
  /** The line in its noun's help. */
  short: string;
  /** What its own help says, where that is more than `short`. */
  long?: string;
  /** What follows the path in the usage line: `[OPTIONS] NAME[:TAG]`. */
  usage?: string;
  flags?: readonly Flag[];
  args?: ArgsRule;
  /** Takes any flags without a word, for commands that only say what they cannot do. */
  anyFlags?: boolean;
  /** Whether flags may follow arguments; `run` and `exec` stop at the first argument. Default true. */
  interspersed?: boolean;
  /** Its rank among the common commands at the top of `docker --help`. */
  common?: number;
  /** A part of Swarm: `init` works everywhere, `active` and `manager` only on a node of a swarm. */
  swarm?: 'init' | 'active' | 'manager';
  /** A noun that prints an empty line before its help when it is called without a verb. */
  spaced?: boolean;
  /** An experimental feature of the CLI itself: said so in help. */
  experimental?: boolean;
  /** Comes from a plugin: marked with `*` in help; the plugin prints its own errors. */
  plugin?: boolean;
  hidden?: boolean;
  requires?: Requirement;
  /** Another path that answers in its place, flags, help and all: `build` is `buildx build` unless told otherwise. */
  redirect?: (process: Process) => string | undefined;
  /** What is said on standard error before anything else, even before the flags are read. */
  preface?: (process: Process) => string;
  run?: (invocation: Invocation) => Promise<number>;
}
