import { RegexProblem } from './regex.ts';
import type { Token } from './tokens.ts';

/** A script that cannot be run; the message goes after the program's name. */
export class SyntaxProblem extends Error {
  /** What is said after it. */
  also?: SyntaxProblem;
}

/** Goes through tokens, and tells what is wrong with one as mawk does. */
export class Cursor {
  private at = 0;
  private readonly tokens: readonly Token[];
  /** The script's file, which messages name. */
  private readonly file: string | undefined;

  constructor(tokens: readonly Token[], file: string | undefined) {
    this.tokens = tokens;
    this.file = file;
  }

  get token(): Token {
    const token = this.tokens[this.at]!;
    if (token.kind === 'bad') {
      // Of a character that means nothing mawk names the line in another way.
      if (token.text.startsWith('unexpected')) throw new SyntaxProblem(`${token.line}: ${token.text}`);
      throw this.problem(token.text);
    }
    return token;
  }

  get next(): Token {
    return this.tokens[Math.min(this.at + 1, this.tokens.length - 1)]!;
  }

  get place(): number {
    return this.at;
  }

  /** Goes back to where it was. */
  rewind(place: number): void {
    this.at = place;
  }

  take(): Token {
    const { token } = this;
    if (token.kind !== 'end') this.at++;
    return token;
  }

  is(...texts: string[]): boolean {
    const { kind, text } = this.token;
    return (kind === 'op' || kind === 'word') && texts.includes(text);
  }

  accept(...texts: string[]): string | undefined {
    return this.is(...texts) ? this.take().text : undefined;
  }

  expect(text: string): void {
    if (this.accept(text) === undefined) this.fail();
  }

  skipNewlines(): void {
    while (this.token.kind === 'newline') this.take();
  }

  /** Whether a statement may end here. */
  get ends(): boolean {
    return this.token.kind === 'newline' || this.token.kind === 'end' || this.is(';', '}');
  }

  problem(message: string, line = this.tokens[this.at]!.line): SyntaxProblem {
    return new SyntaxProblem(`${this.file === undefined ? '' : `${this.file}: `}line ${line}: ${message}`);
  }

  /** The token is not what may stand here. */
  fail(): never {
    const { kind, text, braces, parens } = this.token;
    if (kind === 'op' && /[)}]/.test(text) && (text === ')' ? parens : braces) < 0) {
      const extra = this.problem(`extra '${text}'`);
      this.take();
      extra.also = this.problem(`syntax error at or near ${this.token.text}`);
      throw extra;
    }
    const closes = kind === 'newline' || kind === 'end' || (kind === 'op' && /[;}]/.test(text));
    if (parens > 0 && closes) throw this.problem(`missing ) near ${text}`);
    if (braces > 0 && (kind === 'end' || text === 'BEGIN' || text === 'END'))
      throw this.problem(`missing } near ${text}`);
    throw this.problem(`syntax error at or near ${kind === 'regex' ? `/${text}/` : text}`);
  }

  /** What a regular expression's problem is, said of the place. */
  checked<T>(make: () => T): T {
    try {
      return make();
    } catch (error) {
      if (error instanceof RegexProblem) throw this.problem(error.message);
      throw error;
    }
  }
}
