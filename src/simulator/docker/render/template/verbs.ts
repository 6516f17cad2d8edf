import { goQuote } from '../../../common/go-quote.ts';

/** A formatting directive of fmt: `%-10.3f`. */
export interface Spec {
  verb: string;
  flags: string;
  width?: number;
  precision?: number;
  /** Inside an unexported field, where fmt may call no methods: types that print themselves do not. */
  unexported?: boolean;
}

/** Pads to the width, in characters. */
export function padTo(text: string, spec: Spec): string {
  if (!spec.width) return text;
  const missing = spec.width - Array.from(text).length;
  if (missing <= 0) return text;
  if (spec.flags.includes('-')) return text + ' '.repeat(missing);
  return (spec.flags.includes('0') ? '0' : ' ').repeat(missing) + text;
}

/** Pads a number: zeros go behind the sign. */
function padNumber(text: string, spec: Spec): string {
  const missing = (spec.width ?? 0) - text.length;
  if (missing <= 0 || spec.flags.includes('-') || !spec.flags.includes('0')) {
    return padTo(text, { ...spec, flags: spec.flags.replace('0', '') });
  }
  const sign = /^[+\- ]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

function sign(negative: boolean, flags: string): string {
  if (negative) return '-';
  if (flags.includes('+')) return '+';
  return flags.includes(' ') ? ' ' : '';
}

const BASES: Record<string, number> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };
const PREFIXES: Record<string, string> = { b: '0b', o: '0', x: '0x', X: '0X' };

/** `undefined` for a verb that whole numbers do not know. */
export function formatInteger(value: number, spec: Spec, unsigned: boolean): string | undefined {
  const { verb, flags } = spec;
  if (verb === 'c') return padTo(String.fromCodePoint(Math.max(0, value)), spec);
  if (verb === 'q') return padTo(quoteCharacter(value), spec);
  if (verb === 'U') return padTo(`U+${value.toString(16).toUpperCase().padStart(4, '0')}`, spec);
  const base = BASES[verb];
  if (base === undefined) return undefined;
  let digits = BigInt(Math.abs(value)).toString(base);
  if (verb === 'X') digits = digits.toUpperCase();
  if (spec.precision !== undefined) digits = digits.padStart(spec.precision, '0');
  if (verb === 'O') digits = `0o${digits}`;
  else if (flags.includes('#')) digits = (verb === 'v' && unsigned ? '0x' : (PREFIXES[verb] ?? '')) + digits;
  const plain = spec.precision === undefined ? spec : { ...spec, flags: flags.replace('0', '') };
  return padNumber(sign(value < 0, verb === 'v' ? '' : flags) + digits, plain);
}

function quoteCharacter(code: number): string {
  const c = String.fromCodePoint(code);
  return c === "'" ? "'\\''" : `'${goQuote(c).slice(1, -1).replace('\\"', '"')}'`;
}

/** `undefined` for a verb that floating-point numbers do not know. */
export function formatFloat(value: number, spec: Spec): string | undefined {
  const { verb, precision, flags } = spec;
  const magnitude = Math.abs(value);
  let text: string;
  if (verb === 'f' || verb === 'F') text = magnitude.toFixed(precision ?? 6);
  else if (verb === 'e' || verb === 'E') text = exponent(magnitude.toExponential(precision ?? 6));
  else if (verb === 'g' || verb === 'G') {
    text = precision === undefined ? encodeFloatG(magnitude) : general(magnitude, precision || 1);
  } else return undefined;
  if (verb === 'E' || verb === 'G') text = text.toUpperCase();
  return padNumber(sign(value < 0, flags) + text, spec);
}

/** Go writes at least two digits of an exponent. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** `%g` and `%v`: the fewest digits that tell the number apart, with an exponent below 1e-4 and from 1e6 on. */
export function encodeFloatG(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e6)) return exponent(value.toExponential());
  return String(value);
}

/** `%g` with a number of significant digits; zeros at the end are dropped. */
function general(magnitude: number, precision: number): string {
  const rounded = Number(magnitude.toPrecision(precision));
  const power = rounded === 0 ? 0 : Math.floor(Math.log10(rounded));
  return power < -4 || power >= precision ? exponent(rounded.toExponential()) : String(rounded);
}

/** `%q`, and with `#` a raw literal where that is possible. */
export function quoteText(text: string, spec: Spec): string {
  if (spec.flags.includes('#') && !/[`\n\r\x00-\x08\x0b-\x1f\x7f]/.test(text)) return `\`${text}\``;
  return goQuote(text);
}
