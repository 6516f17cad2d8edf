import { breathe } from '../../../common/breathe.ts';
import { arrayFrom } from './array-methods.ts';
import type { Evaluator } from './evaluate.ts';
import { format } from './inspect.ts';
import { iterate, keysOf } from './iteration.ts';
import { parseJson, stringify } from './json.ts';
import type { EventLoop } from './loop.ts';
import { Scope } from './scope.ts';
import {
  Arr,
  BufferValue,
  DateValue,
  Fn,
  MapValue,
  makeError,
  native,
  Obj,
  object,
  PromiseValue,
  RegExpValue,
  SetValue,
  Thrown,
  toNumber,
  toText,
  truthy,
  typeError,
  type Value,
} from './values.ts';

/** The names that every script finds: objects of the language, timers, console. */
export function makeGlobals(loop: EventLoop, evaluator: Evaluator): Scope {
  const scope = new Scope(undefined, true);
  const globals: Record<string, Value> = {
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    console: consoleObject(loop),
    JSON: object({
      parse: native('parse', ([text]) => parseJson(toText(text))),
      stringify: native('stringify', ([value, , space]) => stringify(value, space, evaluator)),
    }),
    Math: mathObject(loop),
    Object: objectFunction(evaluator),
    Array: arrayFunction(evaluator),
    Promise: promiseFunction(loop),
    Date: dateFunction(loop),
    String: withProperties(
      native('String', ([value]) => evaluator.text(value ?? '')),
      {
        raw: undefined,
        fromCharCode: native('fromCharCode', (codes) => String.fromCharCode(...codes.map(toNumber))),
      },
    ),
    Number: withProperties(
      native('Number', ([value]) => toNumber(value ?? 0)),
      {
        isInteger: native('isInteger', ([value]) => Number.isInteger(value)),
        isNaN: native('isNaN', ([value]) => Number.isNaN(value)),
        parseInt: native('parseInt', parseInteger),
        parseFloat: native('parseFloat', ([text]) => Number.parseFloat(toText(text))),
        MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
      },
    ),
    Boolean: native('Boolean', ([value]) => truthy(value)),
    parseInt: native('parseInt', parseInteger),
    parseFloat: native('parseFloat', ([text]) => Number.parseFloat(toText(text))),
    isNaN: native('isNaN', ([value]) => Number.isNaN(toNumber(value))),
    encodeURIComponent: native('encodeURIComponent', ([text]) => encodeURIComponent(toText(text))),
    decodeURIComponent: native('decodeURIComponent', ([text]) => decodeURIComponent(toText(text))),
    Buffer: withProperties(
      native('Buffer', () => undefined),
      {
        from: native('from', ([value, encoding]) => bufferFrom(value, encoding)),
        byteLength: native('byteLength', ([text]) => new TextEncoder().encode(toText(text)).length),
      },
    ),
    Map: constructorOf('Map', (args) => {
      const map = new MapValue();
      for (const entry of args[0] ? iterate(args[0]) : []) {
        const [key, value] = iterate(entry);
        map.map.set(key, value);
      }
      return map;
    }),
    Set: constructorOf('Set', (args) => {
      const set = new SetValue();
      for (const item of args[0] ? iterate(args[0]) : []) set.items.add(item);
      return set;
    }),
    RegExp: constructorOf(
      'RegExp',
      ([source, flags]) =>
        new RegExpValue(new RegExp(toText(source), flags === undefined ? '' : toText(flags))),
    ),
    ...timers(loop),
  };
  for (const type of ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError'])
    globals[type] = errorFunction(type);
  for (const [name, value] of Object.entries(globals)) scope.declare(name, value);
  return scope;
}

function withProperties(fn: Fn, properties: Record<string, Value>): Fn {
  for (const [key, value] of Object.entries(properties)) fn.set(key, value);
  return fn;
}

function constructorOf(name: string, make: (args: Value[]) => Promise<Value> | Value): Fn {
  const fn = native(name, () => {
    throw typeError(`Class constructor ${name} cannot be invoked without 'new'`);
  });
  fn.construct = make;
  return fn;
}

function parseInteger([text, radix]: Value[]): number {
  return Number.parseInt(toText(text), radix === undefined ? undefined : toNumber(radix));
}

function bufferFrom(value: Value, encoding: Value): Value {
  if (value instanceof Arr) return new BufferValue(Uint8Array.from(value.items.map(toNumber)));
  if (value instanceof BufferValue) return new BufferValue(value.bytes.slice());
  const text = toText(value);
  if (encoding === 'base64') return new BufferValue(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  if (encoding === 'hex')
    return new BufferValue(Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
  return new BufferValue(new TextEncoder().encode(text));
}

function consoleObject(loop: EventLoop): Obj {
  const { stdout, stderr } = loop.process;
  const to = (stream: typeof stdout) => (args: Value[]) =>
    stream.write(`${format(args)}\n`).then(() => undefined);
  const out = ['log', 'info', 'debug', 'dir'].map((name): [string, Value] => [
    name,
    native(name, to(stdout)),
  ]);
  const err = ['error', 'warn', 'trace'].map((name): [string, Value] => [name, native(name, to(stderr))]);
  return object(Object.fromEntries([...out, ...err]));
}

function mathObject(loop: EventLoop): Obj {
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

function objectFunction(evaluator: Evaluator): Fn {
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

function arrayFunction(evaluator: Evaluator): Fn {
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

function promiseFunction(loop: EventLoop): Fn {
  const settle = async (value: Value) => (value instanceof PromiseValue ? value.promise : value);
  const fn = withProperties(
    native('Promise', () => undefined),
    {
      resolve: native('resolve', ([value]) => new PromiseValue(settle(value))),
      reject: native('reject', ([value]) => new PromiseValue(Promise.reject(new Thrown(value)))),
      all: native(
        'all',
        ([list]) =>
          new PromiseValue(Promise.all(iterate(list).map(settle)).then((values) => new Arr(values))),
      ),
      race: native('race', ([list]) => new PromiseValue(Promise.race(iterate(list).map(settle)))),
      allSettled: native('allSettled', ([list]) => {
        const each = iterate(list).map((item) =>
          settle(item).then(
            (value) => object({ status: 'fulfilled', value }),
            (error: unknown) =>
              object({ status: 'rejected', reason: error instanceof Thrown ? error.value : undefined }),
          ),
        );
        return new PromiseValue(Promise.all(each).then((values) => new Arr(values)));
      }),
    },
  );
  fn.construct = ([executor]) =>
    new PromiseValue(
      new Promise((resolve, reject) => {
        const done = native('resolve', ([value]) => resolve(settle(value)) as undefined);
        const failed = native('reject', ([value]) => reject(new Thrown(value)) as undefined);
        if (!(executor instanceof Fn))
          throw typeError(`Promise resolver ${toText(executor)} is not a function`);
        void loop.guard(async () => {
          try {
            await executor.call(undefined, [done, failed]);
          } catch (error) {
            if (!(error instanceof Thrown)) throw error;
            reject(error);
          }
        });
      }),
    );
  return fn;
}

function dateFunction(loop: EventLoop): Fn {
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

function errorFunction(type: string): Fn {
  const make = ([message, options]: Value[]) => {
    const error = makeError(type, message === undefined ? '' : toText(message));
    if (options instanceof Obj && options.has('cause')) error.set('cause', options.own('cause'));
    return error;
  };
  const fn = native(type, make);
  fn.construct = make;
  return fn;
}

function timers(loop: EventLoop): Record<string, Value> {
  const running = new Map<number, AbortController>();
  let next = 1;
  const { clock } = loop.process.host;
  const start = (repeat: boolean) => (args: Value[]) => {
    const [fn, delay, ...rest] = args;
    const milliseconds = Math.max(1, toNumber(delay ?? 1) || 1);
    const id = next++;
    const controller = new AbortController();
    running.set(id, controller);
    loop.process.signal.addEventListener('abort', () => controller.abort(), { once: true });
    loop.hold();
    void (async () => {
      try {
        do {
          await clock.until(clock.now() + milliseconds, controller.signal);
          // A turn of its own: even one that is due already comes after what promises have to do.
          await breathe();
          if (loop.over || controller.signal.aborted) break;
          await loop.callback(fn, rest);
        } while (repeat && !controller.signal.aborted);
      } catch {
        // Cleared.
      }
      running.delete(id);
      loop.release();
    })();
    const handle: Obj = object({ id });
    for (const name of ['ref', 'unref'])
      handle.set(
        name,
        native(name, () => handle),
      );
    return handle;
  };
  const clear = ([handle]: Value[]) => {
    const id = handle instanceof Obj ? handle.own('id') : handle;
    running.get(toNumber(id))?.abort();
    return undefined;
  };
  const soon = ([fn, ...args]: Value[]) => {
    loop.hold();
    setTimeout(() => void loop.callback(fn, args).then(() => loop.release()), 0);
    return undefined;
  };
  return {
    setTimeout: native('setTimeout', start(false)),
    setInterval: native('setInterval', start(true)),
    clearTimeout: native('clearTimeout', clear),
    clearInterval: native('clearInterval', clear),
    setImmediate: native('setImmediate', soon),
    queueMicrotask: native('queueMicrotask', soon),
  };
}
