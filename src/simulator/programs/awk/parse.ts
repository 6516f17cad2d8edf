import { Cursor } from './cursor.ts';
import { ExpressionParser } from './parse-expression.ts';
import type { Expression, Script, Statement } from './syntax.ts';
import { tokenize } from './tokens.ts';

/** Parses a program. @throws SyntaxProblem worded as mawk's */
export function parseScript(source: string, file?: string): Script {
  return new ScriptParser(new Cursor(tokenize(source), file)).script();
}

type Scope = 'BEGIN' | 'END' | 'function' | 'main';

class ScriptParser extends ExpressionParser {
  private scope: Scope = 'main';
  private loops = 0;

  script(): Script {
    const { cursor } = this;
    const script: Script = { begin: [], end: [], rules: [], functions: new Map() };
    cursor.skipNewlines();
    while (cursor.token.kind !== 'end') {
      this.item(script);
      while (cursor.token.kind === 'newline' || cursor.is(';')) {
        const isSemicolon = cursor.is(';');
        cursor.take();
        cursor.skipNewlines();
        if (isSemicolon && cursor.is(';')) cursor.fail();
      }
    }
    for (const { name, count, line } of this.called) {
      const known = script.functions.get(name);
      if (!known) throw cursor.problem(`function ${name} never defined`);
      if (count > known.parameters.length)
        throw cursor.problem(`too many arguments in call to ${name}`, line);
    }
    return script;
  }

  private item(script: Script): void {
    const { cursor } = this;
    const when = cursor.accept('BEGIN', 'END') as Scope | undefined;
    if (when) {
      this.scope = when;
      if (!cursor.is('{')) cursor.fail();
      script[when === 'BEGIN' ? 'begin' : 'end'].push(this.block());
    } else if (cursor.accept('function') !== undefined) this.function(script);
    else {
      this.scope = 'main';
      const pattern = cursor.is('{') ? undefined : this.expression();
      let until: Expression | undefined;
      if (pattern && cursor.accept(',') !== undefined) {
        cursor.skipNewlines();
        until = this.expression();
      }
      if (!cursor.is('{', ';') && cursor.token.kind !== 'newline') cursor.fail();
      const body: Statement = cursor.is('{') ? this.block() : { kind: 'print', format: false, arguments: [] };
      script.rules.push({ body, ...(pattern && { pattern }), ...(until && { until }) });
    }
  }

  private function(script: Script): void {
    const { cursor } = this;
    const { kind, text: name } = cursor.token;
    if (kind !== 'name(' && kind !== 'name') cursor.fail();
    cursor.take();
    cursor.expect('(');
    const parameters: string[] = [];
    while (!cursor.is(')')) {
      if (cursor.token.kind !== 'name' || cursor.token.text === name) cursor.fail();
      parameters.push(cursor.take().text);
      if (cursor.is(')')) break;
      cursor.expect(',');
      cursor.skipNewlines();
    }
    cursor.expect(')');
    cursor.skipNewlines();
    this.scope = 'function';
    this.parameters = parameters;
    if (!cursor.is('{')) cursor.fail();
    script.functions.set(name, { parameters, body: this.block() });
    this.parameters = [];
  }

  private block(): Statement {
    const { cursor } = this;
    cursor.expect('{');
    const body: Statement[] = [];
    for (;;) {
      while (cursor.token.kind === 'newline' || cursor.is(';')) cursor.take();
      if (cursor.accept('}') !== undefined) return { kind: 'block', body };
      body.push(this.statement());
    }
  }

  /** The end of a simple statement; a brace that closes its block is left there. */
  private end(): void {
    const { cursor } = this;
    if (cursor.is('}')) return;
    if (cursor.token.kind !== 'newline' && !cursor.is(';')) cursor.fail();
    cursor.take();
    cursor.skipNewlines();
  }

  private ended(statement: Statement): Statement {
    this.end();
    return statement;
  }

  private statement(): Statement {
    const { cursor } = this;
    if (cursor.is('{')) {
      const block = this.block();
      while (cursor.token.kind === 'newline') cursor.take();
      return block;
    }
    if (cursor.token.kind === 'word' && cursor.token.text !== 'getline')
      return this.keyword(cursor.take().text);
    if (cursor.is(';')) return this.ended({ kind: 'block', body: [] });
    return this.ended({ kind: 'expression', expression: this.expression() });
  }

  private keyword(word: string): Statement {
    const { cursor } = this;
    switch (word) {
      case 'if':
        return this.condition();
      case 'while': {
        const test = this.parenthesized();
        return { kind: 'loop', test, body: this.loopBody(), after: false };
      }
      case 'do': {
        const body = this.loopBody();
        cursor.expect('while');
        return this.ended({ kind: 'loop', test: this.parenthesized(true), body, after: true });
      }
      case 'for':
        return this.forLoop();
      case 'print':
      case 'printf':
        return this.ended(this.print(word === 'printf'));
      case 'delete':
        return this.ended(this.removal());
      case 'exit':
      case 'return': {
        if (word === 'return' && this.scope !== 'function')
          throw cursor.problem('return outside function body');
        const value = cursor.ends ? undefined : this.expression();
        return this.ended({ kind: word, ...(value && { value }) });
      }
      case 'next':
      case 'nextfile':
        this.end();
        if (this.scope !== 'main') throw cursor.problem(`improper use of ${word}`);
        return { kind: 'leave', how: word };
      case 'break':
      case 'continue':
        if (this.loops === 0) throw cursor.problem(`${word} statement outside of loop`);
        return this.ended({ kind: 'leave', how: word });
      default:
        cursor.rewind(cursor.place - 1);
        return cursor.fail();
    }
  }

  private parenthesized(last = false): Expression {
    this.cursor.expect('(');
    const test = this.expression();
    this.cursor.expect(')');
    if (!last) this.cursor.skipNewlines();
    return test;
  }

  private loopBody(): Statement {
    this.cursor.skipNewlines();
    this.loops++;
    const body = this.statement();
    this.loops--;
    return body;
  }

  private condition(): Statement {
    const { cursor } = this;
    const test = this.parenthesized();
    const yes = this.statement();
    if (cursor.accept('else') === undefined) return { kind: 'if', test, yes };
    cursor.skipNewlines();
    return { kind: 'if', test, yes, no: this.statement() };
  }

  private forLoop(): Statement {
    const { cursor } = this;
    cursor.expect('(');
    const before = cursor.place;
    if (cursor.token.kind === 'name' && cursor.next.text === 'in') {
      const variable = cursor.take().text;
      cursor.take();
      const isName = cursor.token.kind === 'name';
      const array = cursor.take().text;
      if (isName && cursor.accept(')') !== undefined) {
        this.use(variable, 'variable');
        return { kind: 'each', variable, array: this.use(array, 'array'), body: this.loopBody() };
      }
      cursor.rewind(before);
    }
    const part = (end: string) => {
      const found = cursor.is(end) ? undefined : this.expression();
      cursor.expect(end);
      cursor.skipNewlines();
      return found;
    };
    const [first, test, step] = [part(';'), part(';'), part(')')];
    return {
      kind: 'loop',
      ...(first && { first }),
      ...(test && { test }),
      ...(step && { step }),
      body: this.loopBody(),
      after: false,
    };
  }

  private print(format: boolean): Statement {
    const { cursor } = this;
    let given: Expression[] | undefined;
    if (cursor.is('(')) {
      const before = cursor.place;
      cursor.take();
      given = cursor.is(')') ? [] : this.list();
      cursor.expect(')');
      if (!cursor.ends && !cursor.is('>', '>>', '|')) {
        given = undefined;
        cursor.rewind(before);
      }
    }
    given ??= cursor.ends || cursor.is('>', '>>', '|') ? [] : this.list({ greater: true });
    if (format && given.length === 0) throw cursor.problem('no arguments in call to printf');
    const mode = cursor.accept('>', '>>', '|');
    if (!mode) return { kind: 'print', format, arguments: given };
    return {
      kind: 'print',
      format,
      arguments: given,
      to: { mode, name: this.expression({ greater: true }) },
    };
  }

  private removal(): Statement {
    const { cursor } = this;
    if (cursor.token.kind !== 'name') cursor.fail();
    const array = this.use(cursor.take().text, 'array');
    if (cursor.accept('[') === undefined) return { kind: 'delete', array };
    const keys = this.list();
    cursor.expect(']');
    return { kind: 'delete', array, keys };
  }
}
