import { binary } from './arithmetic.ts';
import { changePath, deletePaths, getPath, type Path } from './paths.ts';
import { isTrue, type Json } from './value.ts';

/** `paths |= filter`: the first result counts; without one the place vanishes. */
export function modify(value: Json, places: Path[], filter: (old: Json) => Iterable<Json>): Json {
  const gone: Path[] = [];
  let changed = value;
  for (const path of places) {
    const first = firstOf(filter(getPath(changed, path)));
    if (first !== undefined) changed = changePath(changed, path, () => first);
    else gone.push(path);
  }
  return deletePaths(changed, gone);
}

function firstOf(values: Iterable<Json>): Json | undefined {
  for (const value of values) return value;
  return undefined;
}

/** `paths = right`, and `paths += right` and its like by their operator without the `=`. */
export function assign(value: Json, places: Path[], operator: string, right: Json): Json {
  const change = (old: Json): Json => {
    if (operator === '') return right;
    if (operator === '//') return isTrue(old) ? old : right;
    return binary(operator, old, right);
  };
  return places.reduce((changed, path) => changePath(changed, path, change), value);
}
