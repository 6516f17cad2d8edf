import { add } from '../arithmetic.ts';
import type { Builtin, Context } from '../context.ts';
import type { Closure } from '../environment.ts';
import { combinations, contains, flatten, fromEntries, has, keys, list, sortable } from '../operations.ts';
import { changePath, deletePaths, entries, getPath } from '../paths.ts';
import { compare, isTrue, type Json, sortedKeys, toText } from '../value.ts';
import { firstOf, simple, valuesOf } from './support.ts';

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

function indexBy(context: Context, items: Json[], closure: Closure): Json {
  const found = new Map<string, Json>();
  for (const item of items) {
    const key = firstOf(context, closure, item);
    found.set(typeof key === 'string' ? key : toText(key), item);
  }
  return found;
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

/** Arrays and objects as a whole: their keys, order, groups and combinations. */
export const COLLECTIONS: Record<string, Builtin> = {
  'keys/0': simple((value) => keys(value, true)),
  'keys_unsorted/0': simple((value) => keys(value, false)),
  'has/1': simple(has),
  'in/1': simple((key, value) => has(value, key)),
  'contains/1': simple(contains),
  'inside/1': simple((value, outer) => contains(outer, value)),
  'add/0': simple((value) => entries(value).reduce<Json>((sum, [, item]) => add(sum, item), null)),
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
  'any/0': quantifier(false),
  'any/1': quantifier(false),
  'any/2': quantifier(false),
  'all/0': quantifier(true),
  'all/1': quantifier(true),
  'all/2': quantifier(true),
  'flatten/0': simple((value) => flatten(value, 1e9)),
  'flatten/1': simple((value, depth) => flatten(value, Number(depth))),
  'transpose/0': simple((value) => {
    const rows = list(value, 'transposed') as Json[][];
    const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
    return Array.from({ length: width }, (_, i) => rows.map((row) => row[i] ?? null));
  }),
  'walk/1': ({ context, cell, args }) => walk(context, args[0]!, cell.value).map((value) => ({ value })),
  'combinations/0': ({ cell }) => combinations(list(cell.value, 'combined')).map((value) => ({ value })),
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
  'IN/1': ({ context, cell, args }) => {
    for (const one of valuesOf(context, args[0]!, cell.value)) {
      if (compare(one, cell.value) === 0) return [{ value: true }];
    }
    return [{ value: false }];
  },
};
