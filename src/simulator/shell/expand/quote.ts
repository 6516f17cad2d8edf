import { joinRawBytes, rawByte } from '../../common/raw-bytes.ts';

const CONTROL: Record<string, string> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\x1b': '\\E',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** `$'…'`, for text with control characters. */
export function quoteDollar(text: string): string {
  const body = text.replace(/[\x00-\x1f\x7f'\\]/g, (c) =>
    c === "'" || c === '\\' ? `\\${c}` : (CONTROL[c] ?? `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`),
  );
  return `$'${body}'`;
}

/** As `${x@Q}`, `set` and `alias` quote. */
export function quoteSingle(text: string): string {
  return /[\x00-\x08\x0b-\x1f\x7f\n\t]/.test(text) ? quoteDollar(text) : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Quoted only where the shell needs it: `set -x`, `set`. */
export function quoteIfNeeded(text: string): string {
  if (text === '') return "''";
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('~') ? text : quoteSingle(text);
}

/** As `printf %q` quotes: with backslashes. */
export function quoteBackslash(text: string): string {
  if (text === '') return "''";
  if (/[\x00-\x1f\x7f]/.test(text)) return quoteDollar(text);
  return text.replace(/[^\w@%+=:./\u0080-\u{10ffff}-]/gu, '\\$&');
}

const ESCAPES: Record<string, string> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** The escapes of `$'…'`. */
export function decodeAnsi(text: string): string {
  const decoded = text.replace(
    /\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|c(.)|([\s\S]))/g,
    (whole, hex?: string, u?: string, U?: string, octal?: string, control?: string, plain?: string) => {
      if (hex !== undefined) return rawByte(Number.parseInt(hex, 16));
      const point = u ?? U;
      if (point !== undefined) return String.fromCodePoint(Number.parseInt(point, 16));
      if (octal !== undefined) return rawByte(Number.parseInt(octal, 8) & 255);
      if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) ^ 64);
      return ESCAPES[plain!] ?? whole;
    },
  );
  // A string ends at its first NUL byte, as in C.
  return joinRawBytes(decoded.replace(/\0[\s\S]*$/, ''));
}
