import { CompileError, type Token, tokenize } from './lexer.ts';
import type { Definition, Node, Pattern } from './syntax.ts';
import { IDENTITY, TermParser } from './terms.ts';

const STRENGTH: Record<string, { level: number; side: 'left' | 'right' | 'none' }> = {
  '//': { level: 4, side: 'right' },
  '=': { level: 5, side: 'none' },
  or: { level: 6, side: 'left' },
  and: { level: 7, side: 'left' },
  '==': { level: 8, side: 'none' },
  '+': { level: 9, side: 'left' },
  '*': { level: 10, side: 'left' },
};
const ALIKE: Record<string, string> = { '-': '+', '/': '*', '%': '*' };
for (const operator of ['!=', '<', '<=', '>', '>=']) ALIKE[operator] = '==';
for (const operator of ['|=', '+=', '-=', '*=', '/=', '%=', '//=']) ALIKE[operator] = '=';

const DEEPEST = 500;

/** Parses a program. @throws CompileError */
export function parseProgram(text: string): Node {
  return new Parser(tokenize(text)).program();
}

/** Parses what binds terms together: operators, definitions, names given with `as`, conditions and loops. */
class Parser extends TermParser {
  private depth = 0;

  program(): Node {
    if (this.token.text === '$end') return IDENTITY;
    if (!this.startsTerm()) this.unexpected('$end');
    const node = this.pipe();
    if (this.token.kind !== 'end' || this.token.text === 'INVALID_CHARACTER') this.unexpected('$end');
    return node;
  }

  private startsTerm(): boolean {
    const { kind, text } = this.token;
    if (kind === 'operator') return /^(?:\.|\.\.|[[{(\-$])$/.test(text);
    if (kind === 'keyword') return /^(?:def|if|reduce|foreach|try|label)$/.test(text);
    return kind !== 'end';
  }

  protected pipe(): Node {
    if (++this.depth > DEEPEST) throw new CompileError('memory exhausted', this.token.at);
    try {
      if (this.is('def')) {
        const definition = this.definition();
        return { type: 'define', definition, body: this.startsTerm() ? this.pipe() : IDENTITY };
      }
      if (this.accept('label')) {
        const name = this.take('variable').text;
        this.expect('|');
        return { type: 'label', name, body: this.pipe() };
      }
      const left = this.comma();
      return this.accept('|') ? { type: 'pipe', left, right: this.pipe() } : left;
    } finally {
      this.depth--;
    }
  }

  private definition(): Definition {
    this.at++;
    const { text: name } = this.take('name', 'IDENT');
    const parameters: string[] = [];
    if (this.accept('(')) {
      do {
        const { kind, text } = this.token;
        if (kind !== 'name' && kind !== 'variable') this.unexpected();
        this.at++;
        parameters.push(text);
      } while (this.accept(';'));
      this.expect(')');
    }
    this.expect(':');
    const body = this.pipe();
    this.expect(';');
    return { name, parameters, body };
  }

  private comma(): Node {
    let left = this.binary(4);
    while (this.accept(',')) left = { type: 'comma', left, right: this.binary(4) };
    return left;
  }

  private binary(floor: number): Node {
    let left = this.unary();
    let refused = 99;
    for (;;) {
      const { kind, text } = this.token;
      const strength = kind === 'operator' || kind === 'keyword' ? STRENGTH[ALIKE[text] ?? text] : undefined;
      if (!strength || strength.level < floor) return left;
      if (strength.level === refused) this.unexpected();
      this.at++;
      const right = this.binary(strength.side === 'right' ? strength.level : strength.level + 1);
      refused = strength.side === 'none' ? strength.level : 99;
      left = combine(text, strength.level, left, right);
    }
  }

  private unary(): Node {
    if (this.accept('-')) return { type: 'negate', target: this.unary() };
    const node = this.term();
    if (!this.accept('as')) return node;
    const patterns = [this.pattern()];
    while (this.accept('?//')) patterns.push(this.pattern());
    this.expect('|');
    return { type: 'bind', source: node, patterns, body: this.pipe() };
  }

  private pattern(): Pattern {
    const first = this.token;
    if (first.kind === 'variable') {
      this.at++;
      return { type: 'variable', name: first.text };
    }
    if (this.accept('[')) {
      const items: Pattern[] = [];
      do items.push(this.pattern());
      while (this.accept(','));
      this.expect(']');
      return { type: 'array', items };
    }
    if (!this.accept('{')) this.unexpected("'$'", "'['", "'{'");
    const members: Extract<Pattern, { type: 'object' }>['members'] = [];
    do {
      const { kind, text: variable } = this.token;
      if (kind === 'variable') {
        this.at++;
        const key: Node = { type: 'literal', value: variable.slice(1) };
        members.push({ key, variable, ...(this.accept(':') && { pattern: this.pattern() }) });
      } else {
        const key = this.key();
        this.expect(':');
        members.push({ key, pattern: this.pattern() });
      }
    } while (this.accept(','));
    this.expect('}');
    return { type: 'object', members };
  }

  protected keyword(text: string): Node {
    switch (text) {
      case 'if':
        this.at++;
        return this.conditional();
      case 'try': {
        this.at++;
        const body = this.termOnly();
        return { type: 'try', body, handler: this.accept('catch') ? this.termOnly() : undefined };
      }
      case 'reduce':
      case 'foreach':
        this.at++;
        return this.loop(text);
      case 'def':
        return this.pipe();
      default:
        return this.unexpected();
    }
  }

  private conditional(): Node {
    const start = this.tokens[this.at - 1]!.at;
    try {
      return this.branches();
    } catch (error) {
      if (error instanceof CompileError) {
        error.also = { message: "Possibly unterminated 'if' statement", at: start };
      }
      throw error;
    }
  }

  private branches(): Node {
    const test = this.pipe();
    this.expect('then');
    const yes = this.pipe();
    if (this.accept('elif')) return { type: 'if', test, yes, no: this.branches() };
    this.expect('else');
    const no = this.pipe();
    this.expect('end');
    return { type: 'if', test, yes, no };
  }

  private loop(type: 'reduce' | 'foreach'): Node {
    const source = this.term();
    this.expect('as');
    const pattern = this.pattern();
    this.expect('(');
    const start = this.pipe();
    this.expect(';');
    const update = this.pipe();
    const extract = type === 'foreach' && this.accept(';') ? this.pipe() : undefined;
    this.expect(')');
    return type === 'reduce'
      ? { type, source, pattern, start, update }
      : { type, source, pattern, start, update, extract };
  }

  protected interpolated(tokens: readonly Token[]): Node {
    const inner = new Parser(tokens);
    const node = inner.pipe();
    if (inner.token.kind !== 'end' || inner.token.text !== ')') inner.unexpected();
    return node;
  }
}

function combine(operator: string, level: number, left: Node, right: Node): Node {
  if (operator === 'and' || operator === 'or') return { type: operator, left, right };
  if (operator === '//') return { type: 'alternative', left, right };
  if (level === 5) return { type: 'update', operator, left, right };
  return { type: 'binary', operator, left, right };
}
