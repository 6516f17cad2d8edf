import { Arr, MapValue, Obj, SetValue, toText, typeError, type Value } from './values.ts';

/** What `for … of`, spreading and array patterns take from a value. */
export function iterate(value: Value): Value[] {
  if (typeof value === 'string') return [...value];
  if (value instanceof Arr) return [...value.items];
  if (value instanceof SetValue) return [...value.items];
  if (value instanceof MapValue) return [...value.map].map(([key, item]) => new Arr([key, item]));
  throw typeError(`${value instanceof Obj ? 'object' : toText(value)} is not iterable`);
}

/** The names that `Object.keys` gives. */
export function keysOf(value: Value): string[] {
  if (value instanceof Arr) return value.items.map((_, i) => String(i));
  if (typeof value === 'string') return [...value].map((_, i) => String(i));
  return value instanceof Obj ? value.keys().filter((key) => !key.startsWith('#')) : [];
}
