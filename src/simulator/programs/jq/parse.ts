import { CompileError, type Token, tokenize } from './lexer.ts';
import type { Definition, Node, Pattern } from './syntax.ts';
import type { Json } from './value.ts';

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
const IDENTITY: Node = { type: 'identity' };

/** Parses a program. @throws CompileError */
export function parseProgram(text: string): Node {
  return new Parser(tokenize(text)).program();
}

class Parser {
  private readonly tokens: Token[];
  private at = 0;
  private depth = 0;

  constructor(tokens: Token[]) {
    this.tokens = tokens;
  }

  private get token(): Token {
    return this.tokens[this.at]!;
  }

  program(): Node {
    if (this.token.text === '$end') return IDENTITY;
    if (!this.startsTerm()) this.unexpected('$end');
    const node = this.pipe();
    if (this.token.kind !== 'end' || this.token.text === 'INVALID_CHARACTER') this.unexpected('$end');
    return node;
  }

  /** The inside of `\( )`. */
  interpolation(): Node {
    const node = this.pipe();
    if (this.token.kind !== 'end' || this.token.text !== ')') this.unexpected();
    return node;
  }

  private unexpected(...expected: string[]): never {
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

  private is(text: string): boolean {
    const { kind } = this.token;
    return (kind === 'operator' || kind === 'keyword') && this.token.text === text;
  }

  private accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  private expect(text: string, ...expected: string[]): void {
    if (!this.accept(text)) this.unexpected(...expected);
  }

  private take(kind: Token['kind'], ...expected: string[]): Token {
    if (this.token.kind !== kind) this.unexpected(...expected);
    return this.tokens[this.at++]!;
  }

  private startsTerm(): boolean {
    const { kind, text } = this.token;
    if (kind === 'operator') return /^(?:\.|\.\.|[[{(\-$])$/.test(text);
    if (kind === 'keyword') return /^(?:def|if|reduce|foreach|try|label)$/.test(text);
    return kind !== 'end';
  }

  private pipe(): Node {
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

  private key(): Node {
    const { kind, text } = this.token;
    if (kind === 'name' || kind === 'keyword') {
      this.at++;
      return { type: 'literal', value: text };
    }
    if (kind === 'string' || kind === 'format') return this.string();
    if (!this.accept('(')) this.unexpected();
    const node = this.pipe();
    this.expect(')');
    return node;
  }

  private string(): Node {
    const format = this.token.kind === 'format' ? this.tokens[this.at++]!.text : undefined;
    if (this.token.kind !== 'string') return { type: 'format', name: format!.slice(1) };
    const parts = this.tokens[this.at++]!.parts!.map((part) =>
      typeof part === 'string' ? part : new Parser(part).interpolation(),
    );
    return { type: 'string', format: format?.slice(1), parts };
  }

  /** A term with what follows it: `.a[0]?`. */
  private term(): Node {
    let node = this.primary();
    for (;;) {
      const { kind, text } = this.token;
      if (kind === 'field') {
        this.at++;
        node = { type: 'index', target: node, key: { type: 'literal', value: text.slice(1) } };
      } else if (this.is('.')) {
        this.at++;
        if (this.token.kind !== 'string' && this.token.kind !== 'format') {
          this.unexpected('FORMAT', 'QQSTRING_START');
        }
        node = { type: 'index', target: node, key: this.string() };
      } else if (this.accept('?')) node = { type: 'optional', target: node };
      else if (this.accept('[')) node = this.bracket(node);
      else return node;
    }
  }

  private bracket(target: Node): Node {
    if (this.accept(']')) return { type: 'iterate', target };
    if (this.accept(':')) {
      const to = this.pipe();
      this.expect(']');
      return { type: 'slice', target, from: undefined, to };
    }
    const key = this.pipe();
    if (this.accept(']')) return { type: 'index', target, key };
    this.expect(':');
    const to = this.is(']') ? undefined : this.pipe();
    this.expect(']');
    return { type: 'slice', target, from: key, to };
  }

  private primary(): Node {
    const { kind, text, at } = this.token;
    switch (kind) {
      case 'number':
        this.at++;
        return { type: 'literal', value: Number(text) };
      case 'field':
        this.at++;
        return { type: 'index', target: IDENTITY, key: { type: 'literal', value: text.slice(1) } };
      case 'string':
      case 'format':
        return this.string();
      case 'variable':
        this.at++;
        return { type: 'variable', name: text, at };
      case 'name':
        this.at++;
        return this.call(text, at);
      case 'keyword':
        return this.keyword(text);
      case 'operator':
        return this.operator(text);
      case 'end':
        return this.unexpected();
    }
  }

  private operator(text: string): Node {
    if (text === '.') {
      this.at++;
      const quoted = this.token.kind === 'string' || this.token.kind === 'format';
      return quoted ? { type: 'index', target: IDENTITY, key: this.string() } : IDENTITY;
    }
    if (text === '..') {
      this.at++;
      return { type: 'recurse' };
    }
    if (text === '$' && this.tokens[this.at + 1]?.text === '__loc__') {
      this.at += 2;
      return {
        type: 'literal',
        value: new Map<string, Json>([
          ['file', '<top-level>'],
          ['line', 1],
        ]),
      };
    }
    if (this.accept('(')) {
      const node = this.pipe();
      this.expect(')');
      return node;
    }
    if (this.accept('[')) {
      if (this.accept(']')) return { type: 'array', body: undefined };
      const body = this.pipe();
      this.expect(']');
      return { type: 'array', body };
    }
    if (this.accept('{')) return this.object();
    return this.unexpected();
  }

  private object(): Node {
    const members: { key: Node; value: Node }[] = [];
    if (this.accept('}')) return { type: 'object', members };
    do members.push(this.member());
    while (this.accept(','));
    this.expect('}', "'}'");
    return { type: 'object', members };
  }

  private member(): { key: Node; value: Node } {
    const { kind, text, at } = this.token;
    if (kind === 'variable') {
      this.at++;
      return { key: { type: 'literal', value: text.slice(1) }, value: { type: 'variable', name: text, at } };
    }
    const key = this.key();
    if (this.accept(':')) return { key, value: this.memberValue() };
    if (kind === 'operator') this.unexpected();
    return { key, value: { type: 'index', target: IDENTITY, key } };
  }

  /** Terms joined by `|`: a comma would begin the next member. */
  private memberValue(): Node {
    const left: Node = this.accept('-') ? { type: 'negate', target: this.term() } : this.term();
    return this.accept('|') ? { type: 'pipe', left, right: this.memberValue() } : left;
  }

  private call(name: string, at: number): Node {
    if (name === 'break') return { type: 'break', name: this.take('variable').text };
    const constant = { true: true, false: false, null: null }[name];
    if (constant !== undefined) return { type: 'literal', value: constant };
    const args: Node[] = [];
    if (this.accept('(')) {
      do args.push(this.pipe());
      while (this.accept(';'));
      this.expect(')', "';'", "')'");
    }
    return { type: 'call', name, args, at };
  }

  private keyword(text: string): Node {
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

  private termOnly(): Node {
    return this.accept('-') ? { type: 'negate', target: this.term() } : this.term();
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
}

function combine(operator: string, level: number, left: Node, right: Node): Node {
  if (operator === 'and' || operator === 'or') return { type: operator, left, right };
  if (operator === '//') return { type: 'alternative', left, right };
  if (level === 5) return { type: 'update', operator, left, right };
  return { type: 'binary', operator, left, right };
}
