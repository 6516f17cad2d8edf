import type { Cursor } from './cursor.ts';
import { awkRegex } from './regex.ts';
import type { Expression, Target } from './syntax.ts';
import { BUILTINS } from './tokens.ts';
import { fromPlain } from './values.ts';

/** Which operators do not belong to an expression here: `>` writes to a file, `in` belongs to a `for`. */
interface Limits {
  greater?: boolean;
  in?: boolean;
}

const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%=', '^='];
const isTarget = (node: Expression): node is Target =>
  node.kind === 'variable' || node.kind === 'element' || node.kind === 'field';

/** Reads expressions, by the precedences of POSIX awk's grammar as mawk has them. */
export class ExpressionParser {
  /** What each global name is used as. */
  private readonly uses = new Map<string, 'variable' | 'array'>();
  /** The parameters of the function that is read, which may be either. */
  protected parameters: readonly string[] = [];
  protected readonly cursor: Cursor;
  /** Functions that are called, with the line of the call. */
  protected readonly called: { name: string; count: number; line: number }[] = [];

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  /** A name used as a variable or as an array, which cannot be both. */
  protected use(name: string, as: 'variable' | 'array'): string {
    if (this.parameters.includes(name)) return name;
    const known = this.uses.get(name) ?? as;
    if (known !== as) throw this.cursor.problem(`illegal reference to ${known} ${name}`);
    this.uses.set(name, as);
    return name;
  }

  expression(limits: Limits = {}): Expression {
    const left = this.choice(limits);
    if (!isTarget(left) || !this.cursor.is(...ASSIGNMENTS)) return left;
    const operator = this.cursor.take().text;
    this.cursor.skipNewlines();
    return { kind: 'assign', operator, target: left, value: this.expression(limits) };
  }

  /** Expressions with commas between. */
  protected list(limits: Limits = {}): Expression[] {
    const found = [this.expression(limits)];
    while (this.cursor.accept(',') !== undefined) {
      this.cursor.skipNewlines();
      found.push(this.expression(limits));
    }
    return found;
  }

  private choice(limits: Limits): Expression {
    const test = this.either(limits);
    if (this.cursor.accept('?') === undefined) return test;
    this.cursor.skipNewlines();
    const yes = this.expression(limits);
    this.cursor.skipNewlines();
    this.cursor.expect(':');
    this.cursor.skipNewlines();
    return { kind: 'choice', test, yes, no: this.expression(limits) };
  }

  private binary(operators: string[], next: () => Expression, continued = false): Expression {
    let left = next();
    for (
      let operator = this.cursor.accept(...operators);
      operator;
      operator = this.cursor.accept(...operators)
    ) {
      if (continued) this.cursor.skipNewlines();
      left = { kind: 'binary', operator, left, right: next() };
    }
    return left;
  }

  private either(limits: Limits): Expression {
    const both = () => this.binary(['&&'], () => this.membership(limits), true);
    return this.binary(['||'], both, true);
  }

  private membership(limits: Limits): Expression {
    let left = this.matching(limits);
    while (!limits.in && this.cursor.accept('in') !== undefined) left = this.within([left]);
    return left;
  }

  private within(keys: Expression[]): Expression {
    if (this.cursor.token.kind !== 'name') this.cursor.fail();
    return { kind: 'in', keys, array: this.use(this.cursor.take().text, 'array') };
  }

  private matching(limits: Limits): Expression {
    let left = this.comparison(limits);
    for (;;) {
      const negated = this.cursor.is('!') && this.cursor.next.text === '~' && this.cursor.next.kind === 'op';
      if (!negated && !this.cursor.is('~')) return left;
      if (negated) this.cursor.take();
      this.cursor.take();
      const right = this.comparison(limits);
      this.checkPattern(right);
      left = { kind: 'binary', operator: negated ? '!~' : '~', left, right };
    }
  }

  /** A constant used as an expression is checked at once. */
  private checkPattern(node: Expression): void {
    if (node.kind === 'constant') this.cursor.checked(() => awkRegex(String(node.value)));
  }

  private comparison(limits: Limits): Expression {
    const operators = ['<', '<=', '==', '!=', '>=', ...(limits.greater ? [] : ['>'])];
    return this.binary(operators, () => this.concatenation());
  }

  private concatenation(): Expression {
    let left = this.sum();
    while (this.startsOperand()) left = { kind: 'binary', operator: ' ', left, right: this.sum() };
    return left;
  }

  /** Whether what comes can be put behind a value: no sign, which would be an operator. */
  private startsOperand(): boolean {
    const { kind } = this.cursor.token;
    if (/^(?:number|string|regex|name|name\(|builtin)$/.test(kind)) return true;
    if (this.cursor.is('!')) return this.cursor.next.text !== '~';
    return this.cursor.is('$', '(', '++', '--', 'getline');
  }

  private sum(): Expression {
    return this.binary(['+', '-'], () => this.product());
  }

  private product(): Expression {
    return this.binary(['*', '/', '%'], () => this.unary());
  }

  private unary(): Expression {
    const operator = this.cursor.accept('!', '-', '+');
    if (operator) return { kind: 'unary', operator, operand: this.unary() };
    let left = this.power();
    while (this.cursor.is('|') && this.cursor.next.text === 'getline') {
      this.cursor.take();
      this.cursor.take();
      left = { kind: 'getline', from: left, command: true, ...this.getlineTarget() };
    }
    return left;
  }

  private power(): Expression {
    const left = this.postfix();
    if (this.cursor.accept('^') === undefined) return left;
    const signs = this.cursor.accept('-', '+', '!');
    const exponent = this.power();
    const right: Expression = signs ? { kind: 'unary', operator: signs, operand: exponent } : exponent;
    return { kind: 'binary', operator: '^', left, right };
  }

  private postfix(): Expression {
    const operand = this.primary();
    if (!isTarget(operand) || !this.cursor.is('++', '--')) return operand;
    return { kind: 'step', by: this.cursor.take().text === '++' ? 1 : -1, before: false, target: operand };
  }

  private primary(): Expression {
    const { cursor } = this;
    const { kind, text } = cursor.token;
    if (kind === 'number') return { kind: 'constant', value: Number(cursor.take().text) };
    if (kind === 'string') return { kind: 'constant', value: fromPlain(cursor.take().text) };
    if (kind === 'regex') {
      const source = fromPlain(text);
      cursor.checked(() => awkRegex(source));
      cursor.take();
      return { kind: 'regex', source };
    }
    if (kind === 'name') return this.target();
    if (kind === 'name(') return this.call();
    if (kind === 'builtin') return this.builtin();
    if (cursor.is('$')) return this.target();
    const step = cursor.accept('++', '--');
    if (step) return { kind: 'step', by: step === '++' ? 1 : -1, before: true, target: this.target() };
    if (cursor.accept('getline') !== undefined) {
      const target = this.getlineTarget();
      if (cursor.accept('<') === undefined) return { kind: 'getline', command: false, ...target };
      return { kind: 'getline', from: this.postfix(), command: false, ...target };
    }
    if (cursor.accept('(') === undefined) return cursor.fail();
    const inner = this.list();
    cursor.expect(')');
    if (inner.length === 1) return inner[0]!;
    if (cursor.accept('in') === undefined) cursor.fail();
    return this.within(inner);
  }

  private getlineTarget(): { target?: Target } {
    return this.cursor.is('$') || this.cursor.token.kind === 'name' ? { target: this.target() } : {};
  }

  /** Something that can be assigned to. */
  private target(): Target {
    const { cursor } = this;
    if (cursor.accept('$') !== undefined) {
      const step = cursor.accept('++', '--', '-', '+', '!');
      if (step === '++' || step === '--')
        return {
          kind: 'field',
          index: { kind: 'step', by: step === '++' ? 1 : -1, before: true, target: this.target() },
        };
      const index = this.primary();
      return { kind: 'field', index: step ? { kind: 'unary', operator: step, operand: index } : index };
    }
    if (cursor.token.kind !== 'name') cursor.fail();
    const name = cursor.take().text;
    if (cursor.accept('[') === undefined) return { kind: 'variable', name: this.use(name, 'variable') };
    const keys = this.list();
    cursor.expect(']');
    return { kind: 'element', array: this.use(name, 'array'), keys };
  }

  /** A call of the script's own function. A bare name among its arguments may be an array. */
  private call(): Expression {
    const { cursor } = this;
    const { text: name, line } = cursor.take();
    cursor.expect('(');
    const given: Expression[] = [];
    while (!cursor.is(')')) {
      const bare = cursor.token.kind === 'name' && /^[,)]$/.test(cursor.next.text);
      given.push(bare ? { kind: 'variable', name: cursor.take().text } : this.expression());
      if (cursor.is(')')) break;
      cursor.expect(',');
      cursor.skipNewlines();
    }
    cursor.expect(')');
    this.called.push({ name, count: given.length, line });
    return { kind: 'call', name, arguments: given, line };
  }

  private builtin(): Expression {
    const { cursor } = this;
    const name = cursor.take().text;
    const [least, most] = BUILTINS[name]!;
    if (!cursor.is('(')) {
      if (name === 'length') return { kind: 'builtin', name, arguments: [] };
      return cursor.fail();
    }
    cursor.take();
    const given: Expression[] = [];
    while (!cursor.is(')')) {
      const takesArray = (name === 'split' && given.length === 1) || name === 'length';
      const bare = takesArray && cursor.token.kind === 'name' && /^[,)]$/.test(cursor.next.text);
      if (bare) {
        const array = cursor.take().text;
        given.push({ kind: 'variable', name: name === 'split' ? this.use(array, 'array') : array });
      } else given.push(this.expression());
      if (cursor.is(')')) break;
      cursor.expect(',');
      cursor.skipNewlines();
    }
    if (given.length < least || given.length > most) {
      if (/^(?:split|match|g?sub)$/.test(name)) cursor.fail();
      throw cursor.problem(`wrong number of arguments in call to ${name}`);
    }
    if (/^g?sub$/.test(name) && given[2] && !isTarget(given[2])) cursor.fail();
    const pattern = { sub: given[0], gsub: given[0], match: given[1] }[name];
    if (pattern) this.checkPattern(pattern);
    cursor.take();
    return { kind: 'builtin', name, arguments: given };
  }
}
