import { entries, lookUp, type Path } from './paths.ts';
import type { Json } from './value.ts';

/** A value on its way through the filters, with the path that led to it where paths are asked for. */
export interface Cell {
  value: Json;
  path?: Path;
}

/** A step from a value to one inside it. */
export function step({ value, path }: Cell, key: Json): Cell {
  return { value: lookUp(value, key), ...(path && { path: [...path, key] }) };
}

/** The steps into an array or object. */
export function* each(target: Cell): Generator<Cell> {
  for (const [key, value] of entries(target.value)) {
    yield { value, ...(target.path && { path: [...target.path, key] }) };
  }
}

/** A value and all that is inside it: `..`. */
export function* recurse(cell: Cell): Generator<Cell> {
  yield cell;
  if (cell.value === null || typeof cell.value !== 'object') return;
  for (const inner of each(cell)) yield* recurse(inner);
}
