import { type Json, sortedKeys } from '../../jq/value.ts';

/** JSON as gh prints it on a terminal: indented, and in colours. */

const paint = (code: string, text: string): string => `\x1b[${code}m${text}\x1b[m`;
const delimiter = (text: string): string => paint('1;38', text);

/** A value with its line breaks, without the last. */
export function colouredJson(value: Json, indent = '  ', depth = 0): string {
  if (value === null) return paint('36', 'null');
  if (typeof value === 'string') return paint('32', JSON.stringify(value));
  if (typeof value === 'boolean') return paint('33', String(value));
  if (typeof value === 'number') return String(value);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const items = Array.isArray(value)
    ? value.map((item) => colouredJson(item, indent, depth + 1))
    : [...value].map(
        ([name, member]) =>
          `${paint('1;34', JSON.stringify(name))}${delimiter(':')} ${colouredJson(member, indent, depth + 1)}`,
      );
  const line = (level: number): string => `\n${indent.repeat(level)}`;
  if (items.length === 0) return `${delimiter(open!)}${delimiter(close!)}`;
  const body = items.join(`${delimiter(',')}${line(depth + 1)}`);
  return `${delimiter(open!)}${line(depth + 1)}${body}${line(depth)}${delimiter(close!)}`;
}

/** Members by name, as Go's maps are written. */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!(value instanceof Map)) return value;
  return new Map(sortedKeys(value).map((key) => [key, sorted(value.get(key)!)]));
}
