import { joinRawBytes, rawByte } from '../../common/raw-bytes.ts';

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
  '"': '"',
  "'": "'",
  '?': '?',
};

/**
 * Decodes backslash escapes; `\nnn` and `\xHH` are bytes. `echo` style has `\0nnn` and `\c`, which ends all output: then `stop` is set.
 */
export function decodeEscapes(text: string, echo: boolean): { text: string; stop: boolean } {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\\') {
      out += text[i];
      continue;
    }
    const rest = text.slice(i + 1);
    if (echo && rest.startsWith('c')) return { text: joinRawBytes(out), stop: true };
    const number = (echo ? /^0([0-7]{0,3})/ : /^([0-7]{1,3})/).exec(rest);
    const hex = /^x([0-9A-Fa-f]{1,2})/.exec(rest);
    const point = /^u([0-9A-Fa-f]{1,4})/.exec(rest) ?? /^U([0-9A-Fa-f]{1,8})/.exec(rest);
    if (number) {
      out += rawByte(Number.parseInt(number[1] || '0', 8) & 255);
      i += number[0].length;
    } else if (hex) {
      out += rawByte(Number.parseInt(hex[1]!, 16));
      i += hex[0].length;
    } else if (point) {
      out += String.fromCodePoint(Number.parseInt(point[1]!, 16));
      i += point[0].length;
    } else if (rest && rest[0]! in ESCAPES && !(echo && /["'?]/.test(rest[0]!))) {
      out += ESCAPES[rest[0]!];
      i++;
    } else out += '\\';
  }
  return { text: joinRawBytes(out), stop: false };
}
