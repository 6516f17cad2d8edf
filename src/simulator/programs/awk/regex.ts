import { rawByte } from '../../common/raw-bytes.ts';
import { CLASSES, literalRegex } from '../support/regex.ts';

/** An expression that mawk does not take. */
export class RegexProblem extends Error {}

const ESCAPES: Record<string, string> = {
  n: '\\n',
  t: '\\t',
  f: '\\f',
  v: '\\v',
  r: '\\r',
  a: '\\x07',
  b: '\\x08',
};
const compiled = new Map<string, RegExp>();
const KEPT = 500;

/** mawk's extended regular expressions, which have no counts in braces. @throws RegexProblem */
export function awkRegex(source: string): RegExp {
  const known = compiled.get(source);
  if (known) return known;
  let out = '';
  let depth = 0;
  let atStart = true;
  let counted = false;
  const problem = (reason: string): never => {
    throw new RegexProblem(`regular expression compile failed (${reason})\n${source}`);
  };
  for (let i = 0; i < source.length; ) {
    const c = source[i]!;
    const isCount = /[*+?]/.test(c);
    if (isCount && atStart) problem('missing operand');
    if (c === '\\') {
      const [text, length] = escaped(source, i);
      out += text;
      i += length;
    } else if (c === '[') {
      const end = classEnd(source, i);
      if (end === -1) problem('bad class -- [], [^] or [');
      out += characterClass(source.slice(i + 1, end));
      i = end + 1;
    } else {
      if (c === '(') depth++;
      // One that nothing opened is itself.
      const isLoose = c === ')' && depth === 0;
      if (c === ')' && !isLoose) depth--;
      // Two counts in a row are any count: JavaScript would read the second as something else.
      if (isCount && counted) out = `${out.slice(0, -1)}*`;
      else out += c === '(' ? '(?:' : isLoose || /[{}/]/.test(c) ? `\\${c}` : c;
      i++;
    }
    atStart = /[(|^]/.test(c);
    counted = isCount;
  }
  if (depth > 0) problem("missing ')'");
  let regex: RegExp;
  try {
    regex = new RegExp(out, 'gs');
  } catch {
    return problem('bad class -- [], [^] or [');
  }
  if (compiled.size >= KEPT) compiled.clear();
  compiled.set(source, regex);
  return regex;
}

/** What a backslash stands for, and how many characters that takes. */
function escaped(source: string, at: number): [text: string, length: number] {
  const octal = /^[0-7]{1,3}/.exec(source.slice(at + 1, at + 4))?.[0];
  if (octal) {
    const code = rawByte(Number.parseInt(octal, 8) & 255).charCodeAt(0);
    return [`\\u${code.toString(16).padStart(4, '0')}`, octal.length + 1];
  }
  const next = source[at + 1];
  if (next === undefined) return ['\\\\', 1];
  return [ESCAPES[next] ?? literalRegex(next), 2];
}

function classEnd(source: string, start: number): number {
  let i = start + 1;
  if (source[i] === '^') i++;
  if (source[i] === ']') i++;
  for (; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source.startsWith('[:', i) && source.includes(':]', i + 2)) i = source.indexOf(':]', i + 2) + 1;
    else if (source[i] === ']') return i;
  }
  return -1;
}

function characterClass(body: string): string {
  const negated = body.startsWith('^');
  let out = '';
  for (let i = negated ? 1 : 0; i < body.length; ) {
    const named = /^\[:(\w+):\]/.exec(body.slice(i));
    if (named) {
      out += CLASSES[named[1]!] ?? '';
      i += named[0].length;
    } else if (body[i] === '\\') {
      const [text, length] = escaped(body, i);
      out += text === '-' ? '\\-' : text;
      i += length;
    } else out += /[[\]^]/.test(body[i]!) ? `\\${body[i++]}` : body[i++];
  }
  return `[${negated ? '^' : ''}${out}]`;
}

/** Where an expression first matches. */
export function find(regex: RegExp, text: string, from = 0): { at: number; length: number } | undefined {
  regex.lastIndex = from;
  const match = regex.exec(text);
  return match ? { at: match.index, length: match[0].length } : undefined;
}
