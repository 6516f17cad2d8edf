import { execute } from './string-methods.ts';
import {
  Arr,
  type BufferValue,
  DateValue,
  Fn,
  MapValue,
  native,
  PromiseValue,
  type RegExpValue,
  SetValue,
  Thrown,
  toText,
  type Value,
} from './values.ts';

const settle = async (value: Value): Promise<Value> =>
  value instanceof PromiseValue ? value.promise : value;

/** `then`, `catch` and `finally`. */
export function promiseMethod({ promise }: PromiseValue, key: string): Value {
  const call = async (fn: Value, args: Value[], otherwise: () => Promise<Value>) =>
    fn instanceof Fn ? settle(await fn.call(undefined, args)) : otherwise();
  const pass = (error: unknown, failed: Value) =>
    error instanceof Thrown
      ? call(failed, [error.value], () => Promise.reject(error))
      : Promise.reject(error);
  switch (key) {
    case 'then':
      return native(key, ([done, failed]) => {
        const next = promise.then(
          (value) => call(done, [value], async () => value),
          (error: unknown) => pass(error, failed),
        );
        return new PromiseValue(next);
      });
    case 'catch':
      return native(
        key,
        ([failed]) => new PromiseValue(promise.catch((error: unknown) => pass(error, failed))),
      );
    case 'finally':
      return native(key, ([fn]) => {
        const after = async () => {
          if (fn instanceof Fn) await fn.call(undefined, []);
        };
        return new PromiseValue(promise.finally(after));
      });
    default:
      return undefined;
  }
}

/** Of `Map` and `Set`. */
export function collectionMethod(value: MapValue | SetValue, key: string): Value {
  const store = value instanceof MapValue ? value.map : value.items;
  if (key === 'size') return store.size;
  const entries = (): Value[][] =>
    value instanceof MapValue ? [...value.map] : [...value.items].map((item) => [item, item]);
  const methods: Record<string, (args: Value[]) => Promise<Value> | Value> = {
    has: ([name]) => store.has(name),
    delete: ([name]) => store.delete(name),
    clear: () => store.clear() as undefined,
    get: ([name]) => (value instanceof MapValue ? value.map.get(name) : undefined),
    set: ([name, item]) => {
      if (value instanceof MapValue) value.map.set(name, item);
      return value;
    },
    add: ([item]) => {
      if (value instanceof SetValue) value.items.add(item);
      return value;
    },
    keys: () => new Arr(entries().map(([name]) => name)),
    values: () => new Arr(entries().map(([, item]) => item)),
    entries: () => new Arr(entries().map((entry) => new Arr(entry))),
    forEach: async ([fn]) => {
      for (const [name, item] of entries())
        if (fn instanceof Fn) await fn.call(undefined, [item, name, value]);
      return undefined;
    },
  };
  return Object.hasOwn(methods, key) ? native(key, methods[key]!) : undefined;
}

export function regexpMethod({ regexp }: RegExpValue, key: string): Value {
  if (key === 'source') return regexp.source;
  if (key === 'flags') return regexp.flags;
  if (key === 'test') return native(key, ([text]) => regexp.test(toText(text)));
  return key === 'exec' ? native(key, ([text]) => execute(regexp, toText(text))) : undefined;
}

export function dateMethod({ time }: DateValue, key: string): Value {
  const date = new Date(time);
  const methods: Record<string, () => Value> = {
    getTime: () => time,
    valueOf: () => time,
    toISOString: () => date.toISOString(),
    toJSON: () => date.toISOString(),
    toUTCString: () => date.toUTCString(),
    toString: () => toText(new DateValue(time)),
    // Containers run in UTC.
    toLocaleString: () => date.toLocaleString('en-US', { timeZone: 'UTC' }),
    toLocaleDateString: () => date.toLocaleDateString('en-US', { timeZone: 'UTC' }),
    toLocaleTimeString: () => date.toLocaleTimeString('en-US', { timeZone: 'UTC' }),
    getFullYear: () => date.getUTCFullYear(),
    getMonth: () => date.getUTCMonth(),
    getDate: () => date.getUTCDate(),
    getDay: () => date.getUTCDay(),
    getHours: () => date.getUTCHours(),
    getMinutes: () => date.getUTCMinutes(),
    getSeconds: () => date.getUTCSeconds(),
    getMilliseconds: () => date.getUTCMilliseconds(),
    getTimezoneOffset: () => 0,
  };
  return Object.hasOwn(methods, key) ? native(key, methods[key]!) : undefined;
}

export function bytesMethod({ bytes }: BufferValue, key: string): Value {
  if (key === 'length') return bytes.length;
  if (key !== 'toString') return undefined;
  return native(key, ([encoding]) => {
    const name = encoding === undefined ? 'utf8' : toText(encoding);
    if (name === 'hex') return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (name === 'base64') return btoa(String.fromCharCode(...bytes));
    return new TextDecoder(name === 'latin1' ? 'latin1' : 'utf-8').decode(bytes);
  });
}

export function functionMethod(fn: Fn, key: string): Value {
  if (key === 'name') return fn.name;
  const methods: Record<string, (args: Value[]) => Promise<Value> | Value> = {
    call: ([self, ...args]) => fn.call(self, args),
    apply: ([self, args]) => fn.call(self, args instanceof Arr ? args.items : []),
    bind: ([self, ...args]) => new Fn(`bound ${fn.name}`, (_, more) => fn.call(self, [...args, ...more])),
    toString: () => toText(fn),
  };
  return Object.hasOwn(methods, key) ? native(key, methods[key]!) : undefined;
}
