import { encodeText } from '../../common/raw-bytes.ts';
import { excerpt, JqError, type Json, kindOf, toText } from './value.ts';

const text = (value: Json): string => (typeof value === 'string' ? value : toText(value));

/** `@name`: a value as text of some format. */
export function format(name: string, value: Json): string {
  switch (name) {
    case 'text':
      return text(value);
    case 'json':
      return toText(value);
    case 'csv':
    case 'tsv':
      return row(name, value);
    case 'html':
      return text(value).replace(/[<>&'"]/g, (c) => HTML[c]!);
    case 'uri':
      return [...encodeText(text(value))].map(percent).join('');
    case 'sh':
      return (Array.isArray(value) ? value : [value]).map(shellWord).join(' ');
    case 'base64':
      return btoa(Array.from(encodeText(text(value)), (byte) => String.fromCharCode(byte)).join(''));
    case 'base64d':
      return decodeBase64(text(value));
    default:
      throw new JqError(`${name} is not a valid format`);
  }
}

const HTML: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&apos;', '"': '&quot;' };

function percent(byte: number): string {
  const c = String.fromCharCode(byte);
  return /[A-Za-z0-9\-_.~]/.test(c) ? c : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function row(name: 'csv' | 'tsv', value: Json): string {
  if (!Array.isArray(value))
    throw new JqError(`${kindOf(value)} (${excerpt(value)}) cannot be ${name}-formatted, only array`);
  const cells = value.map((cell) => {
    if (cell === null) return '';
    if (typeof cell === 'string') {
      return name === 'csv' ? `"${cell.replaceAll('"', '""')}"` : cell.replace(/[\\\t\r\n]/g, (c) => TSV[c]!);
    }
    if (typeof cell === 'object')
      throw new JqError(`${kindOf(cell)} (${excerpt(cell)}) is not valid in a csv row`);
    return toText(cell);
  });
  return cells.join(name === 'csv' ? ',' : '\t');
}

const TSV: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\r': '\\r', '\n': '\\n' };

function shellWord(value: Json): string {
  if (value !== null && typeof value === 'object') {
    throw new JqError(`${kindOf(value)} (${excerpt(value)}) can not be escaped for shell`);
  }
  return typeof value === 'string' ? `'${value.replaceAll("'", "'\\''")}'` : toText(value);
}

function decodeBase64(encoded: string): string {
  const clean = encoded.replace(/=+$/, '');
  if (/[^A-Za-z0-9+/]/.test(clean) || (clean !== '' && clean.length % 4 === 1)) {
    throw new JqError(`string (${excerpt(encoded)}) is not valid base64 data`);
  }
  const bytes = Uint8Array.from(atob(clean), (c) => c.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
