import { format } from './formats.ts';
import type { Node } from './syntax.ts';
import { described, JqError, type Json } from './value.ts';

// What strings and objects are made of may have several values: there is a result for each combination.

type ValuesOf = (node: Node) => Iterable<Json>;

/** The texts of a string with interpolations. */
export function* strings(
  { parts, format: name }: Extract<Node, { type: 'string' }>,
  valuesOf: ValuesOf,
  at = 0,
): Generator<string> {
  if (at === parts.length) {
    yield '';
    return;
  }
  const part = parts[at]!;
  for (const rest of strings({ type: 'string', format: name, parts }, valuesOf, at + 1)) {
    if (typeof part === 'string') yield part + rest;
    else for (const value of valuesOf(part)) yield format(name ?? 'text', value) + rest;
  }
}

/** The objects that `{…}` makes. */
export function* objects(
  members: { key: Node; value: Node }[],
  valuesOf: ValuesOf,
): Generator<Map<string, Json>> {
  const [first, ...rest] = members;
  if (!first) {
    yield new Map();
    return;
  }
  for (const key of valuesOf(first.key)) {
    if (typeof key !== 'string') throw new JqError(`Cannot use ${described(key)} as object key`);
    for (const value of valuesOf(first.value)) {
      for (const others of objects(rest, valuesOf)) {
        yield new Map([[key, others.get(key) ?? value], ...others]);
      }
    }
  }
}
