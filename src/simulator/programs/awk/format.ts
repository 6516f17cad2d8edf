import { RuntimeFault } from './state.ts';
import { formatNumber, toInteger, toNumber, type Value } from './values.ts';

const DIRECTIVE = /%(?:%|([-+ #0']*)(\*|\d*)(?:\.(\*|\d*))?([lh]?)([\s\S]?))/g;

/**
 * printf and sprintf, on texts of one character a byte.
 * @throws RuntimeFault when arguments are too few; `before` then holds what was written up to there
 */
export function format(
  who: 'printf' | 'sprintf',
  template: string,
  given: readonly Value[],
  toText: (value: Value) => string,
): { text: string; fault?: RuntimeFault } {
  const rest = [...given];
  let text = '';
  let from = 0;
  let number = 0;
  for (const match of template.matchAll(DIRECTIVE)) {
    text += template.slice(from, match.index);
    from = match.index + match[0].length;
    number++;
    if (match[0] === '%%') {
      text += '%';
      continue;
    }
    const [, flags = '', width = '', precision, , conversion = ''] = match;
    const star = (part: string) => (part === '*' ? String(toInteger(rest.shift())) : part);
    const [wide, exact] = [star(width), precision === undefined ? undefined : star(precision)];
    if (rest.length === 0) {
      const fault = new RuntimeFault(`not enough arguments passed to ${who}("${template}")`);
      return { text, fault };
    }
    if (!/[csdiouxXeEfgG]/.test(conversion)) {
      const fault = new RuntimeFault(`improper conversion(number ${number}) in ${who}("${template}")`);
      return { text, fault };
    }
    const value = rest.shift();
    if (conversion === 'c') text += pad(character(value, toText), flags, Number(wide));
    else if (conversion === 's') {
      const whole = toText(value);
      const shown = exact === undefined ? whole : whole.slice(0, Number(exact || 0));
      text += pad(shown, flags, Number(wide));
    } else {
      const isFloat = /[eEfgG]/.test(conversion);
      const directive = `%${flags}${wide}${exact === undefined ? '' : `.${exact}`}${conversion}`;
      const unsigned = /[ouxX]/.test(conversion);
      text += formatNumber(directive, isFloat ? toNumber(value) : unsigned ? whole(value) : toInteger(value));
    }
  }
  return { text: text + template.slice(from) };
}

/** As C takes a number for an unsigned integer. */
const whole = (value: Value): number => Math.trunc(Math.max(0, Math.min(2 ** 32 - 1, toNumber(value) || 0)));

function character(value: Value, toText: (value: Value) => string): string {
  if (typeof value !== 'number') return toText(value).slice(0, 1) || '\0';
  const byte = Math.trunc(value) & 255;
  return String.fromCharCode(byte < 128 ? byte : 0xdc00 + byte);
}

function pad(text: string, flags: string, width: number): string {
  return flags.includes('-') || width < 0 ? text.padEnd(Math.abs(width)) : text.padStart(width);
}
