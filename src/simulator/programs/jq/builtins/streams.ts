import { type Cell, recurse, step } from '../cells.ts';
import type { Builtin, Context } from '../context.ts';
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

function* recurseBy(context: Context, cell: Cell, closure: Closure): Generator<Cell> {
  const waiting: Iterator<Cell>[] = [[cell][Symbol.iterator]()];
  while (waiting.length > 0) {
    const { value, done } = waiting.at(-1)!.next();
    if (done) {
      waiting.pop();
      continue;
    }
    yield value;
    waiting.push(apply(context, closure, value));
  }
}

function* loop(
  context: Context,
  cell: Cell,
  test: Closure,
  update: Closure,
  until: boolean,
): Generator<Cell> {
  const isOn = isTrue(firstOf(context, test, cell.value));
  if (until ? isOn : !isOn) {
    if (until) yield cell;
    return;
  }
  if (!until) yield cell;
  for (const next of apply(context, update, cell)) yield* loop(context, next, test, update, until);
}

/** Which results there are, how many and until when. */
export const STREAMS: Record<string, Builtin> = {
  'empty/0': () => [],
  'select/1': ({ context, cell, args }) =>
    (function* () {
      for (const value of valuesOf(context, args[0]!, cell.value)) if (isTrue(value)) yield cell;
    })(),
  'recurse/0': ({ cell }) => recurse(cell),
  'recurse/1': ({ context, cell, args }) => recurseBy(context, cell, args[0]!),
  'recurse_down/0': ({ cell }) => recurse(cell),
  'range/1': ranges,
  'range/2': ranges,
  'range/3': ranges,
  'first/0': ({ cell }) => [step(cell, 0)],
  'last/0': ({ cell }) => [step(cell, -1)],
  'nth/1': ({ context, cell, args }) => [step(cell, firstOf(context, args[0]!, cell.value))],
  'first/1': ({ context, cell, args }) => limit(context, cell, args[0]!, 1),
  'last/1': ({ context, cell, args }) => {
    let last: Cell[] = [];
    for (const one of apply(context, args[0]!, cell)) last = [one];
    return last;
  },
  'nth/2': ({ context, cell, args }) => {
    const n = firstOf(context, args[0]!, cell.value);
    if (typeof n !== 'number' || n < 0) throw new JqError('Out of bounds negative array index');
    return [...limit(context, cell, args[1]!, n + 1)].slice(n);
  },
  'limit/2': ({ context, cell, args }) =>
    (function* () {
      for (const n of valuesOf(context, args[0]!, cell.value)) yield* limit(context, cell, args[1]!, n);
    })(),
  'until/2': ({ context, cell, args }) => loop(context, cell, args[0]!, args[1]!, true),
  'while/2': ({ context, cell, args }) => loop(context, cell, args[0]!, args[1]!, false),
  'repeat/1': ({ context, cell, args }) => recurseBy(context, cell, args[0]!),
  'isempty/1': ({ context, cell, args }) => {
    for (const _ of apply(context, args[0]!, cell)) return [{ value: false }];
    return [{ value: true }];
  },
  'error/0': ({ cell }) => {
    throw new JqError(cell.value);
  },
  'error/1': ({ context, cell, args }) => {
    throw new JqError(firstOf(context, args[0]!, cell.value));
  },
};
