import { SyntaxFault, type Token } from './tokens.ts';

/** Keywords that are names where no statement could begin with them. */
const NAME_KEYWORDS = ['of', 'async', 'static', 'await', 'yield', 'let'];

/** Goes through the tokens of a source. */
export abstract class TokenCursor {
  private readonly tokens: readonly Token[];
  protected at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  protected mark(): number {
    return this.at;
  }

  protected reset(mark: number): void {
    this.at = mark;
  }

  protected peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)]!;
  }

  protected next(): Token & { value?: unknown } {
    const token = this.peek();
    if (token.type !== 'end') this.at++;
    return token;
  }

  protected is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return (
      (token.type === 'punctuator' || token.type === 'keyword' || token.type === 'name') &&
      token.value === text
    );
  }

  protected follows(text: string): boolean {
    return this.is(text, 1);
  }

  protected take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  protected expect(text: string): void {
    if (!this.take(text)) throw this.fault();
  }

  protected fault(message?: string): SyntaxFault {
    const token = this.peek();
    if (message) return new SyntaxFault(message, token.line);
    if (token.type === 'end') return new SyntaxFault('Unexpected end of input', token.line);
    const what =
      token.type === 'punctuator' || token.type === 'keyword'
        ? `token '${token.value}'`
        : token.type === 'name'
          ? `identifier '${token.value}'`
          : token.type === 'template'
            ? 'template string'
            : token.type;
    return new SyntaxFault(`Unexpected ${what}`, token.line);
  }

  protected semicolon(): void {
    if (this.take(';') || this.peek().newline || this.is('}') || this.peek().type === 'end') return;
    throw this.fault();
  }

  protected name(): string {
    const token = this.peek();
    if (token.type === 'name' || (token.type === 'keyword' && NAME_KEYWORDS.includes(token.value))) {
      this.at++;
      return token.value;
    }
    throw this.fault();
  }
}
