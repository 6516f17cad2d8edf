import type { FlagSet } from '../../common/pflag/flag-set.ts';
import type { Process } from '../../common/process.ts';
import type { ConfigFile } from '../config/file.ts';
import type { Engine } from './engine.ts';
import type { Globals } from './globals.ts';

/** One call of a command: all its run function gets. */
export interface Invocation {
  process: Process;
  /** The path it was called by: `docker push`, `docker image push`. */
  path: string;
  args: readonly string[];
  flags: FlagSet;
  globals: Globals;
  /** The client's config.json. */
  config: ConfigFile;
  engine: Engine;
  /** Aborts when the user presses ^C or the process is told to end: the command stops, and says nothing. */
  signal: AbortSignal;
  /** Prints the help of the command with these names; throws a `CommandError` when there is none. */
  showHelp(names: readonly string[]): Promise<void>;
  /** Writes to standard output. */
  print(text: string): Promise<void>;
  /** Writes to standard error. */
  warn(text: string): Promise<void>;
}
