import { invalidParameter } from '../errors.ts';

/**
 * Reading and writing JSON as Go's encoder does for a struct: fields in a fixed order, absent ones at their zero
 * value, `omitempty`, and a refusal that names field and type where the JSON does not fit.
 */

type Scalar = 'string' | 'bool' | 'int64';
type Kind =
  | Scalar
  /** `[]string` */
  | 'strings'
  /** `[][]string` */
  | 'string lists'
  /** A command: a list of strings, or one string. */
  | 'command'
  /** `map[string]string` */
  | 'map'
  /** `map[string]struct{}` */
  | 'set'
  /** Kept as it came: parts of the API that the engine only hands through. */
  | 'any'
  | { struct: Fields }
  | { list: Fields }
  /** A map of lists of structs, such as port bindings. */
  | { lists: Fields }
  /** A map of structs. */
  | { structs: Fields };

interface Field {
  name: string;
  kind: Kind;
  /** Left out when empty. */
  omit?: boolean;
  /** A pointer: absent is `null`, not the zero value. */
  pointer?: boolean;
}
export type Fields = readonly Field[];

/** Fields of one kind, several at once: `of('string', 'Hostname Domainname')`. */
export const of = (kind: Kind, names: string, options: { omit?: boolean; pointer?: boolean } = {}): Field[] =>
  names.split(' ').map((name) => ({ name, kind, ...options }));

const GO_TYPES: Record<string, string> = {
  string: 'string',
  bool: 'bool',
  int64: 'int64',
  strings: '[]string',
  'string lists': '[][]string',
  command: 'strslice.StrSlice',
  map: 'map[string]string',
  set: 'map[string]struct {}',
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Decodes a JSON value into an object that has every field. */
export function decode<T>(value: unknown, fields: Fields, path: string): T {
  if (!isObject(value)) throw mismatch(value, path, 'struct');
  const given = new Map(Object.entries(value).map(([key, v]) => [key.toLowerCase(), v]));
  const result: Record<string, unknown> = {};
  for (const field of fields) {
    const item = given.get(field.name.toLowerCase());
    result[field.name] =
      item === undefined || (item === null && field.pointer)
        ? zero(field)
        : read(item, field.kind, `${path}.${field.name}`);
  }
  return result as T;
}

function zero({ kind, pointer }: { kind: Kind; pointer?: boolean }): unknown {
  if (pointer) return null;
  if (kind === 'string') return '';
  if (kind === 'bool') return false;
  if (kind === 'int64') return 0;
  if (typeof kind === 'object' && 'struct' in kind) return decode({}, kind.struct, '');
  return null;
}

function read(value: unknown, kind: Kind, path: string): unknown {
  // Go leaves what null is read into as it is: the zero value.
  if (value === null) return zero({ kind });
  switch (kind) {
    case 'any':
      return value;
    case 'string':
    case 'bool':
    case 'int64':
      return scalar(value, kind, path);
    case 'command':
      if (typeof value === 'string') return [value];
      return list(value, path, kind).map((item) => read(item, 'string', path));
    case 'strings':
      return list(value, path, kind).map((item) => read(item, 'string', path));
    case 'string lists':
      return list(value, path, kind).map((items) => read(items, 'strings', path));
    case 'map':
      return entries(value, path, kind, (item) => read(item, 'string', path));
    case 'set':
      return entries(value, path, kind, () => ({}));
    default:
      if ('struct' in kind) return decode(value, kind.struct, path);
      if ('list' in kind) {
        return list(value, path, '[]struct').map((item) => read(item, { struct: kind.list }, path));
      }
      if ('structs' in kind) {
        return entries(value, path, 'map[string]struct', (item) =>
          item === null ? null : decode(item, kind.structs, path),
        );
      }
      return entries(value, path, 'map[string][]struct', (items) => read(items, { list: kind.lists }, path));
  }
}

function scalar(value: unknown, kind: Scalar, path: string): unknown {
  const right =
    kind === 'int64' ? Number.isInteger(value) : typeof value === (kind === 'bool' ? 'boolean' : 'string');
  if (!right) throw mismatch(value, path, kind);
  return value;
}

function list(value: unknown, path: string, type: string): unknown[] {
  if (!Array.isArray(value)) throw mismatch(value, path, type);
  return value;
}

function entries(
  value: unknown,
  path: string,
  type: string,
  map: (item: unknown) => unknown,
): Record<string, unknown> {
  if (!isObject(value)) throw mismatch(value, path, type);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item)]));
}

function mismatch(value: unknown, path: string, type: string) {
  const found = Array.isArray(value)
    ? 'array'
    : value === null
      ? 'null'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value === 'number' && type === 'int64'
          ? `number ${value}`
          : typeof value;
  return invalidParameter(
    `invalid JSON: json: cannot unmarshal ${found} into Go struct field ${path} of type ${GO_TYPES[type] ?? type}`,
  );
}

/** The value with its fields in the struct's order, empty ones left out where Go does, keys of maps sorted. */
export function encode(value: object, fields: Fields): Record<string, unknown> {
  const source = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const { name, kind, omit, pointer } of fields) {
    const item = source[name] ?? null;
    if (omit && (pointer ? item === null : isEmpty(item))) continue;
    result[name] = write(item, kind);
  }
  return result;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true;
  return Array.isArray(value)
    ? value.length === 0
    : typeof value === 'object' && Object.keys(value).length === 0;
}

function write(value: unknown, kind: Kind): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (kind === 'map' || kind === 'set') return sorted(value as Record<string, unknown>, (item) => item);
  if (typeof kind === 'string') return value;
  if ('struct' in kind) return encode(value, kind.struct);
  if ('list' in kind) return (value as object[]).map((item) => encode(item, kind.list));
  if ('structs' in kind) {
    return sorted(value as Record<string, object | null>, (item) =>
      item === null ? null : encode(item, kind.structs),
    );
  }
  return sorted(
    value as Record<string, object[] | null>,
    (items) => items?.map((item) => encode(item, kind.lists)) ?? null,
  );
}

/** Go writes the keys of a map in order. */
export function sorted<V, W>(map: Record<string, V>, convert: (value: V) => W): Record<string, W> {
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((key) => [key, convert(map[key]!)]),
  );
}
