import { goBool, notBool } from '../go-bool.ts';
import { goQuote } from '../go-quote.ts';
import type { Flag, FlagType } from './flag.ts';

/** Types whose values add up when a flag is given several times. */
const ACCUMULATING: ReadonlySet<FlagType> = new Set([
  'list',
  'strings',
  'stringToString',
  'filter',
  'map',
  'ulimit',
  'mount',
  'network',
]);

export const accumulates = (type: FlagType): boolean => ACCUMULATING.has(type);

/**
 * Checks a given value and gives what it adds to the flag, usually itself.
 * @throws Error with the reason, in the words of Go's parsers
 */
export function parseValue(flag: Flag, text: string): string[] {
  switch (flag.type) {
    case 'bool':
      return [String(parseBool(text))];
    case 'int':
      return [check(flag, String(parseInteger(text, 'ParseInt', -(2n ** 63n), 2n ** 63n - 1n)))];
    case 'uint':
      return [check(flag, String(parseInteger(text, 'ParseUint', 0n, 2n ** 64n - 1n)))];
    case 'uint16':
      return [check(flag, String(parseInteger(text, 'ParseUint', 0n, 2n ** 16n - 1n)))];
    case 'uint32':
      return [check(flag, String(parseInteger(text, 'ParseUint', 0n, 2n ** 32n - 1n)))];
    case 'float':
      if (text === '' || Number.isNaN(Number(text))) {
        throw new Error(`strconv.ParseFloat: parsing ${goQuote(text)}: invalid syntax`);
      }
      return [check(flag, text)];
    case 'duration':
      parseDuration(text);
      return [check(flag, text)];
    case 'bytes':
      return [flag.check ? flag.check(text) : String(parseBytes(text))];
    case 'filter':
      return text === '' ? [] : [parseFilter(text)];
    case 'strings':
      return splitCommas(text).map((part) => check(flag, part));
    default:
      return [check(flag, text)];
  }
}

const check = (flag: Flag, text: string): string => (flag.check ? flag.check(text) : text);

function parseBool(text: string): boolean {
  const value = goBool(text);
  if (value === undefined) throw new Error(notBool(text));
  return value;
}

/** `strconv.ParseInt` and `ParseUint` with base 0: decimal, `0x`, `0o`, `0b`, a leading zero for octal, `_` between. */
function parseInteger(text: string, name: string, least: bigint, most: bigint): bigint {
  const match =
    /^([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])+|0|[1-9](?:_?[0-9])*)$/.exec(text);
  if (!match || (match[1] && name === 'ParseUint')) {
    throw new Error(`strconv.${name}: parsing ${goQuote(text)}: invalid syntax`);
  }
  const digits = match[2]!.replaceAll('_', '');
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const signed = match[1] === '-' ? -value : value;
  if (signed < least || signed > most) {
    throw new Error(`strconv.${name}: parsing ${goQuote(text)}: value out of range`);
  }
  return signed;
}

const UNITS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Go holds durations in 64 bits. */
const MOST_NANOSECONDS = 2 ** 63;

/**
 * `time.ParseDuration`, in milliseconds.
 * @throws Error `time: invalid duration "x"`, `time: missing unit in duration "5"`
 */
export function parseDuration(text: string): number {
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0;
  const invalid = `time: invalid duration ${goQuote(text)}`;
  if (unsigned === '') throw new Error(invalid);
  let total = 0;
  let rest = unsigned;
  while (rest !== '') {
    const number = /^(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)/.exec(rest)?.[0];
    if (number === undefined || Number.parseInt(number, 10) > MOST_NANOSECONDS) throw new Error(invalid);
    rest = rest.slice(number.length);
    const unit = /^[^0-9.]*/.exec(rest)![0];
    if (unit === '') throw new Error(`time: missing unit in duration ${goQuote(text)}`);
    const factor = UNITS[unit];
    if (factor === undefined)
      throw new Error(`time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`);
    total += Number(number) * factor;
    if (total > MOST_NANOSECONDS / 1e6) throw new Error(invalid);
    rest = rest.slice(unit.length);
  }
  return text.startsWith('-') ? -total : total;
}

const BINARY = 'bkmgtp';

/**
 * `units.RAMInBytes`: `512m`, `1.5g`, `2 GiB`.
 * @throws Error `invalid size: 'x'`, `invalid suffix: 'zb'`
 */
export function parseBytes(text: string): number {
  const match = /^(.*[0-9. ])([^0-9. ]*)$/s.exec(text);
  if (!match) throw new Error(`invalid size: '${text}'`);
  const digits = match[1]!.replace(/ $/, '');
  const suffix = match[2]!.toLowerCase();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(digits)) {
    throw new Error(`strconv.ParseFloat: parsing ${goQuote(digits)}: invalid syntax`);
  }
  const number = Number(digits);
  if (number < 0) throw new Error(`invalid size: '${text}'`);
  if (suffix === '' || suffix === 'b') return toInt64(number);
  if (!/^[kmgtp](b|ib)?$/.test(suffix)) {
    throw new Error(`invalid suffix: '${suffix.length > 3 ? match[2] : suffix}'`);
  }
  return toInt64(number * 1024 ** BINARY.indexOf(suffix[0]!));
}

/** Go's conversion to `int64` on amd64: what is too large becomes the least number of all. */
function toInt64(number: number): number {
  return number >= 2 ** 63 ? -(2 ** 63) : Math.trunc(number);
}

/** `name=value`, the name in lower case, both trimmed. */
function parseFilter(text: string): string {
  const at = text.indexOf('=');
  if (at === -1) throw new Error('bad format of filter (expected name=value)');
  return `${text.slice(0, at).trim().toLowerCase()}=${text.slice(at + 1).trim()}`;
}

/** One line of comma-separated values, with double quotes around values that hold commas. */
export function splitCommas(text: string): string[] {
  if (text === '') return [];
  const parts: string[] = [];
  let rest = text;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(?=,|$)/.exec(rest);
    const part = quoted?.[0] ?? /^[^,]*/.exec(rest)![0];
    if (!quoted && part.includes('"')) {
      const column = text.length - rest.length + part.indexOf('"') + 1;
      throw new Error(`parse error on line 1, column ${column}: bare " in non-quoted-field`);
    }
    parts.push(quoted ? quoted[1]!.replaceAll('""', '"') : part);
    if (part.length === rest.length) return parts;
    rest = rest.slice(part.length + 1);
  }
}
