import { decodeText, encodeText, joinRawBytes } from '../../common/raw-bytes.ts';
import { decodeEscapes } from './escapes.ts';
import { formatTime } from './strftime.ts';

/** printf(1) and the `printf` of shells. */

interface Options {
  /** How `%q` quotes. */
  quote?: (text: string) => string;
  /** Milliseconds since the epoch, for `%(…)T` without an argument. */
  now?: number;
}

interface Formatted {
  text: string;
  /** Complaints about arguments; each goes after `printf: `. */
  problems: string[];
}

/** Formats until the arguments are used up, the format at least once. */
export function formatPrintf(format: string, args: readonly string[], options: Options = {}): Formatted {
  const problems: string[] = [];
  let text = '';
  let rest = [...args];
  do {
    const before = rest.length;
    const round = formatOnce(format, rest, options, problems);
    text += round.text;
    if (round.stop) break;
    rest = round.rest;
    if (rest.length === before) break;
  } while (rest.length > 0);
  return { text: joinRawBytes(text), problems };
}

const DIRECTIVE = /%(%|([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d*))?(?:hh|ll|[hlLqjzt])?(\(([^)]*)\)T|[a-zA-Z]))/y;

function formatOnce(
  format: string,
  args: readonly string[],
  options: Options,
  problems: string[],
): { text: string; rest: string[]; stop?: boolean } {
  const rest = [...args];
  let text = '';
  for (let i = 0; i < format.length; ) {
    if (format[i] === '\\') {
      const end = /^\\(?:x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|[0-7]{1,3}|[\s\S])?/.exec(
        format.slice(i),
      )![0];
      text += decodeEscapes(end, false).text;
      i += end.length;
      continue;
    }
    if (format[i] !== '%') {
      text += format[i++];
      continue;
    }
    DIRECTIVE.lastIndex = i;
    const match = DIRECTIVE.exec(format);
    if (!match || /^[hlLjzt]$/.test(match[5] ?? '')) {
      const wrong = /^%[-+ #0']*[\d*]*(?:\.[-\d*]*)?(?:hh|ll|[hlLqjzt])?([\s\S]?)/.exec(format.slice(i))!;
      problems.push(
        wrong[1] ? `\`${wrong[1]}': invalid format character` : `\`${wrong[0]}': missing format character`,
      );
      return { text, rest: [], stop: true };
    }
    i = DIRECTIVE.lastIndex;
    if (match[1] === '%') {
      text += '%';
      continue;
    }
    const [, , flags = '', width, precision, conversion = '', time] = match;
    const directive = {
      flags,
      width: width === '*' ? Number(rest.shift() ?? 0) : Number(width ?? 0),
      precision:
        precision === undefined
          ? undefined
          : precision === '*'
            ? Number(rest.shift() ?? 0)
            : Number(precision || 0),
      conversion: conversion[0] === '(' ? 'T' : conversion,
      time: time ?? '',
    };
    const argument = rest.shift();
    const done = convert(directive, argument, options, problems);
    text += done.text;
    if (done.stop) return { text, rest, stop: true };
  }
  return { text, rest };
}

interface Directive {
  flags: string;
  width: number;
  precision: number | undefined;
  conversion: string;
  time: string;
}

function convert(
  directive: Directive,
  argument: string | undefined,
  options: Options,
  problems: string[],
): { text: string; stop?: boolean } {
  const { conversion, precision } = directive;
  const value = argument ?? '';
  switch (conversion) {
    case 's':
      return {
        text: pad(directive, precision === undefined ? value : firstBytes(value, precision)),
      };
    case 'b': {
      const decoded = decodeEscapes(value, true);
      return { text: pad(directive, decoded.text), stop: decoded.stop };
    }
    case 'q':
      return { text: pad(directive, options.quote ? options.quote(value) : value) };
    case 'c':
      return { text: pad(directive, [...value][0] ?? '') };
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
      return { text: integer(directive, argument, problems) };
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return { text: float(directive, argument, problems) };
    case 'T': {
      const seconds =
        argument === undefined || value === '-1' || value === '-2'
          ? Math.floor((options.now ?? 0) / 1000)
          : Number(value);
      return { text: pad(directive, formatTime(directive.time || '%X', new Date(seconds * 1000))) };
    }
    default:
      problems.push(`\`${conversion}': invalid format character`);
      return { text: '', stop: true };
  }
}

/** A precision counts bytes, and may cut a character in two. */
function firstBytes(text: string, count: number): string {
  return count < 0 ? text : decodeText(encodeText(text).subarray(0, count));
}

/** As wide as the directive wants: counted in bytes. */
function pad({ flags, width }: Directive, text: string): string {
  const room = Math.abs(width) - encodeText(text).length;
  if (room <= 0) return text;
  return flags.includes('-') || width < 0 ? text + ' '.repeat(room) : ' '.repeat(room) + text;
}

function signed(flags: string, negative: boolean): string {
  return negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
}

function zeroPadded(directive: Directive, sign: string, digits: string): string {
  const { flags, width, precision } = directive;
  if (
    flags.includes('0') &&
    !flags.includes('-') &&
    (precision === undefined || /[a-zA-Z.]/.test(directive.conversion.replace(/[diuoxX]/, '')))
  ) {
    return sign + digits.padStart(width - sign.length, '0');
  }
  return pad(directive, sign + digits);
}

const LARGEST = 2n ** 63n - 1n;

function parseInteger(text: string, problems: string[]): bigint {
  if (/^["']/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
  const match = /^\s*([-+]?)(0[xX][0-9A-Fa-f]+|0[0-7]*|[1-9]\d*)(.*)$/s.exec(text);
  if (!match) {
    if (text !== '') problems.push(`${text}: invalid number`);
    return 0n;
  }
  const [, sign, digits = '0', rest] = match;
  if (rest) problems.push(`${text}: invalid ${/^0\d/.test(digits + rest) ? 'octal number' : 'number'}`);
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const signed = sign === '-' ? -value : value;
  const nearest = signed > LARGEST ? LARGEST : signed < -LARGEST - 1n ? -LARGEST - 1n : signed;
  if (nearest !== signed) problems.push(`warning: ${text}: Numerical result out of range`);
  return nearest;
}

function integer(directive: Directive, argument: string | undefined, problems: string[]): string {
  const { conversion, flags, precision } = directive;
  const value = parseInteger(argument ?? '', problems);
  const unsigned = /[uoxX]/.test(conversion);
  const shown = unsigned ? BigInt.asUintN(64, value) : value < 0n ? -value : value;
  let digits = shown.toString(conversion === 'o' ? 8 : /[xX]/.test(conversion) ? 16 : 10);
  if (conversion === 'X') digits = digits.toUpperCase();
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  if (flags.includes('#') && shown !== 0n) {
    digits = (conversion === 'o' ? '0' : conversion === 'x' ? '0x' : conversion === 'X' ? '0X' : '') + digits;
  }
  return zeroPadded(directive, unsigned ? '' : signed(flags, value < 0n), digits);
}

function float(directive: Directive, argument: string | undefined, problems: string[]): string {
  const { conversion, flags, precision = 6 } = directive;
  const text = argument ?? '';
  const value = /^["']/.test(text) ? text.codePointAt(1)! : Number(text);
  if (Number.isNaN(value)) {
    problems.push(`${text}: invalid number`);
    return zeroPadded(directive, '', floatDigits(conversion, Number.parseFloat(text) || 0, precision));
  }
  return zeroPadded(directive, signed(flags, value < 0), floatDigits(conversion, Math.abs(value), precision));
}

/** As C rounds: what lies exactly between two goes to the even one, where JavaScript takes the larger. */
function fixed(value: number, decimals: number): string {
  const most = Math.min(100, decimals + 60);
  const exact = value < 1e21 ? value.toFixed(most) : '';
  const end = exact.length - (most - decimals);
  const kept = exact.slice(0, end).replace(/\.$/, '');
  return /^50*$/.test(exact.slice(end)) && /[02468]$/.test(kept)
    ? kept
    : value.toFixed(Math.min(100, decimals));
}

function floatDigits(conversion: string, value: number, precision: number): string {
  const lower = conversion.toLowerCase();
  let digits: string;
  const exponent = (text: string) => text.replace(/e([+-])(\d)$/, 'e$10$2');
  if (!Number.isFinite(value)) digits = 'inf';
  else if (lower === 'f') digits = fixed(value, precision);
  else if (lower === 'e') digits = exponent(value.toExponential(precision));
  else {
    const p = precision === 0 ? 1 : precision;
    const power = value === 0 ? 0 : Number(value.toExponential(p - 1).split('e')[1]);
    digits = power < -4 || power >= p ? exponent(value.toExponential(p - 1)) : fixed(value, p - 1 - power);
    if (digits.includes('.')) digits = digits.replace(/\.?0+(e|$)/, '$1');
  }
  return conversion === lower ? digits : digits.toUpperCase();
}
