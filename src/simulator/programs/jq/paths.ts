import { compare, described, excerpt, JqError, type Json, kindOf } from './value.ts';

export type Path = Json[];

/** The key of a slice: `{"start":…,"end":…}`. */
export function sliceKey(from: Json, to: Json): Json {
  return new Map<string, Json>([
    ['start', from],
    ['end', to],
  ]);
}

const isSlice = (key: Json): key is Map<string, Json> =>
  key instanceof Map && (key.has('start') || key.has('end'));

function bounds(length: number, key: Map<string, Json>): [number, number] {
  const from = key.get('start') ?? null;
  const to = key.get('end') ?? null;
  const wrong = [from, to].some((one) => one !== null && typeof one !== 'number');
  if (wrong) throw new JqError('Start and end indices of an array slice must be numbers');
  const place = (n: number) => Math.min(Math.max(n < 0 ? n + length : n, 0), length);
  const start = Math.floor(place((from as number | null) ?? 0));
  return [start, Math.max(start, Math.ceil(place((to as number | null) ?? length)))];
}

/** `target[key]`. */
export function lookUp(target: Json, key: Json): Json {
  if (target instanceof Map && typeof key === 'string') return target.get(key) ?? null;
  if (Array.isArray(target) && typeof key === 'number') {
    const at = Math.floor(key);
    return target[at < 0 ? at + target.length : at] ?? null;
  }
  if (isSlice(key)) {
    if (target === null) return null;
    if (Array.isArray(target)) return target.slice(...bounds(target.length, key));
    if (typeof target === 'string') {
      const characters = [...target];
      return characters.slice(...bounds(characters.length, key)).join('');
    }
    throw new JqError(`Cannot index ${kindOf(target)} with object`);
  }
  if (Array.isArray(target) && Array.isArray(key)) return indices(target, key);
  if (target === null && (typeof key === 'string' || typeof key === 'number' || key === null)) return null;
  if (typeof key === 'string')
    throw new JqError(`Cannot index ${kindOf(target)} with string ${JSON.stringify(key)}`, target);
  throw new JqError(`Cannot index ${kindOf(target)} with ${kindOf(key)}`, target);
}

/** Where a list is found in another. */
export function indices(target: Json[], part: Json[]): number[] {
  const found: number[] = [];
  for (let i = 0; part.length > 0 && i + part.length <= target.length; i++) {
    if (part.every((item, j) => compare(target[i + j]!, item) === 0)) found.push(i);
  }
  return found;
}

export function getPath(value: Json, path: Path): Json {
  let found = value;
  for (const key of path) {
    if (found === null) return null;
    found = lookUp(found, key);
  }
  return found;
}

const LARGEST_INDEX = 1_000_000;

/** A copy with what is at the path changed; what is missing on the way is made. */
export function changePath(value: Json, path: Path, change: (old: Json) => Json, at = 0): Json {
  if (at === path.length) return change(value);
  const key = path[at]!;
  const inner = (old: Json) => changePath(old, path, change, at + 1);
  if (typeof key === 'string' && (value === null || value instanceof Map)) {
    const copy = new Map(value);
    copy.set(key, inner(copy.get(key) ?? null));
    return copy;
  }
  if (typeof key === 'number' && (value === null || Array.isArray(value))) {
    const copy = [...(value ?? [])];
    const index = Math.floor(key < 0 ? key + copy.length : key);
    if (index < 0) throw new JqError('Out of bounds negative array index');
    if (index > LARGEST_INDEX) throw new JqError('Array index too large');
    while (copy.length < index) copy.push(null);
    copy[index] = inner(copy[index] ?? null);
    return copy;
  }
  if (isSlice(key) && (value === null || Array.isArray(value))) {
    const copy = [...(value ?? [])];
    const [from, to] = bounds(copy.length, key);
    const part = inner(value === null ? null : copy.slice(from, to));
    if (!Array.isArray(part)) throw new JqError('A slice of an array can only be assigned another array');
    return [...copy.slice(0, from), ...part, ...copy.slice(to)];
  }
  lookUp(value, key);
  throw new JqError(`Invalid path component ${excerpt(key)}`);
}

/** A copy without what is at the paths. */
export function deletePaths(value: Json, paths: Path[]): Json {
  const longestFirst = [...paths].sort((a, b) => compare(b, a));
  return longestFirst.reduce(deletePath, value);
}

function deletePath(value: Json, path: Path): Json {
  if (path.length === 0) return null;
  const parent = getPath(value, path.slice(0, -1));
  if (parent === null) return value;
  return changePath(value, path.slice(0, -1), (old) => deleteKey(old, path.at(-1)!));
}

function deleteKey(value: Json, key: Json): Json {
  if (value instanceof Map && typeof key === 'string') {
    const copy = new Map(value);
    copy.delete(key);
    return copy;
  }
  if (Array.isArray(value)) {
    if (typeof key === 'number') return value.filter((_, i) => i !== (key < 0 ? key + value.length : key));
    if (isSlice(key)) {
      const [from, to] = bounds(value.length, key);
      return [...value.slice(0, from), ...value.slice(to)];
    }
    throw new JqError(`Cannot delete field at array index of ${kindOf(value)}`);
  }
  if (value instanceof Map) throw new JqError('Cannot delete field at object index of object');
  throw new JqError(
    `Cannot delete field at ${typeof key === 'string' ? 'object' : 'array'} index of ${kindOf(value)}`,
  );
}

/** The values of an array or object, with their keys. */
export function entries(value: Json): [Json, Json][] {
  if (Array.isArray(value)) return value.map((item, i) => [i, item]);
  if (value instanceof Map) return [...value];
  throw new JqError(`Cannot iterate over ${value === null ? 'null' : described(value)}`, value);
}
