import type { Flag } from '../../common/pflag/flag.ts';
import type { FlagSet } from '../../common/pflag/flag-set.ts';
import type { Process } from '../../common/process.ts';

/** What a command is run with. */
export interface Call {
  process: Process;
  flags: FlagSet;
  args: string[];
}

/** A verb of gh, or, with `children`, a noun that groups verbs. */
export interface Command {
  name: string;
  aliases?: readonly string[];
  /** What follows the path in the usage line, without `[flags]`. */
  use?: string;
  /** The line in its noun's help. */
  short: string;
  /** What its own help says, where that is more than `short`. */
  long?: string;
  examples?: string;
  /** Variables of the environment that it looks at. */
  environment?: string;
  /** Under which heading its noun's help lists it. */
  group?: 'core' | 'actions' | 'alias';
  hidden?: boolean;
  flags?: readonly Flag[];
  /** How many arguments it takes; any number where it does not say. */
  args?: number;
  /** Its flags are not looked at. */
  unread?: boolean;
  /** Needs an account. */
  authenticated?: boolean;
  /** A page of `gh help`, not a command. */
  topic?: string;
  children?: readonly Command[];
  run?: (call: Call) => Promise<number>;
}

/** A command with those that lead to it: `gh`, `auth`, `login`. */
export type Path = readonly Command[];

/** `gh auth login` */
export const pathText = (path: Path): string => path.map(({ name }) => name).join(' ');

export const HELP_FLAG: Flag = { name: 'help', type: 'bool', usage: 'Explain the command' };
const VERSION_FLAG: Flag = { name: 'version', type: 'bool', usage: 'Tell the version of gh' };

/** The flags of its own, shown or not. */
export const localFlags = (path: Path): readonly Flag[] =>
  path.length === 1 ? [HELP_FLAG, VERSION_FLAG] : (path.at(-1)!.flags ?? []);

/** All flags that it takes. */
export const flagsOf = (path: Path): readonly Flag[] =>
  path.length === 1 ? localFlags(path) : [...localFlags(path), HELP_FLAG];
