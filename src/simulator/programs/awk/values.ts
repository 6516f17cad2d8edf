import { decodeText, encodeText, rawByte } from '../../common/raw-bytes.ts';
import { formatPrintf } from '../support/printf.ts';

/** Text of a field or an input that looks like a number: compared as one (POSIX awk, "Expressions in awk"). */
export class NumericText {
  readonly text: string;
  readonly number: number;
  constructor(text: string, number: number) {
    this.text = text;
    this.number = number;
  }
}

/** What a variable holds; `undefined` was never assigned, and is both zero and empty. */
export type Value = number | string | NumericText | undefined;

const NUMBER =
  /^[ \t\n\f\r\v]*([-+]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?|nan))/i;
const LARGEST_INTEGER = 2 ** 31 - 1;

/** mawk counts and compares bytes: text is kept with one character a byte, those above ASCII as raw ones. */
export function bytesText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += rawByte(byte);
  return text;
}

export function fromPlain(text: string): string {
  return /^[\x00-\x7f]*$/.test(text) ? text : bytesText(encodeText(text));
}

export function toPlain(text: string): string {
  return decodeText(encodeText(text));
}

function parseNumber(text: string): number {
  const number = text.replace(/^\+/, '').toLowerCase();
  const [sign, bare] = number.startsWith('-') ? [-1, number.slice(1)] : [1, number];
  if (bare.startsWith('inf')) return sign * Number.POSITIVE_INFINITY;
  return sign * Number(bare);
}

/** Input as it comes: text, or a number too when it looks like one. */
export function fromInput(text: string): string | NumericText {
  const match = NUMBER.exec(text);
  if (!match || /[^ \t\n\f\r\v]/.test(text.slice(match[0].length))) return text;
  return new NumericText(text, parseNumber(match[1]!));
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (typeof value !== 'string') return value.number;
  const match = NUMBER.exec(value);
  return match ? parseNumber(match[1]!) : 0;
}

/** @param format CONVFMT, or OFMT for what is printed */
export function toText(value: Value, format: string): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value !== 'number') return value.text;
  if (Number.isInteger(value) && Math.abs(value) <= LARGEST_INTEGER) return String(value === 0 ? 0 : value);
  return formatNumber(format, value);
}

/** One directive of printf filled in with a number. */
export function formatNumber(directive: string, value: number): string {
  if (Number.isFinite(value)) return fromPlain(formatPrintf(directive, [String(value)]).text);
  const word = Number.isNaN(value) ? '-nan' : value > 0 ? 'inf' : '-inf';
  return directive.replace(/%[-+ #0']*(\d*)(?:\.\d*)?[a-zA-Z]/, (_, width: string) =>
    word.padStart(Number(width)),
  );
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  return toNumber(value) !== 0;
}

/** Numbers as numbers when both are; else as texts, byte by byte. */
export function compare(a: Value, b: Value, convfmt: string): number {
  if (typeof a === 'string' || typeof b === 'string') {
    const [x, y] = [toText(a, convfmt), toText(b, convfmt)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  const [x, y] = [toNumber(a), toNumber(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** As C takes a number for an integer of 32 bits. */
export function toInteger(value: Value): number {
  const number = toNumber(value);
  if (Number.isNaN(number)) return 0;
  return Math.trunc(Math.max(-LARGEST_INTEGER, Math.min(LARGEST_INTEGER, number)));
}
