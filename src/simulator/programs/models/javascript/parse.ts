import { ExpressionParser } from './parse-expression.ts';
import type { ClassNode, Declarator, Expression, FunctionNode, Pattern, Statement } from './syntax.ts';
import { tokenize } from './tokens.ts';

/** Reads a script or module. @throws SyntaxFault */
export function parseProgram(source: string): Statement[] {
  return new StatementParser(tokenize(source)).program();
}

class StatementParser extends ExpressionParser {
  program(): Statement[] {
    const body: Statement[] = [];
    while (this.peek().type !== 'end') body.push(this.statement());
    return body;
  }

  override block(): Statement[] {
    this.expect('{');
    const body: Statement[] = [];
    while (!this.take('}')) body.push(this.statement());
    return body;
  }

  private statement(): Statement {
    const { line } = this.peek();
    if (this.is('{')) return { type: 'Block', body: this.block(), line };
    if (this.take(';')) return { type: 'Empty', line };
    if (this.is('function') || (this.is('async') && this.follows('function'))) {
      return { type: 'FunctionDeclaration', function: this.primary() as FunctionNode, line };
    }
    if (this.is('class')) return { type: 'ClassDeclaration', class: this.primary() as ClassNode, line };
    if (this.is('import') && !this.follows('(') && !this.follows('.')) return this.importStatement();
    const token = this.peek();
    const special = token.type === 'keyword' ? this.keywordStatement(token.value, line) : undefined;
    if (special) return special;
    const expression = this.expression();
    this.semicolon();
    return { type: 'Expression', expression, line };
  }

  private keywordStatement(keyword: string, line: number): Statement | undefined {
    switch (keyword) {
      case 'var':
      case 'let':
      case 'const': {
        const declaration = this.variables();
        this.semicolon();
        return declaration;
      }
      case 'if':
        return this.ifStatement();
      case 'for':
        return this.forStatement();
      case 'while': {
        this.next();
        const test = this.parenthesized();
        return { type: 'While', test, body: this.statement(), line };
      }
      case 'do': {
        this.next();
        const body = this.statement();
        this.expect('while');
        const test = this.parenthesized();
        this.take(';');
        return { type: 'DoWhile', test, body, line };
      }
      case 'switch':
        return this.switchStatement();
      case 'try':
        return this.tryStatement();
      case 'return':
      case 'throw':
        return this.valueStatement(keyword, line);
      case 'break':
      case 'continue':
        this.next();
        this.semicolon();
        return { type: keyword === 'break' ? 'Break' : 'Continue', line };
      case 'export':
        return this.exportStatement();
      default:
        return undefined;
    }
  }

  private valueStatement(keyword: 'return' | 'throw', line: number): Statement {
    this.next();
    const ends = this.peek().newline || this.is(';') || this.is('}') || this.peek().type === 'end';
    const argument = ends ? undefined : this.expression();
    this.semicolon();
    if (keyword === 'throw') {
      if (!argument) throw this.fault();
      return { type: 'Throw', argument, line };
    }
    return { type: 'Return', ...(argument ? { argument } : {}), line };
  }

  private variables(): Statement & { type: 'Variables' } {
    const { line } = this.peek();
    const kind = this.next().value as 'var' | 'let' | 'const';
    const declarators: Declarator[] = [];
    do {
      const pattern = this.pattern();
      declarators.push({ pattern, ...(this.take('=') ? { value: this.assignment() } : {}) });
    } while (this.take(','));
    return { type: 'Variables', kind, declarators, line };
  }

  private parenthesized(): Expression {
    this.expect('(');
    const expression = this.expression();
    this.expect(')');
    return expression;
  }

  private ifStatement(): Statement {
    const { line } = this.next();
    const test = this.parenthesized();
    const yes = this.statement();
    return { type: 'If', test, yes, ...(this.take('else') ? { no: this.statement() } : {}), line };
  }

  private forStatement(): Statement {
    const { line } = this.next();
    this.take('await');
    this.expect('(');
    const declares = ['var', 'let', 'const'].some((word) => this.is(word));
    let init: Statement | undefined;
    if (declares) {
      const start = this.mark();
      const kind = this.next().value as 'var' | 'let' | 'const';
      const pattern = this.pattern();
      if (this.is('of') || this.is('in')) return this.forEach(line, kind, pattern);
      this.reset(start);
      init = this.variables();
    } else if (!this.is(';')) {
      const start = this.mark();
      const pattern = this.maybePattern();
      if (pattern && (this.is('of') || this.is('in'))) return this.forEach(line, undefined, pattern);
      this.reset(start);
      init = { type: 'Expression', expression: this.expression(), line };
    }
    this.expect(';');
    const test = this.is(';') ? undefined : this.expression();
    this.expect(';');
    const update = this.is(')') ? undefined : this.expression();
    this.expect(')');
    const body = this.statement();
    return {
      type: 'For',
      ...(init ? { init } : {}),
      ...(test ? { test } : {}),
      ...(update ? { update } : {}),
      body,
      line,
    };
  }

  private forEach(line: number, kind: 'var' | 'let' | 'const' | undefined, pattern: Pattern): Statement {
    const of = this.next().value === 'of';
    const iterated = this.expression();
    this.expect(')');
    return { type: 'ForEach', of, kind, pattern, iterated, body: this.statement(), line };
  }

  private switchStatement(): Statement {
    const { line } = this.next();
    const value = this.parenthesized();
    this.expect('{');
    const cases: { test?: Expression; body: Statement[] }[] = [];
    while (!this.take('}')) {
      const isDefault = this.take('default');
      if (!isDefault) this.expect('case');
      const test = isDefault ? undefined : this.expression();
      this.expect(':');
      const body: Statement[] = [];
      while (!this.is('case') && !this.is('default') && !this.is('}')) body.push(this.statement());
      cases.push({ ...(test ? { test } : {}), body });
    }
    return { type: 'Switch', value, cases, line };
  }

  private tryStatement(): Statement {
    const { line } = this.next();
    const block = this.block();
    const statement: Statement & { type: 'Try' } = { type: 'Try', block, line };
    if (this.take('catch')) {
      if (this.take('(')) {
        statement.parameter = this.pattern();
        this.expect(')');
      }
      statement.handler = this.block();
    }
    if (this.take('finally')) statement.finalizer = this.block();
    if (!statement.handler && !statement.finalizer) throw this.fault('Missing catch or finally after try');
    return statement;
  }

  private importStatement(): Statement {
    const { line } = this.next();
    const statement: Statement & { type: 'Import' } = { type: 'Import', source: '', names: [], line };
    if (this.peek().type !== 'string') {
      if (this.peek().type === 'name') {
        statement.default = this.name();
        this.take(',');
      }
      if (this.take('*')) {
        this.expect('as');
        statement.namespace = this.name();
      } else if (this.is('{')) statement.names = this.specifiers();
      this.expect('from');
    }
    const source = this.next();
    if (source.type !== 'string') throw this.fault();
    statement.source = source.value;
    this.semicolon();
    return statement;
  }

  private specifiers(): { from: string; to: string }[] {
    this.expect('{');
    const names: { from: string; to: string }[] = [];
    while (!this.take('}')) {
      const from = this.next().value as string;
      names.push({ from, to: this.take('as') ? (this.next().value as string) : from });
      if (!this.is('}')) this.expect(',');
    }
    return names;
  }

  private exportStatement(): Statement {
    const { line } = this.next();
    if (this.is('{')) {
      const names = this.specifiers();
      this.semicolon();
      return { type: 'Export', default: false, names, line };
    }
    if (!this.take('default'))
      return { type: 'Export', default: false, declaration: this.statement(), names: [], line };
    const value = this.assignment();
    this.semicolon();
    return { type: 'Export', default: true, value, names: [], line };
  }
}
