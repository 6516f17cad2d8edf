import { TemplateError } from './errors.ts';
import { tokenize } from './lexer.ts';
import { showToken, type Token, type TokenKind } from './tokens.ts';

/** A template's tokens as a parser takes them, and the errors that name where it stands. */
export class TokenStream {
  /** The line of the action being read; 0 between actions. */
  actionLine = 0;
  private readonly name: string;
  private readonly tokens: Token[];
  private position = 0;
  /** How many tokens were ever looked at: errors name the line of the last. */
  private furthest = 0;

  /** @param name the template's own, as errors show it */
  constructor(name: string, text: string) {
    this.name = name;
    this.tokens = tokenize(text);
  }

  /** A place to go back to. */
  mark(): number {
    return this.position;
  }

  reset(mark: number): void {
    this.position = mark;
  }

  /** Gives the last token back. */
  backup(): void {
    this.position--;
  }

  peek(): Token {
    const index = Math.min(this.position, this.tokens.length - 1);
    this.furthest = Math.max(this.furthest, index);
    return this.tokens[index]!;
  }

  next(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }

  peekNonSpace(): Token {
    while (this.peek().kind === 'space') this.position++;
    return this.peek();
  }

  nextNonSpace(): Token {
    this.peekNonSpace();
    return this.next();
  }

  expect(kind: TokenKind, context: string): Token {
    const token = this.nextNonSpace();
    return token.kind === kind ? token : this.unexpected(token, context);
  }

  fail(message: string): never {
    const line = this.tokens[this.furthest]!.line;
    throw new TemplateError(`template: ${this.name}:${line}: ${message}`);
  }

  unexpected(token: Token, context: string): never {
    if (token.kind !== 'error') return this.fail(`unexpected ${showToken(token)} in ${context}`);
    const elsewhere = this.actionLine !== 0 && this.actionLine !== token.line;
    const started = ` in action started at ${this.name}:${this.actionLine}`;
    const extra = token.text.endsWith(' action') ? started.slice(' in action'.length) : started;
    return this.fail(token.text + (elsewhere ? extra : ''));
  }
}
