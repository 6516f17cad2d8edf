import { LiteralParser } from './parse-literal.ts';
import type { Expression, FunctionNode, Parameter, Pattern } from './syntax.ts';
import { SyntaxFault, tokenize } from './tokens.ts';

/** Binary operators by how tightly they bind. */
const PRECEDENCE: Record<string, number> = {
  '??': 1,
  '||': 2,
  '&&': 3,
  '|': 4,
  '^': 5,
  '&': 6,
  '==': 7,
  '!=': 7,
  '===': 7,
  '!==': 7,
  '<': 8,
  '>': 8,
  '<=': 8,
  '>=': 8,
  in: 8,
  instanceof: 8,
  '<<': 9,
  '>>': 9,
  '>>>': 9,
  '+': 10,
  '-': 10,
  '*': 11,
  '/': 11,
  '%': 11,
  '**': 12,
};
const ASSIGNMENTS = [
  '=',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '**=',
  '<<=',
  '>>=',
  '>>>=',
  '&=',
  '|=',
  '^=',
  '&&=',
  '||=',
  '??=',
];
const UNARY = ['!', '-', '+', '~', 'typeof', 'void', 'delete'];
type Member = Expression & { type: 'Member' };

/** Reads expressions; statements within functions are left to {@link block}. */
export abstract class ExpressionParser extends LiteralParser {
  protected expression(): Expression {
    const { line } = this.peek();
    const first = this.assignment();
    if (!this.is(',')) return first;
    const expressions = [first];
    while (this.take(',')) expressions.push(this.assignment());
    return { type: 'Sequence', expressions, line };
  }

  protected override assignment(): Expression {
    const arrow = this.arrowFunction();
    if (arrow) return arrow;
    const { line } = this.peek();
    const start = this.at;
    const left = this.conditional();
    const token = this.peek();
    if (token.type !== 'punctuator' || !ASSIGNMENTS.includes(token.value)) return left;
    const end = this.at;
    this.at = start;
    const target = this.maybePattern();
    if (!target || this.at !== end) throw this.fault('Invalid left-hand side in assignment');
    this.at++;
    return { type: 'Assign', operator: token.value, target, value: this.assignment(), line };
  }

  /** A pattern to assign to, if there is one here. */
  protected maybePattern(): Pattern | undefined {
    const start = this.at;
    const { line } = this.peek();
    try {
      if (this.is('{') || this.is('[')) {
        const pattern = this.pattern();
        if (this.is('=') || this.is('of') || this.is('in')) return pattern;
        this.at = start;
      }
      const expression = this.unary();
      if (expression.type === 'Identifier') return { type: 'Identifier', name: expression.name, line };
      return expression.type === 'Member' ? { type: 'MemberPattern', member: expression, line } : undefined;
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      return undefined;
    }
  }

  private arrowFunction(): FunctionNode | undefined {
    const start = this.at;
    const { line } = this.peek();
    const isAsync = this.is('async') && !this.peek(1).newline && (this.is('(', 1) || this.is('=>', 2));
    if (isAsync) this.at++;
    let parameters: Parameter[] | undefined;
    if (this.is('=>', 1)) {
      const token = this.peek();
      if (token.type !== 'name' && token.type !== 'keyword') return undefined;
      parameters = [{ pattern: this.pattern(), rest: false }];
    } else if (this.is('(') && this.closesBeforeArrow()) parameters = this.parameters();
    if (!parameters) {
      this.at = start;
      return undefined;
    }
    this.expect('=>');
    const common = { type: 'Function' as const, name: '', parameters, arrow: true, async: isAsync, line };
    if (this.is('{')) return { ...common, body: this.block() };
    return { ...common, body: [], expression: this.assignment() };
  }

  /** Whether the parenthesis here closes right before `=>`. */
  private closesBeforeArrow(): boolean {
    for (let depth = 0, i = 0; ; i++) {
      const token = this.peek(i);
      if (token.type === 'end') return false;
      if (token.type !== 'punctuator') continue;
      if ('([{'.includes(token.value) && token.value.length === 1) depth++;
      if (')]}'.includes(token.value) && token.value.length === 1 && --depth === 0)
        return this.is('=>', i + 1);
    }
  }

  private conditional(): Expression {
    const { line } = this.peek();
    const test = this.binary(0);
    if (!this.take('?')) return test;
    const yes = this.assignment();
    this.expect(':');
    return { type: 'Conditional', test, yes, no: this.assignment(), line };
  }

  private binary(least: number): Expression {
    let left = this.unary();
    for (;;) {
      const token = this.peek();
      const operator = token.type === 'punctuator' || token.type === 'keyword' ? token.value : '';
      const precedence = PRECEDENCE[operator];
      if (precedence === undefined || precedence <= least) return left;
      this.at++;
      const right = this.binary(operator === '**' ? precedence - 1 : precedence);
      const type = ['&&', '||', '??'].includes(operator) ? 'Logical' : 'Binary';
      left = { type, operator, left, right, line: token.line };
    }
  }

  protected override unary(): Expression {
    const token = this.peek();
    const { line } = token;
    const operator = token.type === 'punctuator' || token.type === 'keyword' ? token.value : '';
    if (UNARY.includes(operator)) {
      this.at++;
      return { type: 'Unary', operator, argument: this.unary(), line };
    }
    if (operator === '++' || operator === '--') {
      this.at++;
      return { type: 'Update', operator, prefix: true, argument: this.assignable(this.unary()), line };
    }
    if (operator === 'await' && !this.is('=>', 1)) {
      this.at++;
      return { type: 'Await', argument: this.unary(), line };
    }
    const argument = this.chain();
    const after = this.peek();
    if ((this.is('++') || this.is('--')) && !after.newline && after.type === 'punctuator') {
      this.at++;
      return {
        type: 'Update',
        operator: after.value,
        prefix: false,
        argument: this.assignable(argument),
        line,
      };
    }
    return argument;
  }

  private assignable(expression: Expression): Pattern {
    if (expression.type === 'Identifier')
      return { type: 'Identifier', name: expression.name, line: expression.line };
    if (expression.type === 'Member')
      return { type: 'MemberPattern', member: expression, line: expression.line };
    throw this.fault('Invalid left-hand side expression in postfix operation');
  }

  /** A value with its members and calls. */
  private chain(): Expression {
    let value = this.is('new') ? this.newExpression() : this.primary();
    let isOptional = false;
    for (;;) {
      const { line } = this.peek();
      const optional = this.take('?.');
      isOptional ||= optional;
      if (optional && !this.is('(') && !this.is('[')) value = this.member(value, true);
      else if (this.take('[')) {
        const key = this.expression();
        this.expect(']');
        value = { type: 'Member', object: value, key, optional, line };
      } else if (this.is('('))
        value = { type: 'Call', callee: value, arguments: this.arguments(), optional, line };
      else if (this.take('.')) value = this.member(value, false);
      else if (this.peek().type === 'template')
        throw this.fault('the model of node knows no tagged templates');
      else return isOptional ? { type: 'Chain', expression: value, line } : value;
    }
  }

  private member(object: Expression, optional: boolean): Member {
    const { line } = this.peek();
    this.take('#');
    const token = this.next();
    if (token.type !== 'name' && token.type !== 'keyword') throw this.fault();
    return { type: 'Member', object, key: { type: 'Literal', value: token.value, line }, optional, line };
  }

  private newExpression(): Expression {
    const { line } = this.next();
    let callee = this.is('new') ? this.newExpression() : this.primary();
    for (;;) {
      if (this.take('.')) callee = this.member(callee, false);
      else if (this.take('[')) {
        callee = { type: 'Member', object: callee, key: this.expression(), optional: false, line };
        this.expect(']');
      } else break;
    }
    return { type: 'New', callee, arguments: this.is('(') ? this.arguments() : [], line };
  }

  private arguments(): { value: Expression; spread: boolean }[] {
    this.expect('(');
    const list: { value: Expression; spread: boolean }[] = [];
    while (!this.take(')')) {
      const spread = this.take('...');
      list.push({ value: this.assignment(), spread });
      if (!this.is(')')) this.expect(',');
    }
    return list;
  }

  protected primary(): Expression {
    const token = this.peek();
    const { line } = token;
    if (token.type === 'number' || token.type === 'string') {
      this.at++;
      return { type: 'Literal', value: token.value, line };
    }
    if (token.type === 'regexp') {
      this.at++;
      return { type: 'RegExp', pattern: token.pattern, flags: token.flags, line };
    }
    if (token.type === 'template') {
      this.at++;
      return {
        type: 'Template',
        strings: token.strings,
        values: token.sources.map((text) => this.embedded(text, line)),
        line,
      };
    }
    if (this.take('(')) {
      const expression = this.expression();
      this.expect(')');
      return expression;
    }
    if (this.take('[')) return this.arrayLiteral(line);
    if (this.take('{')) return this.objectLiteral(line);
    if (token.type === 'keyword') return this.keyword(token.value, line);
    return { type: 'Identifier', name: this.name(), line };
  }

  private embedded(source: string, line: number): Expression {
    const inner = Object.create(Object.getPrototypeOf(this)) as this;
    Object.assign(inner, { tokens: tokenize(source, line), at: 0 });
    const expression = inner.expression();
    if (inner.peek().type !== 'end') throw inner.fault();
    return expression;
  }

  private keyword(keyword: string, line: number): Expression {
    const literals: Record<string, boolean | null> = { true: true, false: false, null: null };
    if (keyword in literals) {
      this.at++;
      return { type: 'Literal', value: literals[keyword]!, line };
    }
    if (this.take('this')) return { type: 'This', line };
    if (this.take('super')) return { type: 'Super', line };
    if (this.is('function') || (this.is('async') && this.is('function', 1))) {
      const isAsync = this.take('async');
      this.expect('function');
      if (this.is('*')) throw this.fault('the model of node knows no generators');
      const name = this.is('(') ? '' : this.name();
      return this.functionRest(name, isAsync, line);
    }
    if (this.take('class')) return this.classExpression(line);
    if (keyword === 'import') throw this.fault('the model of node knows no import() and import.meta');
    return { type: 'Identifier', name: this.name(), line };
  }
}
