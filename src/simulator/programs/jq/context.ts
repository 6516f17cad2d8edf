import type { Cell } from './cells.ts';
import type { Closure } from './environment.ts';
import type { Json } from './value.ts';

/** What a builtin gets: the closures of its arguments, unevaluated. */
interface Call {
  context: Context;
  cell: Cell;
  args: Closure[];
}

/** A filter of jq's own. */
export type Builtin = (call: Call) => Iterable<Cell>;

/** What a program asks of the world that it runs in. */
interface World {
  now(): number;
  environment: Record<string, string>;
  /** The next input; `undefined` after the last. */
  input(): Json | undefined;
  file(): string | null;
  line(): number;
  /** Writes to standard error. */
  tell(text: string): void;
}

/** What all filters of a program share. */
export interface Context {
  world: World;
  builtins: Record<string, Builtin>;
  /** Filters run since the last result: too many, and the program is taken to be endless. */
  steps: number;
}
