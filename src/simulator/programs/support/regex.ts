export const CLASSES: Record<string, string> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  cntrl: '\\x00-\\x1f',
  print: '\\x20-\\x7e',
  graph: '\\x21-\\x7e',
  word: '\\w',
};

/** A POSIX basic or extended regular expression as JavaScript's source. */
export function posixRegex(pattern: string, extended: boolean): string {
  let out = '';
  /** The last piece counts the one before it, and where its count ends. */
  let counted = -1;
  for (let i = 0; i < pattern.length; ) {
    const c = pattern[i]!;
    // A count of a count is any count: JavaScript would read the second as something else.
    if (counted === i && (c === '*' || (extended && /[+?]/.test(c)))) {
      out = `${out.slice(0, -1)}*`;
      counted = ++i;
      continue;
    }
    if (c === '[') {
      const end = bracketEnd(pattern, i);
      if (end === -1) throw new Error('Unmatched [, [^, [:, [., or [=');
      out += bracket(pattern.slice(i + 1, end));
      i = end + 1;
    } else if (c === '\\') {
      const next = pattern[i + 1];
      if (next === undefined) throw new Error('Trailing backslash');
      if (!extended && /[(){}|+?]/.test(next)) out += next;
      else if (next === '<' || next === '>') out += '\\b';
      else if (/[bBwWsSdD1-9nt]/.test(next)) out += `\\${next}`;
      else out += /[a-zA-Z]/.test(next) ? next : `\\${next}`;
      i += 2;
    } else if (!extended && /[(){}|+?]/.test(c)) {
      out += `\\${c}`;
      i++;
    } else if (c === '*' && (out === '' || /(?:^|\()\^?$/.test(out) || (!extended && out.endsWith('|')))) {
      out += '\\*';
      i++;
    } else if (extended && c === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(i))) {
      out += '\\{';
      i++;
    } else if (!extended && c === '^' && i > 0 && !/(?:\\\(|\\\|)$/.test(pattern.slice(0, i))) {
      out += '\\^';
      i++;
    } else if (
      !extended &&
      c === '$' &&
      i < pattern.length - 1 &&
      !/^\$(?:\\\)|\\\|)/.test(pattern.slice(i))
    ) {
      out += '\\$';
      i++;
    } else {
      out += c === '/' ? '\\/' : c;
      i++;
      if (c === '*' || (extended && /[+?]/.test(c))) counted = i;
    }
  }
  return out;
}

function bracketEnd(pattern: string, start: number): number {
  let i = start + 1;
  if (pattern[i] === '^') i++;
  if (pattern[i] === ']') i++;
  for (; i < pattern.length; i++) {
    if (pattern[i] === '[' && /[:.=]/.test(pattern[i + 1] ?? '')) {
      const close = pattern.indexOf(`${pattern[i + 1]}]`, i + 2);
      if (close !== -1) i = close + 1;
    } else if (pattern[i] === ']') return i;
  }
  return -1;
}

function bracket(body: string): string {
  const negated = body.startsWith('^');
  const inner = (negated ? body.slice(1) : body)
    .replace(/\\/g, '\\\\')
    .replace(/\[:(\w+):\]/g, (_, name: string) => `\x00${name}\x00`)
    .replace(/[[\]]/g, '\\$&')
    .replace(/\x00(\w+)\x00/g, (_, name: string) => {
      const found = CLASSES[name];
      if (found === undefined) throw new Error('Invalid character class name');
      return found;
    });
  return `[${negated ? '^' : ''}${inner}]`;
}

/** Text that matches itself. */
export const literalRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** What the GNU library says of an expression, by what JavaScript's engines say of theirs. */
export function regexProblem(error: unknown): string {
  // The engine's message may have the expression itself before its reason.
  const reason = error instanceof Error ? error.message.replace(/^.*: /s, '') : '';
  if (/unmatched (?:'?\)|parenth)/i.test(reason)) return 'Unmatched ) or \\)';
  if (/group|parenth|missing \)/i.test(reason)) return 'Unmatched ( or \\(';
  if (/nothing to repeat/i.test(reason)) return 'Invalid preceding regular expression';
  if (/numbers out of order|quantifier/i.test(reason)) return 'Invalid content of \\{\\}';
  if (/range/i.test(reason)) return 'Invalid range end';
  return reason;
}
