import { rawByte } from '../../common/raw-bytes.ts';
import { RuntimeFault } from './state.ts';
import { formatNumber, NumericText, toInteger, toNumber, type Value } from './values.ts';

const DIRECTIVE = /%(?:%|([-+ #0']*)(\*|\d*)(?:\.(\*|\d*))?([lh]?)([\s\S]?))/g;

/** printf and sprintf, on texts of one character a byte; with a fault, the text up to there. */
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
      text += formatNumber(
        directive,
        isFloat ? toNumber(value) : unsigned ? toUnsigned(value) : toInteger(value),
      );
    }
  }
  return { text: text + template.slice(from) };
}

/** As C takes a number for an unsigned integer. */
const toUnsigned = (value: Value): number =>
  Math.trunc(Math.max(0, Math.min(2 ** 32 - 1, toNumber(value) || 0)));

function character(value: Value, toText: (value: Value) => string): string {
  const isNumber = typeof value === 'number' || value instanceof NumericText;
  return isNumber ? rawByte(Math.trunc(toNumber(value)) & 255) : toText(value).slice(0, 1) || '\0';
}

function pad(text: string, flags: string, width: number): string {
  return flags.includes('-') || width < 0 ? text.padEnd(Math.abs(width)) : text.padStart(width);
}
