import { arrayFrom } from './array-methods.ts';
import type { Evaluator } from './evaluate.ts';
import { iterate, keysOf } from './iteration.ts';
import type { EventLoop } from './loop.ts';
import {
  Arr,
  DateValue,
  type Fn,
  makeError,
  native,
  Obj,
  object,
  toNumber,
  toText,
  type Value,
  withProperties,
} from './values.ts';

/** `Math` */
export function mathObject(loop: EventLoop): Obj {
  const names = [
    'abs',
    'ceil',
    'floor',
    'round',
    'trunc',
    'sqrt',
    'sin',
    'cos',
    'log',
    'log2',
    'log10',
    'exp',
    'sign',
    'cbrt',
  ] as const;
  const math = object({
    PI: Math.PI,
    E: Math.E,
    max: native('max', (args) => Math.max(...args.map(toNumber))),
    min: native('min', (args) => Math.min(...args.map(toNumber))),
    pow: native('pow', ([a, b]) => toNumber(a) ** toNumber(b)),
    hypot: native('hypot', (args) => Math.hypot(...args.map(toNumber))),
    // The world's chance, so that the same script gives the same numbers.
    random: native('random', () => loop.process.host.random.uint32() / 2 ** 32),
  });
  for (const name of names)
    math.set(
      name,
      native(name, ([value]) => Math[name](toNumber(value))),
    );
  return math;
}

/** `Object` */
export function objectFunction(evaluator: Evaluator): Fn {
  const valuesOf = async (value: Value) => {
    const items: Value[] = [];
    for (const key of keysOf(value)) items.push(await evaluator.get(value, key));
    return items;
  };
  const fn = withProperties(
    native('Object', ([value]) => value ?? new Obj()),
    {
      keys: native('keys', ([value]) => new Arr(keysOf(value))),
      values: native('values', async ([value]) => new Arr(await valuesOf(value))),
      entries: native('entries', async ([value]) => {
        const values = await valuesOf(value);
        return new Arr(keysOf(value).map((key, i) => new Arr([key, values[i]])));
      }),
      assign: native('assign', async ([target, ...sources]) => {
        for (const source of sources) {
          for (const key of keysOf(source))
            await evaluator.put(target, key, await evaluator.get(source, key));
        }
        return target;
      }),
      freeze: native('freeze', ([value]) => value),
      fromEntries: native('fromEntries', ([entries]) => {
        const result = new Obj();
        for (const entry of iterate(entries)) {
          const [key, value] = iterate(entry);
          result.set(toText(key), value);
        }
        return result;
      }),
      create: native('create', ([proto]) => new Obj(proto instanceof Obj ? proto : null)),
    },
  );
  fn.construct = () => new Obj();
  return fn;
}

/** `Array` */
export function arrayFunction(evaluator: Evaluator): Fn {
  const make = (args: Value[]) =>
    args.length === 1 && typeof args[0] === 'number'
      ? new Arr(Array.from({ length: Math.min(args[0], 1_000_000) }, () => undefined))
      : new Arr([...args]);
  const fn = withProperties(native('Array', make), {
    isArray: native('isArray', ([value]) => value instanceof Arr),
    of: native('of', (args) => new Arr([...args])),
    from: native('from', ([source, map]) => arrayFrom(source, map, evaluator)),
  });
  fn.construct = make;
  return fn;
}

/** `Date`, by the world's clock. */
export function dateFunction(loop: EventLoop): Fn {
  const now = () => Math.floor(loop.process.host.clock.now());
  const fn = withProperties(
    native('Date', () => toText(new DateValue(now()))),
    {
      now: native('now', now),
      parse: native('parse', ([text]) => Date.parse(toText(text))),
    },
  );
  fn.construct = (args) => {
    if (args.length === 0) return new DateValue(now());
    if (args.length > 1) {
      const [year = 0, month = 0, ...rest] = args.map(toNumber);
      return new DateValue(Date.UTC(year, month, ...rest));
    }
    const [value] = args;
    return new DateValue(typeof value === 'string' ? Date.parse(value) : toNumber(value));
  };
  return fn;
}

/** `Error` and its kin. */
export function errorFunction(type: string): Fn {
  const make = ([message, options]: Value[]) => {
    const error = makeError(type, message === undefined ? '' : toText(message));
    if (options instanceof Obj && options.has('cause')) error.set('cause', options.own('cause'));
    return error;
  };
  const fn = native(type, make);
  fn.construct = make;
  return fn;
}
