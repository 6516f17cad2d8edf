import type { Builtin } from '../context.ts';
import { fromJson, length, text, toNumber } from '../operations.ts';
import { described, isTrue, JqError, kindOf, toText } from '../value.ts';
import { simple } from './support.ts';

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

/** What a single value is: its kind, its number, its text, and turning one into another. */
export const VALUES: Record<string, Builtin> = {
  'not/0': simple((value) => !isTrue(value)),
  'length/0': simple(length),
  'utf8bytelength/0': simple((value) => new TextEncoder().encode(text(value)).length),
  'values/0': ({ cell }) => (cell.value === null ? [] : [cell]),
  'nulls/0': ofKind('null'),
  'booleans/0': ofKind('boolean'),
  'numbers/0': ofKind('number'),
  'strings/0': ofKind('string'),
  'arrays/0': ofKind('array'),
  'objects/0': ofKind('object'),
  'iterables/0': ofKind('array', 'object'),
  'scalars/0': ofKind('null', 'boolean', 'number', 'string'),
  'type/0': simple(kindOf),
  'infinite/0': simple(() => Number.POSITIVE_INFINITY),
  'nan/0': simple(() => Number.NaN),
  'isnan/0': simple((value) => typeof value === 'number' && Number.isNaN(value)),
  'isinfinite/0': simple((value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY),
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
};
