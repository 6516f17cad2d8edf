import { renderPrompt } from '../prompt.ts';
import { Fatal } from '../state/flow.ts';
import type { Shell } from '../state/shell.ts';
import { arrayKeys, type Variable } from '../state/variables.ts';
import { compilePattern, patternSource } from './pattern.ts';
import { decodeAnsi, quoteDollar, quoteSingle } from './quote.ts';
import { variableOf } from './values.ts';

/** `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`. */
export function removePattern(value: string, operator: '#' | '##' | '%' | '%%', pattern: string): string {
  const matcher = compilePattern(pattern);
  const n = value.length;
  for (let i = 0; i <= n; i++) {
    const cut = operator === '#' || operator === '%%' ? i : n - i;
    const part = operator.startsWith('#') ? value.slice(0, cut) : value.slice(cut);
    if (matcher.test(part)) return operator.startsWith('#') ? value.slice(cut) : value.slice(0, cut);
  }
  return value;
}

/** `${x/p/r}` and its relatives. An unquoted `&` in the replacement is what matched. */
export function replacePattern(
  value: string,
  operator: '/' | '//' | '/#' | '/%',
  pattern: string,
  replacement: string,
  special: boolean,
  ignoreCase: boolean,
): string {
  if (pattern === '' && operator !== '/#' && operator !== '/%') return value;
  const source = patternSource(pattern);
  const anchored = operator === '/#' ? `^(?:${source})` : operator === '/%' ? `(?:${source})$` : source;
  const regex = new RegExp(anchored, `u${operator === '//' ? 'g' : ''}${ignoreCase ? 'i' : ''}`);
  const filled = (match: string) =>
    replacement.replace(/\\([\s\S])|&/g, (token, quoted: string | undefined) =>
      quoted !== undefined ? quoted : special ? match : token,
    );
  return value.replace(regex, (match) => (match === '' && operator === '//' ? '' : filled(match)));
}

/** `${x^}`, `${x^^}`, `${x,}`, `${x,,}`. */
export function modifyCase(
  value: string,
  operator: '^' | '^^' | ',' | ',,',
  pattern: string | undefined,
): string {
  const matcher = pattern ? compilePattern(pattern) : undefined;
  const change = (c: string) =>
    matcher && !matcher.test(c) ? c : operator.startsWith('^') ? c.toUpperCase() : c.toLowerCase();
  const letters = [...value];
  return operator.length === 2
    ? letters.map(change).join('')
    : letters.map((c, i) => (i === 0 ? change(c) : c)).join('');
}

export function sliceText(
  value: string,
  offset: number,
  length: number | undefined,
  lengthText: string,
): string {
  const letters = [...value];
  const start = offset < 0 ? letters.length + offset : offset;
  if (start < 0 || start > letters.length) return '';
  if (length === undefined) return letters.slice(start).join('');
  const end = length < 0 ? letters.length + length : start + length;
  if (end < start) throw new Fatal(`${lengthText.trim()}: substring expression < 0`);
  return letters.slice(start, end).join('');
}

export function sliceList(values: readonly string[], offset: number, length: number | undefined): string[] {
  const start = offset < 0 ? values.length + offset : offset;
  if (start < 0) return [];
  return values.slice(start, length === undefined ? undefined : start + length);
}

/** `${x@Q}` and its relatives; `value` is `undefined` for a whole array (`@A`, `@K`). */
export function transform(shell: Shell, operator: string, name: string, value: string | undefined): string {
  const variable = variableOf(shell, name);
  switch (operator) {
    case 'Q':
      return quoteSingle(value ?? '');
    case 'E':
      return decodeAnsi(value ?? '');
    case 'P':
      return renderPrompt(shell, value ?? '');
    case 'U':
      return (value ?? '').toUpperCase();
    case 'u':
      return modifyCase(value ?? '', '^', undefined);
    case 'L':
      return (value ?? '').toLowerCase();
    case 'a':
      return variable ? attributeLetters(variable) : '';
    case 'A': {
      if (!variable) return `${name}=${quoteSingle(value ?? '')}`;
      const letters = attributeLetters(variable);
      if (value !== undefined && !variable.elements) {
        return `${letters ? `declare -${letters} ` : ''}${name}=${quoteSingle(value)}`;
      }
      return `declare -${letters} ${name}=${arrayText(variable)}`;
    }
    case 'K':
    case 'k':
      if (value !== undefined) return quoteSingle(value);
      return variable?.elements
        ? arrayKeys(variable)
            .map(
              (key) =>
                `${key} ${operator === 'K' ? quoteDouble(variable.elements!.get(key)!) : variable.elements!.get(key)}`,
            )
            .join(' ')
        : quoteSingle(variable?.value ?? '');
    default:
      throw new Fatal(`\${${name}@${operator}}: bad substitution`);
  }
}

/** As `declare -p` shows attributes. */
export function attributeLetters(variable: Variable): string {
  return (
    (variable.elements ? (variable.associative ? 'A' : 'a') : '') +
    (variable.integer ? 'i' : '') +
    (variable.lower ? 'l' : '') +
    (variable.reference ? 'n' : '') +
    (variable.readonly ? 'r' : '') +
    (variable.upper ? 'u' : '') +
    (variable.exported ? 'x' : '')
  );
}

const quoteDouble = (text: string): string =>
  /[\x00-\x1f\x7f]/.test(text) ? quoteDollar(text) : `"${text.replace(/["\\$`]/g, '\\$&')}"`;

/** `([0]="a" [1]="b")`, as `declare -p` prints it. */
export function arrayText(variable: Variable): string {
  const items = arrayKeys(variable).map((key) => {
    const label = variable.associative && !/^[\w.:/@%+=,-]+$/.test(key) ? quoteDouble(key) : key;
    return `[${label}]=${quoteDouble(variable.elements!.get(key)!)}`;
  });
  // bash leaves a blank after the last pair of an associative array.
  return `(${items.join(' ')}${variable.associative && items.length > 0 ? ' ' : ''})`;
}

/** `declare -x NAME="value"`. */
export function declaration(name: string, variable: Variable): string {
  const letters = attributeLetters(variable);
  const value = variable.elements
    ? variable.unset && variable.elements.size === 0
      ? ''
      : `=${arrayText(variable)}`
    : variable.value === undefined
      ? ''
      : `=${quoteDouble(variable.value)}`;
  return `declare -${letters || '-'} ${name}${value}`;
}
