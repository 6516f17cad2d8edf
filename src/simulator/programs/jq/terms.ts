import type { Token } from './lexer.ts';
import type { Node } from './syntax.ts';
import { TokenCursor } from './token-cursor.ts';
import type { Json } from './value.ts';

/** `.`, and what is left out where a filter may be. */
export const IDENTITY: Node = { type: 'identity' };

/** Parses the terms of the grammar: literals, paths, calls, arrays, objects and whatever stands in brackets. */
export abstract class TermParser extends TokenCursor {
  /** A whole filter, as it may stand in brackets. */
  protected abstract pipe(): Node;

  /** The inside of `\( )`, which has tokens of its own. */
  protected abstract interpolated(tokens: readonly Token[]): Node;

  /** A term that begins with a keyword. */
  protected abstract keyword(text: string): Node;

  /** A term with what follows it: `.a[0]?`. */
  protected term(): Node {
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
      case 'location':
        this.at++;
        return { type: 'literal', value: location(Number(text)) };
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

  /** A term, negated or not. */
  protected termOnly(): Node {
    return this.accept('-') ? { type: 'negate', target: this.term() } : this.term();
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

  /** A key of an object, or of a pattern that takes one apart. */
  protected key(): Node {
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
      typeof part === 'string' ? part : this.interpolated(part),
    );
    return { type: 'string', format: format?.slice(1), parts };
  }
}

const location = (line: number): Json =>
  new Map<string, Json>([
    ['file', '<top-level>'],
    ['line', line],
  ]);
