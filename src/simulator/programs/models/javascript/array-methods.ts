import type { PropertyEvaluator } from './evaluate-property.ts';
import { iterate } from './iteration.ts';
import { Arr, Fn, native, toNumber, toText, truthy, typeError, type Value } from './values.ts';

type Method = (items: Value[], args: Value[], array: Arr) => Promise<Value> | Value;

const index = (value: Value, length: number, otherwise: number): number => {
  if (value === undefined) return otherwise;
  const number = Math.trunc(toNumber(value)) || 0;
  return number < 0 ? Math.max(0, length + number) : Math.min(number, length);
};

const callback = (value: Value): Fn => {
  if (value instanceof Fn) return value;
  throw typeError(`${toText(value)} is not a function`);
};

async function findIndex(array: Arr, test: Value, backwards = false): Promise<number> {
  const fn = callback(test);
  const order = array.items.map((_, i) => i);
  for (const i of backwards ? order.reverse() : order) {
    if (truthy(await fn.call(undefined, [array.items[i], i, array]))) return i;
  }
  return -1;
}

async function flatten(items: readonly Value[], depth: number): Promise<Value[]> {
  const result: Value[] = [];
  for (const item of items) {
    if (item instanceof Arr && depth > 0) result.push(...(await flatten(item.items, depth - 1)));
    else result.push(item);
  }
  return result;
}

/** Merges sorted halves, since the comparison may have to wait. */
async function mergeSort(items: Value[], compare: (a: Value, b: Value) => Promise<number>): Promise<Value[]> {
  if (items.length < 2) return items;
  const middle = Math.floor(items.length / 2);
  const left = await mergeSort(items.slice(0, middle), compare);
  const right = await mergeSort(items.slice(middle), compare);
  const result: Value[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    result.push((await compare(left[i], right[j])) <= 0 ? left[i++] : right[j++]);
  }
  return [...result, ...left.slice(i), ...right.slice(j)];
}

const METHODS: Record<string, Method> = {
  push: (items, args) => items.push(...args),
  pop: (items) => items.pop(),
  shift: (items) => items.shift(),
  unshift: (items, args) => items.unshift(...args),
  at: (items, [i]) => items.at(toNumber(i ?? 0)),
  slice: (items, [from, to]) =>
    new Arr(items.slice(index(from, items.length, 0), index(to, items.length, items.length))),
  splice: (items, [from, count, ...more]) =>
    new Arr(
      items.splice(
        index(from, items.length, 0),
        count === undefined ? items.length : toNumber(count),
        ...more,
      ),
    ),
  concat: (items, args) =>
    new Arr([...items, ...args.flatMap((arg) => (arg instanceof Arr ? arg.items : [arg]))]),
  join: (items, [separator]) =>
    items
      .map((item) => (item === null || item === undefined ? '' : toText(item)))
      .join(separator === undefined ? ',' : toText(separator)),
  reverse: (items, _, array) => {
    items.reverse();
    return array;
  },
  includes: (items, [value]) => items.includes(value),
  indexOf: (items, [value]) => items.indexOf(value),
  lastIndexOf: (items, [value]) => items.lastIndexOf(value),
  fill: (items, [value], array) => {
    items.fill(value);
    return array;
  },
  keys: (items) => new Arr(items.map((_, i) => i)),
  values: (items) => new Arr([...items]),
  entries: (items) => new Arr(items.map((item, i) => new Arr([i, item]))),
  flat: async (items, [depth]) => new Arr(await flatten(items, depth === undefined ? 1 : toNumber(depth))),
  toString: (items: Value[]) => toText(new Arr(items)),
  find: async (items, [test], array) => items[await findIndex(array, test)],
  findLast: async (items, [test], array) => items[await findIndex(array, test, true)],
  findIndex: (_, [test], array) => findIndex(array, test),
  some: async (_, [test], array) => (await findIndex(array, test)) !== -1,
  every: async (items, [test], array) => {
    const fn = callback(test);
    for (const [i, item] of items.entries())
      if (!truthy(await fn.call(undefined, [item, i, array]))) return false;
    return true;
  },
  forEach: async (items, [action], array) => {
    const fn = callback(action);
    for (const [i, item] of [...items].entries()) await fn.call(undefined, [item, i, array]);
    return undefined;
  },
  map: async (items, [action], array) => {
    const fn = callback(action);
    const result: Value[] = [];
    for (const [i, item] of [...items].entries()) result.push(await fn.call(undefined, [item, i, array]));
    return new Arr(result);
  },
  flatMap: async (items, [action], array) => {
    const fn = callback(action);
    const result: Value[] = [];
    for (const [i, item] of [...items].entries()) result.push(await fn.call(undefined, [item, i, array]));
    return new Arr(await flatten(result, 1));
  },
  filter: async (items, [test], array) => {
    const fn = callback(test);
    const result: Value[] = [];
    for (const [i, item] of [...items].entries())
      if (truthy(await fn.call(undefined, [item, i, array]))) result.push(item);
    return new Arr(result);
  },
  reduce: async (items, args, array) => {
    const fn = callback(args[0]);
    if (items.length === 0 && args.length < 2) throw typeError('Reduce of empty array with no initial value');
    let sum = args.length > 1 ? args[1] : items[0];
    for (let i = args.length > 1 ? 0 : 1; i < items.length; i++)
      sum = await fn.call(undefined, [sum, items[i], i, array]);
    return sum;
  },
  sort: async (items, [order], array) => {
    const compare = async (a: Value, b: Value) => {
      if (order instanceof Fn) return toNumber(await order.call(undefined, [a, b]));
      const [left, right] = [toText(a), toText(b)];
      return left < right ? -1 : left > right ? 1 : 0;
    };
    items.splice(0, items.length, ...(await mergeSort([...items], compare)));
    return array;
  },
};

export function arrayMethod(array: Arr, key: string): Value {
  const method = Object.hasOwn(METHODS, key) ? METHODS[key] : undefined;
  return method && native(key, (args) => method(array.items, args, array));
}

/** `Array.from`: anything that can be gone through, or has a length. */
export async function arrayFrom(source: Value, map: Value, evaluator: PropertyEvaluator): Promise<Arr> {
  let items: Value[];
  try {
    items = iterate(source);
  } catch {
    items = Array.from({ length: toNumber(await evaluator.get(source, 'length')) || 0 }, () => undefined);
  }
  if (!(map instanceof Fn)) return new Arr(items);
  const result: Value[] = [];
  for (const [i, item] of items.entries()) result.push(await map.call(undefined, [item, i]));
  return new Arr(result);
}
