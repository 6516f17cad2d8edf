import type { NumberNode } from './nodes.ts';

/** Go's literals: what `strconv.Unquote` and number parsing make of a token. */

const SIMPLE: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** The text of a quoted literal (`"…"`, `'…'` or a raw one); `undefined` when it is malformed. */
export function unquote(literal: string): string | undefined {
  const quote = literal[0]!;
  const body = literal.slice(1, -1);
  if (quote === '`') return body.replaceAll('\r', '');
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let i = 0; i < body.length; ) {
    if (body[i] !== '\\') {
      const c = String.fromCodePoint(body.codePointAt(i)!);
      bytes.push(...encoder.encode(c));
      i += c.length;
      continue;
    }
    const found = readEscape(body.slice(i + 1), quote);
    if (!found) return undefined;
    if (typeof found.value === 'number') bytes.push(found.value);
    else bytes.push(...encoder.encode(found.value));
    i += 1 + found.length;
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** What follows a backslash: a byte, or a character. */
function readEscape(rest: string, quote: string): { value: string | number; length: number } | undefined {
  const c = rest[0] ?? '';
  if (c === quote) return { value: c, length: 1 };
  const simple = SIMPLE[c];
  if (simple !== undefined) return { value: simple, length: 1 };
  const octal = /^[0-7]{3}/.exec(rest);
  if (octal) {
    const value = Number.parseInt(octal[0], 8);
    return value > 255 ? undefined : { value, length: 3 };
  }
  const hex = /^x([0-9a-fA-F]{2})/.exec(rest);
  if (hex) return { value: Number.parseInt(hex[1]!, 16), length: 3 };
  const unicode = /^(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
  if (!unicode) return undefined;
  const code = Number.parseInt(unicode[1] ?? unicode[2]!, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
  return { value: String.fromCodePoint(code), length: unicode[0].length };
}

const DECIMAL = String.raw`(?:[0-9](?:_?[0-9])*\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?`;
const COMPLEX = new RegExp(`^([+-]?${DECIMAL}(?=[+-]))?([+-]?${DECIMAL})i$`);
const REAL = new RegExp(`^[+-]?${DECIMAL}$`);

type NumberValue = Pick<NumberNode, 'integer' | 'float' | 'complex'>;

/** A number token's meaning; `undefined` when it is none, `overflow` when no Go integer can hold it. */
export function parseNumber(text: string): NumberValue | 'overflow' | undefined {
  if (text.endsWith('i')) return parseComplex(text);
  const match =
    /^([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/.exec(
      text,
    );
  if (match) {
    const digits = match[2]!.replaceAll('_', '');
    const plain = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
    const magnitude = BigInt(plain);
    const value = match[1] === '-' ? -magnitude : magnitude;
    if (value >= -(2n ** 63n) && value < 2n ** 63n) return { integer: Number(value), float: Number(value) };
    return value >= 0n && value < 2n ** 64n ? { float: Number(value) } : 'overflow';
  }
  if (!REAL.test(text)) return undefined;
  if (!/[.eEpP]/.test(text)) return 'overflow';
  const float = Number(text);
  return Number.isInteger(float) ? { integer: float, float } : { float };
}

/** `2i`, `1+2i`. Without an imaginary part it can be a real number too. */
function parseComplex(text: string): NumberValue | undefined {
  const [match, real = '0', imaginary = '0'] = COMPLEX.exec(text) ?? [];
  if (match === undefined) return undefined;
  const complex = [real, imaginary].map((part) => Number(part.replaceAll('_', ''))) as [number, number];
  if (complex[1] !== 0) return { complex };
  return { complex, float: complex[0], ...(Number.isInteger(complex[0]) ? { integer: complex[0] } : {}) };
}
