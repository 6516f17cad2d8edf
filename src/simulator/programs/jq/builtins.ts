import { formatTime } from '../support/strftime.ts';
import { add, splitText } from './arithmetic.ts';
import {
  apply,
  type Builtin,
  type Cell,
  type Closure,
  type Context,
  HaltError,
  paths,
  recurse,
  step,
} from './evaluate.ts';
import { changePath, deletePaths, entries, getPath, indices, type Path } from './paths.ts';
import { ReadError, readOne } from './read.ts';
import { captured, type Match, matches, matchValue, splitByMatches } from './regex.ts';
import {
  compare,
  described,
  excerpt,
  isTrue,
  JqError,
  type Json,
  kindOf,
  sortedKeys,
  toText,
} from './value.ts';

/** A builtin that makes one value of its input and its arguments' values, for each of their combinations. */
const simple =
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

function* valuesOf(context: Context, closure: Closure, value: Json): Generator<Json> {
  for (const cell of apply(context, closure, { value })) yield cell.value;
}

const firstOf = (context: Context, closure: Closure, value: Json): Json => {
  for (const one of valuesOf(context, closure, value)) return one;
  return null;
};

function list(value: Json, what: string): Json[] {
  if (!Array.isArray(value))
    throw new JqError(`${described(value)} cannot be ${what}, as it is not an array`);
  return value;
}

/** The items of an array with what a filter says of each, sorted by that. */
function keyed(context: Context, value: Json, closure: Closure, what: string): { key: Json; item: Json }[] {
  return list(value, what)
    .map((item) => ({ key: [...valuesOf(context, closure, item)] as Json, item }))
    .sort((a, b) => compare(a.key, b.key));
}

function grouped(context: Context, value: Json, closure: Closure): Json[][] {
  const groups: { key: Json; items: Json[] }[] = [];
  for (const { key, item } of keyed(context, value, closure, 'grouped')) {
    const last = groups.at(-1);
    if (last && compare(last.key, key) === 0) last.items.push(item);
    else groups.push({ key, items: [item] });
  }
  return groups.map(({ items }) => items);
}

function extreme(context: Context, value: Json, closure: Closure | undefined, sign: 1 | -1): Json {
  let best: { key: Json; item: Json } | undefined;
  for (const item of list(value, 'compared')) {
    const key = closure ? [...valuesOf(context, closure, item)] : item;
    const better = best === undefined ? 1 : compare(key, best.key) * sign;
    if (better > 0 || (better === 0 && sign === 1)) best = { key, item };
  }
  return best?.item ?? null;
}

function length(value: Json): Json {
  if (value === null) return 0;
  if (typeof value === 'number') return Math.abs(value);
  if (typeof value === 'string') return [...value].length;
  if (typeof value === 'boolean') throw new JqError(`${described(value)} has no length`);
  return Array.isArray(value) ? value.length : value.size;
}

function keys(value: Json, sorted: boolean): Json {
  if (Array.isArray(value)) return value.map((_, i) => i);
  if (value instanceof Map) return sorted ? sortedKeys(value) : [...value.keys()];
  throw new JqError(`${described(value)} has no keys`);
}

function has(value: Json, key: Json): Json {
  if (value instanceof Map && typeof key === 'string') return value.has(key);
  if (Array.isArray(value) && typeof key === 'number') return key >= 0 && key < value.length;
  throw new JqError(`Cannot check whether ${kindOf(value)} has a ${kindOf(key)} key`);
}

function contains(a: Json, b: Json): boolean {
  if (a instanceof Map && b instanceof Map) {
    return [...b].every(([key, value]) => a.has(key) && contains(a.get(key)!, value));
  }
  if (Array.isArray(a) && Array.isArray(b)) return b.every((one) => a.some((other) => contains(other, one)));
  if (typeof a === 'string' && typeof b === 'string') return a.includes(b);
  if (kindOf(a) === kindOf(b)) return compare(a, b) === 0;
  throw new JqError(`${described(a)} and ${described(b)} cannot have their containment checked`);
}

function flatten(value: Json, depth: number): Json[] {
  if (depth < 0) throw new JqError('flatten depth must not be negative');
  return entries(value).flatMap(([, item]) =>
    Array.isArray(item) && depth > 0 ? flatten(item, depth - 1) : [item],
  );
}

function toNumber(value: Json): Json {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') throw new JqError(`${described(value)} cannot be parsed as a number`);
  return fromJson(value);
}

function fromJson(text: Json): Json {
  if (typeof text !== 'string') throw new JqError(`${described(text)} cannot be parsed as JSON`);
  try {
    return readOne(text) ?? null;
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    throw new JqError(`${error.message} (while parsing '${text}')`);
  }
}

function split(text: Json, separator: Json): Json {
  if (typeof text !== 'string' || typeof separator !== 'string') {
    throw new JqError('split input and separator must be strings');
  }
  return splitText(text, separator);
}

function join(value: Json, separator: Json): Json {
  const items = entries(value).map(([, item]) => item);
  if (items.length === 0) return '';
  let text: Json = null;
  for (const [i, item] of items.entries()) {
    const shown =
      item === null ? '' : typeof item === 'boolean' || typeof item === 'number' ? toText(item) : item;
    text = add(i === 0 ? '' : add(text, separator), shown);
  }
  return text;
}

function indicesOf(value: Json, part: Json): Json {
  if (value === null) return null;
  if (typeof value === 'string' && typeof part === 'string') {
    const found: number[] = [];
    for (let at = value.indexOf(part); at !== -1 && part !== ''; at = value.indexOf(part, at + 1))
      found.push(at);
    return found;
  }
  if (Array.isArray(value)) return indices(value, Array.isArray(part) ? part : [part]);
  return getPath(value, [part]);
}

function text(value: Json): string {
  if (typeof value !== 'string') throw new JqError('explode input must be a string');
  return value;
}

function trim(value: Json, part: Json, end: boolean): Json {
  if (typeof value !== 'string' || typeof part !== 'string') return value;
  if (end) return value.endsWith(part) && part !== '' ? value.slice(0, -part.length) : value;
  return value.startsWith(part) ? value.slice(part.length) : value;
}

function implode(value: Json): Json {
  if (!Array.isArray(value)) throw new JqError('implode input must be an array');
  const codes = value.map((code) => {
    if (typeof code !== 'number' || !(code >= 0 && code <= 0x10ffff)) {
      throw new JqError('Unicode codepoint must be numeric');
    }
    return code;
  });
  return String.fromCodePoint(...codes);
}

const ISO = '%Y-%m-%dT%H:%M:%SZ';

function fromDate(value: Json): Json {
  if (typeof value !== 'string') throw new JqError(`strptime/1 requires string inputs and arguments`);
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw new JqError(`date "${value}" does not match format "${ISO}"`);
  return time / 1000;
}

function formatDate(value: Json, pattern: Json): Json {
  if (typeof pattern !== 'string') throw new JqError('strftime/1 requires a string format');
  const seconds = Array.isArray(value) ? makeTime(value) : value;
  if (typeof seconds !== 'number') throw new JqError('strftime/1 requires parsed datetime inputs');
  return formatTime(pattern, new Date(seconds * 1000));
}

function makeTime(value: Json): Json {
  const parts = Array.isArray(value) && value.length >= 6 ? value : undefined;
  if (!parts?.every((part): part is number => typeof part === 'number')) {
    throw new JqError('mktime requires array of 6 numbers');
  }
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  return Math.floor(Date.UTC(year, month, day, hour, minute, second) / 1000);
}

function brokenDown(value: Json): Json {
  if (typeof value !== 'number') throw new JqError('gmtime() requires a number');
  const date = new Date(value * 1000);
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCDay(),
    Math.floor((date.getTime() - start) / 86_400_000),
  ];
}

function tryPaths(value: Json, path: Path): Json {
  try {
    return getPath(value, path);
  } catch (error) {
    if (error instanceof JqError) return null;
    throw error;
  }
}

function pathOf(value: Json): Path {
  if (!Array.isArray(value)) throw new JqError('Path must be specified as an array');
  return value;
}

function* allPaths(value: Json, path: Path = []): Generator<Path> {
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of entries(value)) {
    yield [...path, key];
    yield* allPaths(inner, [...path, key]);
  }
}

const numeric =
  (make: (n: number) => number): Builtin =>
  ({ cell: { value } }) => {
    if (typeof value !== 'number') throw new JqError(`${described(value)} number required`);
    return [{ value: make(value) }];
  };

const ofKind =
  (...kinds: string[]): Builtin =>
  ({ cell }) =>
    kinds.includes(kindOf(cell.value)) ? [cell] : [];

function* substitute(
  context: Context,
  input: string,
  found: Match[],
  replacement: Closure,
  at = 0,
): Generator<string> {
  const texts = splitByMatches(input, found);
  if (at === found.length) {
    yield texts[at] ?? '';
    return;
  }
  for (const value of valuesOf(context, replacement, captured(found[at]!))) {
    if (typeof value !== 'string')
      throw new JqError(`${described(captured(found[at]!))} cannot be added to a string`);
    for (const rest of substitute(context, input, found, replacement, at + 1))
      yield texts[at]! + value + rest;
  }
}

const regexBuiltin =
  (flags: string, make: (found: Match[], input: Json) => Json[]): Builtin =>
  ({ context, cell, args }) =>
    (function* () {
      for (const flag of args[1] ? valuesOf(context, args[1], cell.value) : [null])
        for (const pattern of valuesOf(context, args[0]!, cell.value)) {
          const [source, own] = Array.isArray(pattern)
            ? [pattern[0] ?? null, pattern[1] ?? null]
            : [pattern, flag];
          const all = flags === '' ? own : add(own, flags);
          for (const value of make(matches(cell.value, source, all), cell.value)) yield { value };
        }
    })();

const sub =
  (flags: string): Builtin =>
  ({ context, cell, args }) =>
    (function* () {
      for (const own of args[2] ? valuesOf(context, args[2], cell.value) : [null])
        for (const pattern of valuesOf(context, args[0]!, cell.value)) {
          const found = matches(cell.value, pattern, flags === '' ? own : add(own, flags));
          for (const value of substitute(context, cell.value as string, found, args[1]!)) yield { value };
        }
    })();

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

const quantifier =
  (all: boolean): Builtin =>
  ({ context, cell, args }) => {
    const [source, test] = args.length === 2 ? [args[0], args[1]] : [undefined, args[0]];
    const items = source
      ? valuesOf(context, source, cell.value)
      : entries(cell.value).map(([, item]) => item);
    for (const item of items) {
      for (const value of test ? valuesOf(context, test, item) : [item]) {
        if (isTrue(value) !== all) return [{ value: !all }];
      }
    }
    return [{ value: all }];
  };

/** The builtins of jq, by name and number of arguments. */
export const BUILTINS: Record<string, Builtin> = {
  'empty/0': () => [],
  'not/0': simple((value) => !isTrue(value)),
  'length/0': simple(length),
  'utf8bytelength/0': simple((value) => new TextEncoder().encode(text(value)).length),
  'keys/0': simple((value) => keys(value, true)),
  'keys_unsorted/0': simple((value) => keys(value, false)),
  'values/0': ({ cell }) => (cell.value === null ? [] : [cell]),
  'nulls/0': ofKind('null'),
  'booleans/0': ofKind('boolean'),
  'numbers/0': ofKind('number'),
  'strings/0': ofKind('string'),
  'arrays/0': ofKind('array'),
  'objects/0': ofKind('object'),
  'iterables/0': ofKind('array', 'object'),
  'scalars/0': ofKind('null', 'boolean', 'number', 'string'),
  'has/1': simple(has),
  'in/1': simple((key, value) => has(value, key)),
  'contains/1': simple(contains),
  'inside/1': simple((value, outer) => contains(outer, value)),
  'add/0': simple((value) => entries(value).reduce<Json>((sum, [, item]) => add(sum, item), null)),
  'type/0': simple(kindOf),
  'infinite/0': simple(() => Number.POSITIVE_INFINITY),
  'nan/0': simple(() => Number.NaN),
  'isnan/0': simple((value) => typeof value === 'number' && Number.isNaN(value)),
  'isinfinite/0': simple((value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY),
  'sort/0': simple((value) => [...sortable(value)].sort(compare)),
  'sort_by/1': ({ context, cell, args }) => [
    { value: keyed(context, cell.value, args[0]!, 'sorted').map(({ item }) => item) },
  ],
  'group_by/1': ({ context, cell, args }) => [{ value: grouped(context, cell.value, args[0]!) }],
  'unique/0': simple((value) =>
    [...sortable(value)].sort(compare).filter((item, i, all) => i === 0 || compare(item, all[i - 1]!) !== 0),
  ),
  'unique_by/1': ({ context, cell, args }) => [
    { value: grouped(context, cell.value, args[0]!).map((group) => group[0]!) },
  ],
  'min/0': ({ context, cell }) => [{ value: extreme(context, cell.value, undefined, -1) }],
  'max/0': ({ context, cell }) => [{ value: extreme(context, cell.value, undefined, 1) }],
  'min_by/1': ({ context, cell, args }) => [{ value: extreme(context, cell.value, args[0], -1) }],
  'max_by/1': ({ context, cell, args }) => [{ value: extreme(context, cell.value, args[0], 1) }],
  'reverse/0': simple((value) =>
    typeof value === 'string'
      ? [...value].reverse().join('')
      : entries(value ?? [])
          .map(([, item]) => item)
          .reverse(),
  ),
  'map/1': ({ context, cell, args }) => [
    { value: entries(cell.value).flatMap(([, item]) => [...valuesOf(context, args[0]!, item)]) },
  ],
  'map_values/1': ({ context, cell, args }) => [
    {
      value: entries(cell.value).reduceRight<Json>((value, [key, item]) => {
        for (const changed of valuesOf(context, args[0]!, item))
          return changePath(value, [key], () => changed);
        return deletePaths(value, [[key]]);
      }, cell.value),
    },
  ],
  'select/1': ({ context, cell, args }) =>
    (function* () {
      for (const value of valuesOf(context, args[0]!, cell.value)) if (isTrue(value)) yield cell;
    })(),
  'recurse/0': ({ cell }) => recurse(cell),
  'recurse/1': ({ context, cell, args }) => recurseBy(context, cell, args[0]!),
  'recurse_down/0': ({ cell }) => recurse(cell),
  'env/0': ({ context }) => [{ value: new Map(Object.entries(context.world.environment)) }],
  'path/1': ({ context, cell, args }) =>
    (function* () {
      for (const path of paths(context, args[0]!, cell.value)) yield { value: path };
    })(),
  'paths/0': ({ cell }) =>
    (function* () {
      for (const path of allPaths(cell.value)) yield { value: path };
    })(),
  'paths/1': ({ context, cell, args }) =>
    (function* () {
      for (const path of allPaths(cell.value)) {
        if (isTrue(firstOf(context, args[0]!, getPath(cell.value, path)))) yield { value: path };
      }
    })(),
  'leaf_paths/0': ({ cell }) =>
    [...allPaths(cell.value)]
      .filter((path) => {
        const value = getPath(cell.value, path);
        return value === null || typeof value !== 'object';
      })
      .map((value) => ({ value })),
  'getpath/1': ({ context, cell, args }) =>
    (function* () {
      for (const value of valuesOf(context, args[0]!, cell.value)) {
        const path = pathOf(value);
        yield cell.path
          ? { value: tryPaths(cell.value, path), path: [...cell.path, ...path] }
          : { value: getPath(cell.value, path) };
      }
    })(),
  'setpath/2': simple((value, path, made) => changePath(value, pathOf(path), () => made)),
  'delpaths/1': simple((value, all) => deletePaths(value, list(all, 'deleted').map(pathOf))),
  'del/1': ({ context, cell, args }) => [
    { value: deletePaths(cell.value, [...paths(context, args[0]!, cell.value)]) },
  ],
  'to_entries/0': simple((value) =>
    (keys(value, false) as Json[]).map(
      (key) =>
        new Map<string, Json>([
          ['key', key],
          ['value', getPath(value, [key])],
        ]),
    ),
  ),
  'from_entries/0': simple(fromEntries),
  'with_entries/1': ({ context, cell, args }) => {
    const pairs = entries(cell.value).map(
      ([key, value]) =>
        new Map<string, Json>([
          ['key', key],
          ['value', value],
        ]),
    );
    return [{ value: fromEntries(pairs.flatMap((pair) => [...valuesOf(context, args[0]!, pair)])) }];
  },
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
  'halt/0': () => {
    throw new HaltError('', 0);
  },
  'halt_error/0': ({ cell }) => {
    throw new HaltError(cell.value, 5);
  },
  'halt_error/1': ({ context, cell, args }) => {
    throw new HaltError(cell.value, Number(firstOf(context, args[0]!, cell.value)));
  },
  'any/0': quantifier(false),
  'any/1': quantifier(false),
  'any/2': quantifier(false),
  'all/0': quantifier(true),
  'all/1': quantifier(true),
  'all/2': quantifier(true),
  'flatten/0': simple((value) => flatten(value, 1e9)),
  'flatten/1': simple((value, depth) => flatten(value, Number(depth))),
  'floor/0': numeric(Math.floor),
  'ceil/0': numeric(Math.ceil),
  'round/0': numeric((n) => Math.sign(n) * Math.round(Math.abs(n))),
  'trunc/0': numeric(Math.trunc),
  'fabs/0': numeric(Math.abs),
  'sqrt/0': numeric(Math.sqrt),
  'log/0': numeric(Math.log),
  'log2/0': numeric(Math.log2),
  'log10/0': numeric(Math.log10),
  'exp/0': numeric(Math.exp),
  'pow/2': simple((_, base, exponent) => Number(base) ** Number(exponent)),
  'tostring/0': simple((value) => (typeof value === 'string' ? value : toText(value))),
  'tonumber/0': simple(toNumber),
  'tojson/0': simple((value) => toText(value)),
  'fromjson/0': simple(fromJson),
  'ascii_downcase/0': simple((value) => text(value).replace(/[A-Z]/g, (c) => c.toLowerCase())),
  'ascii_upcase/0': simple((value) => text(value).replace(/[a-z]/g, (c) => c.toUpperCase())),
  'explode/0': simple((value) => [...text(value)].map((c) => c.codePointAt(0)!)),
  'implode/0': simple(implode),
  'split/1': simple(split),
  'split/2': regexBuiltin('g', (found, input) => [splitByMatches(input as string, found)]),
  'splits/1': regexBuiltin('g', (found, input) => splitByMatches(input as string, found)),
  'splits/2': regexBuiltin('g', (found, input) => splitByMatches(input as string, found)),
  'join/1': simple(join),
  'ltrimstr/1': simple((value, part) => trim(value, part, false)),
  'rtrimstr/1': simple((value, part) => trim(value, part, true)),
  'startswith/1': simple((value, part) => affix('startswith', value, part)),
  'endswith/1': simple((value, part) => affix('endswith', value, part)),
  'test/1': regexBuiltin('', (found) => [found.length > 0]),
  'test/2': regexBuiltin('', (found) => [found.length > 0]),
  'match/1': regexBuiltin('', (found) => found.map(matchValue)),
  'match/2': regexBuiltin('', (found) => found.map(matchValue)),
  'capture/1': regexBuiltin('', (found) => found.map(captured)),
  'capture/2': regexBuiltin('', (found) => found.map(captured)),
  'scan/1': regexBuiltin('g', (found) =>
    found.map(({ text: whole, captures }) => (captures.length > 0 ? captures.map((one) => one.text) : whole)),
  ),
  'sub/2': sub(''),
  'sub/3': sub(''),
  'gsub/2': sub('g'),
  'gsub/3': sub('g'),
  'indices/1': simple(indicesOf),
  'index/1': simple((value, part) => (indicesOf(value, part) as Json[] | null)?.[0] ?? null),
  'rindex/1': simple((value, part) => (indicesOf(value, part) as Json[] | null)?.at(-1) ?? null),
  'transpose/0': simple((value) => {
    const rows = list(value, 'transposed') as Json[][];
    const width = Math.max(0, ...rows.map((row) => row.length));
    return Array.from({ length: width }, (_, i) => rows.map((row) => row[i] ?? null));
  }),
  'walk/1': ({ context, cell, args }) => walk(context, args[0]!, cell.value).map((value) => ({ value })),
  'combinations/0': ({ cell }) => combinations(list(cell.value, 'combined')).map((value) => ({ value })),
  'input/0': ({ context }) => {
    const value = context.world.input();
    if (value === undefined) throw new JqError('break');
    return [{ value }];
  },
  'inputs/0': ({ context }) =>
    (function* () {
      for (let value = context.world.input(); value !== undefined; value = context.world.input())
        yield { value };
    })(),
  'input_filename/0': ({ context }) => [{ value: context.world.file() }],
  'input_line_number/0': ({ context }) => [{ value: context.world.line() }],
  'debug/0': ({ context, cell }) => {
    context.world.tell(`["DEBUG:",${toText(cell.value)}]\n`);
    return [cell];
  },
  'stderr/0': ({ context, cell }) => {
    context.world.tell(toText(cell.value));
    return [cell];
  },
  'now/0': ({ context }) => [{ value: context.world.now() / 1000 }],
  'todate/0': simple((value) => formatDate(value, ISO)),
  'todateiso8601/0': simple((value) => formatDate(value, ISO)),
  'fromdate/0': simple(fromDate),
  'fromdateiso8601/0': simple(fromDate),
  'strftime/1': simple(formatDate),
  'strptime/1': simple((value) => brokenDown(fromDate(value))),
  'mktime/0': simple(makeTime),
  'gmtime/0': simple(brokenDown),
  'INDEX/1': ({ context, cell, args }) => [
    {
      value: indexBy(
        context,
        entries(cell.value).map(([, item]) => item),
        args[0]!,
      ),
    },
  ],
  'INDEX/2': ({ context, cell, args }) => [
    { value: indexBy(context, [...valuesOf(context, args[0]!, cell.value)], args[1]!) },
  ],
  'IN/1': ({ context, cell, args }) => [
    { value: [...valuesOf(context, args[0]!, cell.value)].some((one) => compare(one, cell.value) === 0) },
  ],
  'builtins/0': () => [{ value: Object.keys(BUILTINS) }],
};

function sortable(value: Json): Json[] {
  if (!Array.isArray(value)) throw new JqError(`${described(value)} cannot be sorted, as it is not an array`);
  return value;
}

function affix(name: 'startswith' | 'endswith', value: Json, part: Json): boolean {
  if (typeof value !== 'string' || typeof part !== 'string')
    throw new JqError(`${name}() requires string inputs`);
  return name === 'startswith' ? value.startsWith(part) : value.endsWith(part);
}

function fromEntries(value: Json): Json {
  const object = new Map<string, Json>();
  for (const [, entry] of entries(value)) {
    const field = (...names: string[]) => {
      for (const name of names) {
        const found = getPath(entry, [name]);
        if (found !== null) return found;
      }
      return null;
    };
    const key = field('key', 'k', 'name', 'Name', 'K', 'Key');
    if (key !== null && typeof key === 'object')
      throw new JqError(`Cannot use ${described(key)} as object key`);
    object.set(
      typeof key === 'string' ? key : toText(key),
      entry instanceof Map && entry.get('value') === false ? false : field('value', 'v', 'Value', 'V'),
    );
  }
  return object;
}

function indexBy(context: Context, items: Json[], closure: Closure): Json {
  const found = new Map<string, Json>();
  for (const item of items) {
    const key = firstOf(context, closure, item);
    found.set(typeof key === 'string' ? key : toText(key), item);
  }
  return found;
}

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

function walk(context: Context, closure: Closure, value: Json): Json[] {
  let changed: Json = value;
  if (Array.isArray(value)) changed = value.flatMap((item) => walk(context, closure, item));
  else if (value instanceof Map) {
    const copy = new Map<string, Json>();
    for (const key of sortedKeys(value)) {
      const [first] = walk(context, closure, value.get(key)!);
      if (first !== undefined) copy.set(key, first);
    }
    changed = copy;
  }
  return [...valuesOf(context, closure, changed)];
}

function combinations(lists: Json[]): Json[][] {
  const [first, ...rest] = lists;
  if (first === undefined) return [[]];
  const others = combinations(rest);
  return entries(first).flatMap(([, item]) => others.map((other) => [item, ...other]));
}
