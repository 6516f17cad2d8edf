/** A JSON value. Objects keep the order of their keys, whatever those look like. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = Map<string, Json>;

/** A failure that `try` can catch; its value is the message, or whatever `error` was given. */
export class JqError extends Error {
  readonly value: Json;
  /** What could not be looked into. */
  readonly subject: Json | undefined;
  constructor(value: Json, subject?: Json) {
    super(typeof value === 'string' ? value : '');
    this.value = value;
    this.subject = subject;
  }
}

type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Map) return 'object';
  return typeof value as 'boolean' | 'number' | 'string';
}

export const isTrue = (value: Json): boolean => value !== null && value !== false;

/** Keys in the order of their code points. */
export const sortedKeys = (object: JsonObject): string[] => [...object.keys()].sort(compareStrings);

/** By code points, which UTF-16 does not keep in order. */
function compareStrings(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const RANK: Record<Kind, number> = { null: 0, boolean: 1, number: 3, string: 4, array: 5, object: 6 };
const rank = (value: Json): number => (value === true ? 2 : RANK[kindOf(value)]);

/** jq's order of all values. */
export function compare(a: Json, b: Json): number {
  const difference = rank(a) - rank(b);
  if (difference !== 0) return difference;
  if (typeof a === 'number') return a === b ? 0 : a < (b as number) || Number.isNaN(a) ? -1 : 1;
  if (typeof a === 'string') return compareStrings(a, b as string);
  if (Array.isArray(a)) return compareLists(a, b as Json[]);
  if (a instanceof Map) {
    const other = b as JsonObject;
    const keys = sortedKeys(a);
    const byKeys = compareLists(keys, sortedKeys(other));
    return byKeys !== 0
      ? byKeys
      : compareLists(
          keys.map((key) => a.get(key)!),
          keys.map((key) => other.get(key)!),
        );
  }
  return 0;
}

function compareLists(a: Json[], b: Json[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = compare(a[i]!, b[i]!);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export interface Layout {
  /** What one level is indented by; without it all stands on one line. */
  indent?: string;
  sorted?: boolean;
  ascii?: boolean;
  colour?: boolean;
}

/** A value as JSON text. */
export function toText(value: Json, layout: Layout = {}): string {
  return write(value, layout, 0);
}

const COLOURS: Record<Kind, string> = {
  null: '1;30',
  boolean: '0;39',
  number: '0;39',
  string: '0;32',
  array: '1;39',
  object: '1;39',
};

function write(value: Json, layout: Layout, depth: number): string {
  const kind = kindOf(value);
  const paint = (text: string) => (layout.colour ? `\x1b[${COLOURS[kind]}m${text}\x1b[0m` : text);
  if (typeof value === 'number') return paint(numberText(value));
  if (typeof value === 'string') return paint(stringText(value, layout.ascii));
  if (value === null || typeof value === 'boolean') return paint(String(value));
  const items = Array.isArray(value)
    ? value.map((item) => write(item, layout, depth + 1))
    : (layout.sorted ? sortedKeys(value) : [...value.keys()]).map((key) => member(value, key, layout, depth));
  const [open, close] = kind === 'array' ? '[]' : '{}';
  if (items.length === 0) return layout.colour ? `\x1b[1;39m${open}${close}\x1b[0m` : `${open}${close}`;
  const line = (level: number) => (layout.indent === undefined ? '' : `\n${layout.indent.repeat(level)}`);
  const joined = (comma: string) => items.join(`${comma}${line(depth + 1)}`);
  if (!layout.colour) return `${open}${line(depth + 1)}${joined(',')}${line(depth)}${close}`;
  const start = `\x1b[1;39m${open}${line(depth + 1)}`;
  const end = `\x1b[1;39m${line(depth)}\x1b[1;39m${close}\x1b[0m`;
  return kind === 'array'
    ? `${start}${joined('\x1b[1;39m,')}${end}`
    : `${start}\x1b[0m${items.join(`\x1b[0m\x1b[1;39m,${line(depth + 1)}\x1b[0m`)}\x1b[0m${end}`;
}

function member(object: JsonObject, key: string, layout: Layout, depth: number): string {
  const value = write(object.get(key)!, layout, depth + 1);
  const space = layout.indent === undefined ? '' : ' ';
  const name = stringText(key, layout.ascii);
  return layout.colour
    ? `\x1b[34;1m${name}\x1b[0m\x1b[1;39m:${space}\x1b[0m${value}`
    : `${name}:${space}${value}`;
}

/** Seventeen digits at most; an exponent where the number would need zeros that say nothing. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'null';
  if (!Number.isFinite(value)) return value < 0 ? '-1.7976931348623157e+308' : '1.7976931348623157e+308';
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '0', power = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  const sign = value < 0 ? '-' : '';
  const point = exponent + 1;
  if (point <= -4 || point > digits.length + 15) {
    const shown = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${shown}`;
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
};

function stringText(text: string, ascii = false): string {
  const hex = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const escaped = text.replace(/["\\\x00-\x1f\x7f]/g, (c) => ESCAPES[c] ?? hex(c));
  return `"${ascii ? escaped.replace(/[\u0080-\uffff]/g, hex) : escaped}"`;
}

/** A value as error messages show it: cut after ten characters. */
export function excerpt(value: Json): string {
  const text = toText(value);
  const bytes = new TextEncoder().encode(text);
  return bytes.length > 13
    ? `${new TextDecoder().decode(bytes.subarray(0, 10)).replace(/\ufffd$/, '')}...`
    : text;
}

/** `number (3)`: a value in an error message. */
export const described = (value: Json): string => `${kindOf(value)} (${excerpt(value)})`;
