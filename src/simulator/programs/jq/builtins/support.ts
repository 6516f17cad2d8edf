import type { Cell } from '../cells.ts';
import type { Builtin, Context } from '../context.ts';
import type { Closure } from '../environment.ts';
import { apply } from '../evaluate.ts';
import type { Json } from '../value.ts';

/** A builtin that makes one value of its input and its arguments' values, for each of their combinations. */
export const simple =
  (make: (input: Json, ...args: Json[]) => Json): Builtin =>
  ({ context, cell, args }) =>
    combine(context, cell, args, make);

function* combine(
  context: Context,
  cell: Cell,
  args: Closure[],
  make: (input: Json, ...args: Json[]) => Json,
  given: Json[] = [],
): Generator<Cell> {
  if (given.length === args.length) {
    yield { value: make(cell.value, ...given) };
    return;
  }
  for (const { value } of apply(context, args[given.length]!, { value: cell.value })) {
    yield* combine(context, cell, args, make, [...given, value]);
  }
}

/** The results of an argument for an input. */
export function* valuesOf(context: Context, closure: Closure, value: Json): Generator<Json> {
  for (const cell of apply(context, closure, { value })) yield cell.value;
}

/** The first of them; null where there is none. */
export const firstOf = (context: Context, closure: Closure, value: Json): Json => {
  for (const one of valuesOf(context, closure, value)) return one;
  return null;
};
