import { add } from '../arithmetic.ts';
import type { Builtin, Context } from '../context.ts';
import type { Closure } from '../environment.ts';
import { affix, implode, indicesOf, join, split, text, trim } from '../operations.ts';
import { captured, type Match, matches, matchValue, splitByMatches } from '../regex.ts';
import { described, JqError, type Json } from '../value.ts';
import { simple, valuesOf } from './support.ts';

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

/** Strings, and the regular expressions in them. */
export const TEXT: Record<string, Builtin> = {
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
};
