import { add, splitText } from './arithmetic.ts';
import { entries, getPath, indices, type Path } from './paths.ts';
import { ReadError, readOne } from './read.ts';
import { compare, described, JqError, type Json, kindOf, sortedKeys, toText } from './value.ts';

// What the builtins of the same names do with plain values.

export function list(value: Json, what: string): Json[] {
  if (!Array.isArray(value))
    throw new JqError(`${described(value)} cannot be ${what}, as it is not an array`);
  return value;
}

export function length(value: Json): Json {
  if (value === null) return 0;
  if (typeof value === 'number') return Math.abs(value);
  if (typeof value === 'string') return [...value].length;
  if (typeof value === 'boolean') throw new JqError(`${described(value)} has no length`);
  return Array.isArray(value) ? value.length : value.size;
}

export function keys(value: Json, sorted: boolean): Json {
  if (Array.isArray(value)) return value.map((_, i) => i);
  if (value instanceof Map) return sorted ? sortedKeys(value) : [...value.keys()];
  throw new JqError(`${described(value)} has no keys`);
}

export function has(value: Json, key: Json): Json {
  if (value instanceof Map && typeof key === 'string') return value.has(key);
  if (Array.isArray(value) && typeof key === 'number') return key >= 0 && key < value.length;
  throw new JqError(`Cannot check whether ${kindOf(value)} has a ${kindOf(key)} key`);
}

export function contains(a: Json, b: Json): boolean {
  if (a instanceof Map && b instanceof Map) {
    return [...b].every(([key, value]) => a.has(key) && contains(a.get(key)!, value));
  }
  if (Array.isArray(a) && Array.isArray(b)) return b.every((one) => a.some((other) => contains(other, one)));
  if (typeof a === 'string' && typeof b === 'string') return a.includes(b);
  if (kindOf(a) === kindOf(b)) return compare(a, b) === 0;
  throw new JqError(`${described(a)} and ${described(b)} cannot have their containment checked`);
}

export function flatten(value: Json, depth: number): Json[] {
  if (depth < 0) throw new JqError('flatten depth must not be negative');
  return entries(value).flatMap(([, item]) =>
    Array.isArray(item) && depth > 0 ? flatten(item, depth - 1) : [item],
  );
}

export function toNumber(value: Json): Json {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') throw new JqError(`${described(value)} cannot be parsed as a number`);
  return fromJson(value);
}

export function fromJson(text: Json): Json {
  if (typeof text !== 'string') throw new JqError(`${described(text)} cannot be parsed as JSON`);
  try {
    return readOne(text) ?? null;
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    throw new JqError(`${error.message} (while parsing '${text}')`);
  }
}

export function split(text: Json, separator: Json): Json {
  if (typeof text !== 'string' || typeof separator !== 'string') {
    throw new JqError('split input and separator must be strings');
  }
  return splitText(text, separator);
}

export function join(value: Json, separator: Json): Json {
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

export function indicesOf(value: Json, part: Json): Json {
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

export function text(value: Json): string {
  if (typeof value !== 'string') throw new JqError('explode input must be a string');
  return value;
}

export function trim(value: Json, part: Json, end: boolean): Json {
  if (typeof value !== 'string' || typeof part !== 'string') return value;
  if (end) return value.endsWith(part) && part !== '' ? value.slice(0, -part.length) : value;
  return value.startsWith(part) ? value.slice(part.length) : value;
}

export function implode(value: Json): Json {
  if (!Array.isArray(value)) throw new JqError('implode input must be an array');
  const codes = value.map((code) => {
    if (typeof code !== 'number' || !(code >= 0 && code <= 0x10ffff)) {
      throw new JqError('Unicode codepoint must be numeric');
    }
    return code;
  });
  return codes.map((code) => String.fromCodePoint(code)).join('');
}

export function affix(name: 'startswith' | 'endswith', value: Json, part: Json): boolean {
  if (typeof value !== 'string' || typeof part !== 'string')
    throw new JqError(`${name}() requires string inputs`);
  return name === 'startswith' ? value.startsWith(part) : value.endsWith(part);
}

export function fromEntries(value: Json): Json {
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

export function combinations(lists: Json[]): Json[][] {
  const [first, ...rest] = lists;
  if (first === undefined) return [[]];
  const items = entries(first);
  const others = combinations(rest);
  return items.flatMap(([, item]) => others.map((other) => [item, ...other]));
}

export function sortable(value: Json): Json[] {
  if (!Array.isArray(value)) throw new JqError(`${described(value)} cannot be sorted, as it is not an array`);
  return value;
}

export function pathOf(value: Json): Path {
  if (!Array.isArray(value)) throw new JqError('Path must be specified as an array');
  return value;
}

export function* allPaths(value: Json, path: Path = []): Generator<Path> {
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of entries(value)) {
    yield [...path, key];
    yield* allPaths(inner, [...path, key]);
  }
}
