import { arrayFunction, dateFunction, errorFunction, mathObject, objectFunction } from './constructors.ts';
import type { Evaluator } from './evaluate.ts';
import { format } from './inspect.ts';
import { iterate } from './iteration.ts';
import { parseJson, stringify } from './json.ts';
import type { EventLoop } from './loop.ts';
import { promiseFunction } from './promise.ts';
import { Scope } from './scope.ts';
import { timers } from './timers.ts';
import {
  Arr,
  BufferValue,
  type Fn,
  MapValue,
  native,
  type Obj,
  object,
  RegExpValue,
  SetValue,
  toNumber,
  toText,
  truthy,
  typeError,
  type Value,
  withProperties,
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
