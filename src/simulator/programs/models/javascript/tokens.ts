/** Words of JavaScript source: the lexical part of ECMA-262, as far as the model of node reads it. */

export type Token =
  | { type: 'number'; value: number; line: number; newline: boolean }
  | { type: 'string'; value: string; line: number; newline: boolean }
  | { type: 'template'; strings: string[]; sources: string[]; line: number; newline: boolean }
  | { type: 'regexp'; pattern: string; flags: string; line: number; newline: boolean }
  | { type: 'name' | 'keyword' | 'punctuator'; value: string; line: number; newline: boolean }
  | { type: 'end'; value: ''; line: number; newline: boolean };

/** The source is no JavaScript. */
export class SyntaxFault extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const KEYWORDS = new Set(
  (
    'async await break case catch class const continue default delete do else export extends false finally for ' +
    'function if import in instanceof let new null of return static super switch this throw true try typeof var void ' +
    'while yield'
  ).split(' '),
);
const PUNCTUATORS = [
  '>>>=',
  '...',
  '===',
  '!==',
  '**=',
  '<<=',
  '>>=',
  '>>>',
  '&&=',
  '||=',
  '??=',
  '=>',
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '??',
  '?.',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '&=',
  '|=',
  '^=',
  '<<',
  '>>',
  '**',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ';',
  ',',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '&',
  '|',
  '^',
  '!',
  '~',
  '?',
  ':',
  '=',
  '.',
  '@',
  '#',
];
const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
  '\n': '',
};

export function tokenize(source: string, firstLine = 1): Token[] {
  return new Scanner(source, firstLine).all();
}

class Scanner {
  private readonly source: string;
  private at = 0;
  private line: number;
  private newline = false;
  private readonly tokens: Token[] = [];

  constructor(source: string, line: number) {
    this.source = source;
    this.line = line;
  }

  all(): Token[] {
    if (this.source.startsWith('#!')) this.at = Math.max(0, this.source.indexOf('\n'));
    for (;;) {
      this.skipSpace();
      if (this.at >= this.source.length) break;
      this.tokens.push(this.next());
      this.newline = false;
    }
    this.tokens.push({ type: 'end', value: '', line: this.line, newline: true });
    return this.tokens;
  }

  private skipSpace(): void {
    for (;;) {
      const rest = this.source.slice(this.at, this.at + 2);
      if (rest === '') return;
      if (rest === '//') this.skipTo('\n', 0);
      else if (rest === '/*') this.skipTo('*/', 2);
      else if (/\s/.test(rest[0]!) || rest[0] === '\ufeff') this.step();
      else return;
    }
  }

  private skipTo(end: string, extra: number): void {
    const found = this.source.indexOf(end, this.at);
    const stop = found === -1 ? this.source.length : found + extra;
    while (this.at < stop) this.step();
  }

  private step(): string {
    const character = this.source[this.at++]!;
    if (character === '\n') {
      this.line++;
      this.newline = true;
    }
    return character;
  }

  private next(): Token {
    const place = { line: this.line, newline: this.newline };
    const character = this.source[this.at]!;
    const rest = this.source.slice(this.at);
    if (character === '"' || character === "'") return { type: 'string', value: this.string(), ...place };
    if (character === '`') return { type: 'template', ...this.template(), ...place };
    const number =
      /^(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/.exec(
        rest,
      );
    if (number && /[\d.]/.test(character) && number[0] !== '') {
      this.at += number[0].length;
      return { type: 'number', value: Number(number[0].replaceAll('_', '')), ...place };
    }
    const name = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/u.exec(rest);
    if (name) {
      this.at += name[0].length;
      return { type: KEYWORDS.has(name[0]) ? 'keyword' : 'name', value: name[0], ...place };
    }
    if (character === '/' && this.regexpMayStand()) return { type: 'regexp', ...this.regexp(), ...place };
    const punctuator = PUNCTUATORS.find(
      (text) => rest.startsWith(text) && !(text === '?.' && /^\?\.\d/.test(rest)),
    );
    if (!punctuator) throw new SyntaxFault('Invalid or unexpected token', this.line);
    this.at += punctuator.length;
    return { type: 'punctuator', value: punctuator, ...place };
  }

  /** After a value a slash divides; elsewhere it begins a regular expression. */
  private regexpMayStand(): boolean {
    const last = this.tokens.at(-1);
    if (!last) return true;
    if (last.type === 'punctuator') return ![')', ']', '}', '++', '--'].includes(last.value);
    return last.type === 'keyword' && !['this', 'super', 'null', 'true', 'false'].includes(last.value);
  }

  private regexp(): { pattern: string; flags: string } {
    const match = /^\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/.exec(this.source.slice(this.at));
    if (!match) throw new SyntaxFault('Invalid regular expression: missing /', this.line);
    this.at += match[0].length;
    return { pattern: match[1]!, flags: match[2]! };
  }

  private string(): string {
    const quote = this.step();
    let value = '';
    for (;;) {
      const character = this.source[this.at];
      if (character === undefined || character === '\n')
        throw new SyntaxFault('Invalid or unexpected token', this.line);
      this.step();
      if (character === quote) return value;
      value += character === '\\' ? this.escape() : character;
    }
  }

  private escape(): string {
    const character = this.step();
    if (character === 'x' || character === 'u') {
      const match = /^(?:\{([\da-fA-F]+)\}|([\da-fA-F]{4})|([\da-fA-F]{2}))/.exec(this.source.slice(this.at));
      if (!match) throw new SyntaxFault('Invalid Unicode escape sequence', this.line);
      const digits = match[1] ?? (character === 'x' ? match[0].slice(0, 2) : match[0]);
      this.at += match[1] ? match[0].length : digits.length;
      return String.fromCodePoint(Number.parseInt(digits, 16));
    }
    return ESCAPES[character] ?? character;
  }

  /** The pieces of text, and the sources of the expressions between them. */
  private template(): { strings: string[]; sources: string[] } {
    this.step();
    const strings: string[] = [];
    const sources: string[] = [];
    let text = '';
    for (;;) {
      const character = this.source[this.at];
      if (character === undefined) throw new SyntaxFault('Unterminated template literal', this.line);
      if (character === '$' && this.source[this.at + 1] === '{') {
        strings.push(text);
        text = '';
        this.at += 2;
        sources.push(this.embedded());
        continue;
      }
      this.step();
      if (character === '`') return { strings: [...strings, text], sources };
      text += character === '\\' ? this.escape() : character;
    }
  }

  /** Up to the brace that closes an expression in a template. */
  private embedded(): string {
    const start = this.at;
    const inner = new Scanner(this.source, this.line);
    inner.at = this.at;
    for (let depth = 0; ; ) {
      inner.skipSpace();
      if (inner.at >= this.source.length) throw new SyntaxFault('Unterminated template literal', this.line);
      const token = inner.next();
      inner.tokens.push(token);
      if (token.type !== 'punctuator') continue;
      if (token.value === '{') depth++;
      if (token.value === '}' && depth-- === 0) break;
    }
    this.at = inner.at;
    this.line = inner.line;
    return this.source.slice(start, this.at - 1);
  }
}
