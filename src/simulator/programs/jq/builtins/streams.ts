import { type Cell, recurse, step } from '../cells.ts';
import type { Builtin, Context } from '../context.ts';
import { Exhausted } from '../endings.ts';
import type { Closure } from '../environment.ts';
import { apply } from '../evaluate.ts';
import { excerpt, isTrue, JqError, type Json } from '../value.ts';
import { firstOf, valuesOf } from './support.ts';

function* range(from: Json, to: Json, by: Json): Generator<Cell> {
  if (typeof from !== 'number' || typeof to !== 'number' || typeof by !== 'number') {
    throw new JqError('Range bounds must be numeric');
  }
  if (by > 0) for (let i = from; i < to; i += by) yield { value: i };
  else if (by < 0) for (let i = from; i > to; i += by) yield { value: i };
}

const ranges: Builtin = ({ context, cell, args }) =>
  (function* () {
    const [from, to, by] = args.length === 1 ? [undefined, args[0]] : args;
    for (const a of from ? valuesOf(context, from, cell.value) : [0])
      for (const b of valuesOf(context, to!, cell.value))
        for (const c of by ? valuesOf(context, by, cell.value) : [1]) yield* range(a, b, c);
  })();

function* limit(context: Context, cell: Cell, closure: Closure, n: Json): Generator<Cell> {
  if (typeof n !== 'number') throw new JqError(`Invalid limit ${excerpt(n)}`);
  if (n === 0) return;
  let left = n;
  for (const one of apply(context, closure, cell)) {
    yield one;
    if (--left === 0) return;
  }
}

function last(cells: Iterable<Cell>): Cell[] {
  let found: Cell[] = [];
  for (const one of cells) found = [one];
  return found;
}

/** What waits is kept however few results come of it: a tab has no room for more. */
const DEEPEST = 500_000;

/**
 * A cell, what comes of it, what comes of that, and so on, depth first; `visit` tells whether a cell is a result and
 * what comes of it. On a stack of its own, as jq's calls at the end of a filter need none.
 */
function* descend(
  cell: Cell,
  visit: (cell: Cell) => { isResult: boolean; next?: Iterable<Cell> },
): Generator<Cell> {
  const waiting: Iterator<Cell>[] = [[cell][Symbol.iterator]()];
  for (let top = waiting.at(-1); top; top = waiting.at(-1)) {
    const { value, done } = top.next();
    if (done) {
      waiting.pop();
      continue;
    }
    const { isResult, next } = visit(value);
    if (isResult) yield value;
    if (next) waiting.push(next[Symbol.iterator]());
    if (waiting.length > DEEPEST) throw new Exhausted(`the filter goes deeper than ${DEEPEST} levels`);
  }
}

const recurseBy: Builtin = ({ context, cell, args }) =>
  descend(cell, (one) => ({ isResult: true, next: apply(context, args[0]!, one) }));

/** In jq 1.6 an error of null is none: there is no result. */
function fail(value: Json): Cell[] {
  if (value === null) return [];
  throw new JqError(value);
}

/** Which results there are, how many and until when. */
export const STREAMS: Record<string, Builtin> = {
  'empty/0': () => [],
  'select/1': ({ context, cell, args }) =>
    (function* () {
      for (const value of valuesOf(context, args[0]!, cell.value)) if (isTrue(value)) yield cell;
    })(),
  'recurse/0': ({ cell }) => recurse(cell),
  'recurse/1': recurseBy,
  'recurse_down/0': ({ cell }) => recurse(cell),
  'range/1': ranges,
  'range/2': ranges,
  'range/3': ranges,
  'first/0': ({ cell }) => [step(cell, 0)],
  'last/0': ({ cell }) => [step(cell, -1)],
  'nth/1': ({ context, cell, args }) => [step(cell, firstOf(context, args[0]!, cell.value))],
  'first/1': ({ context, cell, args }) => limit(context, cell, args[0]!, 1),
  'last/1': ({ context, cell, args }) => last(apply(context, args[0]!, cell)),
  'nth/2': ({ context, cell, args }) => {
    const n = firstOf(context, args[0]!, cell.value);
    if (typeof n !== 'number' || n < 0) throw new JqError('Out of bounds negative array index');
    return last(limit(context, cell, args[1]!, n + 1));
  },
  'limit/2': ({ context, cell, args }) =>
    (function* () {
      for (const n of valuesOf(context, args[0]!, cell.value)) yield* limit(context, cell, args[1]!, n);
    })(),
  'until/2': ({ context, cell, args }) =>
    descend(cell, (one) =>
      isTrue(firstOf(context, args[0]!, one.value))
        ? { isResult: true }
        : { isResult: false, next: apply(context, args[1]!, one) },
    ),
  'while/2': ({ context, cell, args }) =>
    descend(cell, (one) =>
      isTrue(firstOf(context, args[0]!, one.value))
        ? { isResult: true, next: apply(context, args[1]!, one) }
        : { isResult: false },
    ),
  // Of the same value each time: what the manual says of `repeat(.*2)` jq 1.6 does not do.
  'repeat/1': ({ context, cell, args }) =>
    (function* () {
      for (;;) yield* apply(context, args[0]!, cell);
    })(),
  'isempty/1': ({ context, cell, args }) => {
    for (const _ of apply(context, args[0]!, cell)) return [{ value: false }];
    return [{ value: true }];
  },
  'error/0': ({ cell }) => fail(cell.value),
  'error/1': ({ context, cell, args }) => fail(firstOf(context, args[0]!, cell.value)),
};
