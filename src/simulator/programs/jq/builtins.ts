import { add } from './arithmetic.ts';
import { type Cell, recurse, step } from './cells.ts';
import type { Builtin, Context } from './context.ts';
import { brokenDown, formatDate, fromDate, ISO, makeTime } from './dates.ts';
import { HaltError } from './endings.ts';
import type { Closure } from './environment.ts';
import { apply, paths } from './evaluate.ts';
import {
  affix,
  allPaths,
  combinations,
  contains,
  flatten,
  fromEntries,
  fromJson,
  has,
  implode,
  indicesOf,
  join,
  keys,
  length,
  list,
  pathOf,
  sortable,
  split,
  text,
  toNumber,
  trim,
} from './operations.ts';
import { changePath, deletePaths, entries, getPath, type Path } from './paths.ts';
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

function tryPaths(value: Json, path: Path): Json {
  try {
    return getPath(value, path);
  } catch (error) {
    if (error instanceof JqError) return null;
    throw error;
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
