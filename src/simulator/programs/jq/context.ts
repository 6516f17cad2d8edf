import type { Cell } from './cells.ts';
import { Exhausted } from './endings.ts';
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
  /** Steps since the last result. */
  steps: number;
}

/** Far more than a filter over an API's answer needs, and few enough for what they keep to fit into a tab's memory. */
const MOST_STEPS = 3_000_000;

/** Counts a step: a filter run, or a result that is kept or used up. @throws Exhausted when there are too many */
export function spend(context: Context): void {
  if (++context.steps > MOST_STEPS) {
    throw new Exhausted(`the filter takes more than ${MOST_STEPS} steps to its next result`);
  }
}
