/**
 * Go's types and values, as far as templates can tell them apart: `{{.Config}}` prints a struct without names and a
 * map with them, and an error names the type. Data is plain JSON (what the Engine API sends); its type says how Go
 * would hold it, so nothing is converted until it is looked at.
 */

export type Kind =
  | 'bool'
  | 'int'
  | 'uint'
  | 'float'
  | 'complex'
  | 'string'
  | 'slice'
  | 'map'
  | 'struct'
  | 'pointer'
  | 'interface'
  | 'func';

/** A field of a struct. */
export interface Field {
  name: string;
  type: GoType;
  /** The key in JSON; the field's own name unless said. */
  json: string;
  /** What `omitempty` and `omitzero` leave out of JSON. */
  omit?: 'empty' | 'zero';
  /** An embedded struct: its fields are promoted, in templates and in JSON. */
  embedded?: boolean;
  /** Gives its data, where that is no member of the struct's. */
  read?: (data: unknown) => unknown;
}

/** A method that templates can call. */
export interface Method {
  parameters: readonly GoType[];
  result: GoType;
  /** `self` is the receiver's data. Gives the result's data. */
  call(self: unknown, args: readonly unknown[]): unknown;
}

export interface GoType {
  readonly kind: Kind;
  /** As `%T` prints it. */
  readonly name: string;
  /** Declared with a name; unnamed types such as `[]string` are assignable to named ones alike. */
  readonly named: boolean;
  readonly element?: GoType;
  readonly key?: GoType;
  readonly fields?: readonly Field[];
  readonly methods?: Readonly<Record<string, Method>>;
  /** `String()`, for types that print themselves. */
  readonly text?: (data: unknown) => string;
  /** Writes JSON in place of what the kind would give. */
  readonly json?: (data: unknown) => string;
  /** Holds any JSON: what is inside says which type it is. */
  readonly dynamic?: 'number' | 'float64';
  /** Bits of a number. */
  readonly bits?: number;
}

/** A value with its type. An invalid `reflect.Value` is `undefined`. */
export class GoValue {
  readonly type: GoType;
  readonly data: unknown;
  constructor(type: GoType, data: unknown) {
    this.type = type;
    this.data = data;
  }
}

type Options = Partial<Pick<GoType, 'methods' | 'text' | 'json' | 'bits'>>;

function basic(kind: Kind, name: string, options: Options = {}): GoType {
  return { kind, name, named: true, ...options };
}

export const BOOL = basic('bool', 'bool');
export const STRING = basic('string', 'string');
export const INT = basic('int', 'int', { bits: 64 });
export const INT64 = basic('int', 'int64', { bits: 64 });
export const UINT16 = basic('uint', 'uint16', { bits: 16 });
export const UINT64 = basic('uint', 'uint64', { bits: 64 });
export const FLOAT64 = basic('float', 'float64', { bits: 64 });
export const BYTE = basic('uint', 'uint8', { bits: 8 });
/** Data is the real and the imaginary part. */
export const COMPLEX128 = basic('complex', 'complex128', { bits: 128 });
/** How JSON decoded with `UseNumber` keeps numbers: as their text. */
export const JSON_NUMBER = basic('string', 'json.Number', {
  methods: {
    String: { parameters: [], result: STRING, call: (text) => text },
    Int64: { parameters: [], result: INT64, call: Number },
    Float64: { parameters: [], result: FLOAT64, call: Number },
  },
});

/** `interface {}`; numbers found inside JSON are `json.Number`. */
export const ANY: GoType = { kind: 'interface', name: 'interface {}', named: false, dynamic: 'number' };
/** `interface {}` as Go fills it without `UseNumber`: numbers are `float64`. */
export const ANY_FLOAT: GoType = { ...ANY, dynamic: 'float64' };
/** `struct {}`, the element of sets. */
export const EMPTY_STRUCT: GoType = { kind: 'struct', name: 'struct {}', named: false, fields: [] };

/** A named type over another: `nat.Port` over `string`. */
export function named(name: string, underlying: GoType, options: Options = {}): GoType {
  return { ...underlying, text: undefined, methods: undefined, ...options, name, named: true };
}

export function slice(element: GoType): GoType {
  return { kind: 'slice', name: `[]${element.name}`, named: false, element };
}

export function mapOf(key: GoType, element: GoType): GoType {
  return { kind: 'map', name: `map[${key.name}]${element.name}`, named: false, key, element };
}

export function pointer(element: GoType): GoType {
  return { kind: 'pointer', name: `*${element.name}`, named: false, element };
}

export type FieldOptions = Partial<Pick<Field, 'json' | 'omit' | 'embedded' | 'read'>>;

/** `struct('types.Port', { IP: [STRING, { omit: 'empty' }], PrivatePort: UINT16 })`. */
export function struct(
  name: string,
  fields: Record<string, GoType | readonly [GoType, FieldOptions]>,
  options: Options = {},
): GoType {
  const list = Object.entries(fields).map(([field, type]): Field => {
    const [of, more] = Array.isArray(type) ? (type as [GoType, FieldOptions]) : [type as GoType, {}];
    return { name: field, type: of, json: field, ...more };
  });
  return { kind: 'struct', name, named: true, fields: list, ...options };
}

export const STRINGS = slice(STRING);
export const STRING_MAP = mapOf(STRING, STRING);

/** The value of JSON that has no type: what `interface {}` holds after decoding. */
export function untyped(data: unknown, numbers: 'number' | 'float64' = 'number'): GoValue | undefined {
  if (data instanceof GoValue) return data;
  switch (typeof data) {
    case 'string':
      return new GoValue(STRING, data);
    case 'boolean':
      return new GoValue(BOOL, data);
    case 'number':
      return numbers === 'number' ? new GoValue(JSON_NUMBER, String(data)) : new GoValue(FLOAT64, data);
    case 'object': {
      if (data === null) return undefined;
      const any = numbers === 'number' ? ANY : ANY_FLOAT;
      return new GoValue(Array.isArray(data) ? slice(any) : mapOf(STRING, any), data);
    }
    default:
      return undefined;
  }
}

/** The data of a type's zero value. */
export function zero(type: GoType): unknown {
  switch (type.kind) {
    case 'bool':
      return false;
    case 'int':
    case 'uint':
    case 'float':
      return 0;
    case 'string':
      return '';
    case 'struct':
      return {};
    default:
      return null;
  }
}

/** What an interface holds, `undefined` for nil; any other value itself. */
export function concrete(value: GoValue | undefined): GoValue | undefined {
  if (value?.type.kind !== 'interface') return value;
  if (value.data === null || value.data === undefined) return undefined;
  return untyped(value.data, value.type.dynamic);
}

/** Follows pointers and interfaces; `nil` tells that one of them led nowhere, and the value is that one. */
export function indirect(value: GoValue | undefined): { value: GoValue | undefined; nil: boolean } {
  let at = value;
  while (at && (at.type.kind === 'pointer' || at.type.kind === 'interface')) {
    if (at.data === null || at.data === undefined) return { value: at, nil: true };
    at = at.type.kind === 'interface' ? concrete(at) : new GoValue(at.type.element!, at.data);
  }
  return { value: at, nil: false };
}

/** Reads a field's data out of its struct's. */
export function fieldValue(data: unknown, field: Field): GoValue {
  if (field.embedded) return new GoValue(field.type, data);
  const found = field.read ? field.read(data) : (data as Record<string, unknown> | null)?.[field.json];
  return new GoValue(field.type, found ?? zero(field.type));
}

/** Whether other packages, templates among them, see a field. */
export function isExported({ name }: Field): boolean {
  return !/^[a-z]/.test(name);
}

/** Finds a field by name, promoted ones too. */
export function findField(type: GoType, name: string): Field | undefined {
  const direct = type.fields?.find((field) => field.name === name);
  if (direct) return direct;
  for (const field of type.fields ?? []) {
    if (!field.embedded) continue;
    const inner = field.type.kind === 'pointer' ? field.type.element! : field.type;
    const promoted = findField(inner, name);
    if (promoted) return promoted;
  }
  return undefined;
}

/** The keys of a map in the order Go visits them. */
export function sortedKeys(type: GoType, data: unknown): string[] {
  const keys = Object.keys((data as object | null) ?? {});
  if (type.key!.kind === 'int' || type.key!.kind === 'uint')
    return keys.sort((a, b) => Number(a) - Number(b));
  return keys.sort(compareBytes);
}

/** Go compares strings byte by byte, JavaScript by UTF-16 unit: they differ above U+FFFF only. */
export function compareBytes(a: string, b: string): number {
  const x = Array.from(a, (c) => c.codePointAt(0)!);
  const y = Array.from(b, (c) => c.codePointAt(0)!);
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}

/** Whether a value of one type can be given where another is asked for. */
export function assignable(from: GoType, to: GoType): boolean {
  if (to.kind === 'interface' && to.dynamic) return true;
  if (from === to) return true;
  if (from.named && to.named) return from.name === to.name;
  return from.kind === to.kind && identical(from, to);
}

function identical(a: GoType, b: GoType): boolean {
  if (a.name === b.name) return true;
  if (a.element && b.element && a.element.name === b.element.name) return a.key?.name === b.key?.name;
  return false;
}

const utf8 = new TextEncoder();

/** `len`: bytes of a string, entries of the others; `undefined` where Go has none. */
export function lengthOf(value: GoValue): number | undefined {
  switch (value.type.kind) {
    case 'string':
      return utf8.encode(value.data as string).length;
    case 'slice':
      return (value.data as unknown[] | null)?.length ?? 0;
    case 'map':
      return Object.keys((value.data as object | null) ?? {}).length;
    default:
      return undefined;
  }
}

/** Go's idea of truth: not the zero value; every struct is true. */
export function isTrue(value: GoValue | undefined): boolean {
  if (!value) return false;
  switch (value.type.kind) {
    case 'bool':
      return value.data === true;
    case 'int':
    case 'uint':
    case 'float':
      return value.data !== 0;
    case 'complex':
      return (value.data as number[]).some((part) => part !== 0);
    case 'struct':
      return true;
    case 'string':
      return value.data !== '';
    case 'slice':
    case 'map':
      return lengthOf(value)! > 0;
    default:
      return value.data !== null && value.data !== undefined;
  }
}
