import { goQuote, isPrintable } from '../../../common/go-quote.ts';
import { KEYWORDS, type Token, type TokenKind } from './tokens.ts';

const LEFT = '{{';
const RIGHT = '}}';
const isSpace = (c: string): boolean => c === ' ' || c === '\t' || c === '\r' || c === '\n';
const isAlphanumeric = (c: string): boolean => /^[_\p{L}\p{Nd}]$/u.test(c);

/** `%#U`: `U+0040 '@'`. */
function showCharacter(c: string): string {
  if (c === '') return 'U+FFFFFFFFFFFFFFFF';
  const hex = c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return isPrintable(c) ? `U+${hex} '${c}'` : `U+${hex}`;
}

/** Reads a whole template; the last token is `eof` or `error`. */
export function tokenize(input: string): Token[] {
  return new Lexer(input).run();
}

class Lexer {
  private readonly input: string;
  private readonly tokens: Token[] = [];
  private at = 0;
  private start = 0;
  private line = 1;
  private startLine = 1;
  private parens = 0;

  constructor(input: string) {
    this.input = input;
  }

  run(): Token[] {
    let inAction = false;
    while (this.tokens.at(-1)?.kind !== 'eof' && this.tokens.at(-1)?.kind !== 'error') {
      inAction = inAction ? this.action() : this.text();
    }
    return this.tokens;
  }

  /** Text up to the next action; whether one begins. */
  private text(): boolean {
    const found = this.input.indexOf(LEFT, this.at);
    if (found === -1) {
      this.advance(this.input.length);
      if (this.at > this.start) this.emit('text');
      this.emit('eof');
      return false;
    }
    const trimmed = this.trimsLeft(found + LEFT.length);
    if (found > this.at) {
      let end = found;
      if (trimmed) while (end > this.at && isSpace(this.input[end - 1]!)) end--;
      this.advance(end);
      if (this.at > this.start) this.emit('text');
      this.advance(found);
      this.ignore();
    }
    const marker = trimmed ? 2 : 0;
    if (this.input.startsWith('/*', found + LEFT.length + marker)) {
      this.advance(found + LEFT.length + marker);
      this.ignore();
      this.comment();
      return false;
    }
    this.advance(found + LEFT.length);
    this.emit('leftDelim');
    this.advance(this.at + marker);
    this.ignore();
    this.parens = 0;
    return true;
  }

  private comment(): undefined {
    const end = this.input.indexOf('*/', this.at + 2);
    if (end === -1) return this.fail('unclosed comment');
    this.advance(end + 2);
    const right = this.rightDelim();
    if (!right) return this.fail('comment ends before closing delimiter');
    this.advance(this.at + right.length);
    if (right.trims) this.skipSpace();
    this.ignore();
  }

  private trimsLeft(at: number): boolean {
    return this.input[at] === '-' && isSpace(this.input[at + 1] ?? '');
  }

  private rightDelim(at = this.at): { length: number; trims: boolean } | undefined {
    if (isSpace(this.input[at] ?? '') && this.input[at + 1] === '-' && this.input.startsWith(RIGHT, at + 2)) {
      return { length: 2 + RIGHT.length, trims: true };
    }
    return this.input.startsWith(RIGHT, at) ? { length: RIGHT.length, trims: false } : undefined;
  }

  /** One token inside an action; whether the action goes on. */
  private action(): boolean {
    const right = this.rightDelim();
    if (right) {
      if (this.parens > 0) {
        this.fail('unclosed left paren');
        return true;
      }
      if (right.trims) {
        this.advance(this.at + 2);
        this.ignore();
      }
      this.advance(this.at + RIGHT.length);
      this.emit('rightDelim');
      if (right.trims) {
        this.skipSpace();
        this.ignore();
      }
      return false;
    }
    this.inside(this.next());
    return true;
  }

  private inside(c: string): undefined {
    if (c === '') return this.fail('unclosed action');
    if (isSpace(c)) return this.space();
    switch (c) {
      case '=':
        return this.emit('assign');
      case ':':
        return this.next() === '=' ? this.emit('declare') : this.fail('expected :=');
      case '|':
        return this.emit('pipe');
      case '"':
        return this.quoted('"', 'string', 'unterminated quoted string');
      case "'":
        return this.quoted("'", 'charConstant', 'unterminated character constant');
      case '`':
        return this.raw();
      case '$':
        return this.fieldOrVariable('variable');
      case '(':
        this.emit('leftParen');
        this.parens++;
        return;
      case ')':
        this.parens--;
        return this.parens < 0 ? this.fail('unexpected right paren') : this.emit('rightParen');
    }
    if (c === '.' && this.at < this.input.length && !/[0-9]/.test(this.peek()))
      return this.fieldOrVariable('field');
    if (/[.+\-0-9]/.test(c)) return this.number();
    if (isAlphanumeric(c)) return this.identifier();
    if (c <= '\x7f' && isPrintable(c)) return this.emit('char');
    return this.fail(`unrecognized character in action: ${showCharacter(c)}`);
  }

  private space(): undefined {
    while (isSpace(this.peek())) this.next();
    // The last space may belong to a trimming right delimiter.
    if (this.rightDelim(this.at - 1)?.trims) {
      this.retreat(this.at - 1);
      if (this.at === this.start) return;
    }
    this.emit('space');
  }

  private quoted(quote: string, kind: TokenKind, failure: string): undefined {
    for (;;) {
      let c = this.next();
      if (c === quote) return this.emit(kind);
      if (c === '\\') {
        c = this.next();
        if (c !== '' && c !== '\n') continue;
      }
      if (c === '' || c === '\n') return this.fail(failure);
    }
  }

  private raw(): undefined {
    for (;;) {
      const c = this.next();
      if (c === '') return this.fail('unterminated raw quoted string');
      if (c === '`') return this.emit('rawString');
    }
  }

  private fieldOrVariable(kind: 'field' | 'variable'): undefined {
    if (this.atTerminator()) return this.emit(kind === 'variable' ? 'variable' : 'dot');
    while (isAlphanumeric(this.peek())) this.next();
    if (!this.atTerminator()) return this.fail(`bad character ${showCharacter(this.peek())}`);
    this.emit(kind);
  }

  private identifier(): undefined {
    while (isAlphanumeric(this.peek())) this.next();
    if (!this.atTerminator()) return this.fail(`bad character ${showCharacter(this.peek())}`);
    const word = this.input.slice(this.start, this.at);
    if (KEYWORDS.has(word)) this.emit(word as TokenKind);
    else this.emit(word === 'true' || word === 'false' ? 'bool' : 'identifier');
  }

  private number(): undefined {
    this.retreat(this.start);
    let read = this.scanNumber();
    // A sign right behind begins an imaginary part: `1+2i`.
    if (read && /[+-]/.test(this.peek())) read = this.scanNumber() && this.input[this.at - 1] === 'i';
    if (read) this.emit('number');
    else this.fail(`bad number syntax: ${goQuote(this.input.slice(this.start, this.at))}`);
  }

  /** Passes a number; false when something alphanumeric follows. */
  private scanNumber(): boolean {
    const match =
      /^[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*|0[bB][01_]*|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/.exec(
        this.input.slice(this.at),
      )!;
    this.advance(this.at + match[0].length);
    if (!isAlphanumeric(this.peek())) return true;
    this.next();
    return false;
  }

  private atTerminator(): boolean {
    const c = this.peek();
    return c === '' || isSpace(c) || '.,|:)('.includes(c) || this.input.startsWith(RIGHT, this.at);
  }

  private peek(): string {
    const code = this.input.codePointAt(this.at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  private next(): string {
    const c = this.peek();
    this.advance(this.at + c.length);
    return c;
  }

  private skipSpace(): undefined {
    while (isSpace(this.peek())) this.next();
  }

  private advance(to: number): undefined {
    for (let i = this.at; i < to; i++) if (this.input[i] === '\n') this.line++;
    this.at = to;
  }

  private retreat(to: number): undefined {
    for (let i = to; i < this.at; i++) if (this.input[i] === '\n') this.line--;
    this.at = to;
  }

  private ignore(): undefined {
    this.start = this.at;
    this.startLine = this.line;
  }

  private emit(kind: TokenKind): undefined {
    this.tokens.push({
      kind,
      at: this.start,
      text: this.input.slice(this.start, this.at),
      line: this.startLine,
    });
    this.ignore();
  }

  private fail(message: string): undefined {
    this.tokens.push({ kind: 'error', at: this.start, text: message, line: this.startLine });
  }
}
