import { CompileError, type Token } from './lexer.ts';

/** The tokens of a program and how far they are read; tells what was expected where another token stands. */
export class TokenCursor {
  protected readonly tokens: readonly Token[];
  protected at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  protected get token(): Token {
    return this.tokens[this.at]!;
  }

  protected is(text: string): boolean {
    const { kind } = this.token;
    return (kind === 'operator' || kind === 'keyword') && this.token.text === text;
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  protected expect(text: string, ...expected: string[]): void {
    if (!this.accept(text)) this.unexpected(...expected);
  }

  protected take(kind: Token['kind'], ...expected: string[]): Token {
    if (this.token.kind !== kind) this.unexpected(...expected);
    return this.tokens[this.at++]!;
  }

  protected unexpected(...expected: string[]): never {
    const { kind, text, at } = this.token;
    const shown =
      kind === 'operator'
        ? text.length === 1
          ? `'${text}'`
          : text
        : kind === 'name'
          ? 'IDENT'
          : kind === 'field'
            ? 'FIELD'
            : kind === 'number'
              ? 'LITERAL'
              : kind === 'variable'
                ? "'$'"
                : kind === 'format'
                  ? 'FORMAT'
                  : text;
    const wanted = expected.length > 0 ? `, expecting ${expected.join(' or ')}` : '';
    throw new CompileError(`unexpected ${shown}${wanted}`, at);
  }
}
