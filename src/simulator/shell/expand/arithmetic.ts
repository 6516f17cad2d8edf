import { Fatal } from '../state/flow.ts';
import type { Shell } from '../state/shell.ts';
import { calculate, flag, STRENGTH, wrap } from './arithmetic-operators.ts';
import { assignElement, assignScalar, lookup } from './values.ts';

const TOKEN =
  /\s*(?:(\d[0-9A-Za-z@_#]*)|([A-Za-z_][A-Za-z0-9_]*)|(<<=|>>=|\*\*|\+\+|--|&&|\|\||<<|>>|[-+*/%&^|<>=!]=|[-+*/%&^|<>=!~?:,()[\]]))/y;

interface Place {
  name: string;
  /** Source text of the subscript. */
  index?: string;
}

/** Deeper than any variable that refers to variables should be. */
const MAX_DEPTH = 64;

/** Evaluates an arithmetic expression whose `$` expansions are done, with 64-bit wrap-around. */
export function arithmetic(shell: Shell, text: string, depth = 0): bigint {
  if (depth > MAX_DEPTH)
    throw new Fatal(`${text}: expression recursion level exceeded (error token is "${text}")`);
  return new Evaluator(shell, text, depth).run();
}

class Evaluator {
  private readonly shell: Shell;
  private readonly text: string;
  private readonly depth: number;
  private at = 0;
  private token = '';
  private tokenAt = 0;
  private lastAt = 0;
  private kind: 'number' | 'name' | 'operator' | 'end' = 'end';
  /** Above zero in the branch that is not taken: nothing is assigned or divided there. */
  private skipping = 0;

  constructor(shell: Shell, text: string, depth: number) {
    this.shell = shell;
    this.text = text;
    this.depth = depth;
  }

  run(): bigint {
    this.next();
    if (this.atEnd()) return 0n;
    const value = this.expression(0);
    if (!this.atEnd()) {
      this.fail(
        this.kind === 'operator' && this.token !== ')' && this.token !== ':' ? 'operator' : 'trailing',
      );
    }
    return value;
  }

  private next(): void {
    if (this.kind !== 'end') this.lastAt = this.tokenAt;
    TOKEN.lastIndex = this.at;
    const match = TOKEN.exec(this.text);
    const start = this.at + (/^\s*/.exec(this.text.slice(this.at))?.[0].length ?? 0);
    this.tokenAt = start;
    if (!match) {
      if (start < this.text.length) {
        this.kind = 'operator';
        this.token = this.text.slice(start);
        this.at = this.text.length;
        return;
      }
      this.kind = 'end';
      this.token = '';
      return;
    }
    this.at = TOKEN.lastIndex;
    const [, number, name] = match;
    // dash has neither increments nor powers: it reads two signs.
    const isDouble = this.shell.flavour === 'dash' && /^(?:\+\+|--|\*\*)$/.test(match[3] ?? '');
    const operator = isDouble ? match[3]![0] : match[3];
    if (isDouble) this.at--;
    this.kind = number !== undefined ? 'number' : name !== undefined ? 'name' : 'operator';
    this.token = number ?? name ?? operator!;
  }

  private atEnd(): boolean {
    return this.kind === 'end';
  }

  /** How the present token changes the depth of brackets. */
  private nesting(): number {
    return this.token === '[' ? 1 : this.token === ']' ? -1 : 0;
  }

  private fail(what: string): never {
    const near = this.text.slice(this.kind === 'end' ? this.lastAt : this.tokenAt);
    const reason =
      what === 'operand'
        ? 'syntax error: operand expected'
        : what === 'trailing' || what === 'operator'
          ? this.kind === 'operator' && !(this.token in STRENGTH) && !/^[)\]:]/.test(this.token)
            ? 'syntax error: invalid arithmetic operator'
            : 'syntax error in expression'
          : what;
    throw new Fatal(`${this.text.trimStart()}: ${reason} (error token is "${near}")`);
  }

  private expect(operator: string): void {
    if (this.token !== operator)
      this.fail(operator === ')' ? "missing `)'" : "`:' expected for conditional expression");
    this.next();
  }

  private expression(floor: number): bigint {
    let { value, place } = this.unary();
    for (;;) {
      const operator = this.token;
      const strength = this.kind === 'operator' ? STRENGTH[operator] : undefined;
      if (strength === undefined || strength < floor) return value;
      if (strength === 2) {
        if (!place) this.fail('attempted assignment to non-variable');
        this.next();
        const right = this.expression(2);
        value = operator === '=' ? right : this.apply(operator.slice(0, -1), value, right);
        this.store(place!, value);
      } else if (operator === '?') {
        this.next();
        value = this.conditional(value);
      } else if (operator === '&&' || operator === '||') {
        this.next();
        const decided = operator === '&&' ? value === 0n : value !== 0n;
        if (decided) this.skipping++;
        const right = this.expression(strength + 1);
        if (decided) this.skipping--;
        value = operator === '&&' ? flag(!decided && right !== 0n) : flag(decided || right !== 0n);
      } else {
        this.next();
        const operandAt = this.tokenAt;
        const right = this.expression(operator === '**' ? strength : strength + 1);
        value = operator === ',' ? right : this.apply(operator, value, right, operandAt);
      }
      place = undefined;
    }
  }

  private conditional(test: bigint): bigint {
    if (test === 0n) this.skipping++;
    const yes = this.expression(2);
    if (test === 0n) this.skipping--;
    this.expect(':');
    if (test !== 0n) this.skipping++;
    const no = this.expression(3);
    if (test !== 0n) this.skipping--;
    return test !== 0n ? yes : no;
  }

  private unary(): { value: bigint; place?: Place | undefined } {
    const operator = this.token;
    if (this.kind === 'number') {
      const value = this.number(operator);
      this.next();
      return { value };
    }
    if (this.kind === 'name') return this.variable();
    if (this.kind === 'end') this.fail('operand');
    switch (operator) {
      case '(': {
        this.next();
        const value = this.expression(0);
        this.expect(')');
        return { value };
      }
      case '+':
      case '-':
      case '!':
      case '~': {
        this.next();
        // It binds tighter than `**`: `-2**2` is 4.
        const { value } = this.unary();
        return {
          value: wrap(
            operator === '-'
              ? -value
              : operator === '!'
                ? flag(value === 0n)
                : operator === '~'
                  ? ~value
                  : value,
          ),
        };
      }
      case '++':
      case '--': {
        this.next();
        const { value, place } = this.unary();
        if (!place) return { value };
        const changed = wrap(value + (operator === '++' ? 1n : -1n));
        this.store(place, changed);
        return { value: changed };
      }
      default:
        return this.fail('operand');
    }
  }

  private variable(): { value: bigint; place: Place } {
    const place: Place = { name: this.token };
    this.next();
    if (this.token === '[' && this.kind === 'operator') {
      const start = this.at;
      let level = 1;
      while (level > 0) {
        this.next();
        if (this.atEnd()) this.fail('bad array subscript');
        level += this.nesting();
      }
      place.index = this.text.slice(start, this.tokenAt);
      this.next();
    }
    const value = this.load(place);
    if (this.kind === 'operator' && (this.token === '++' || this.token === '--')) {
      this.store(place, wrap(value + (this.token === '++' ? 1n : -1n)));
      this.next();
    }
    return { value, place };
  }

  private load(place: Place): bigint {
    if (this.skipping > 0) return 0n;
    const text = lookup(this.shell, place.name, place.index);
    if (text === undefined) {
      if (this.shell.option('nounset'))
        throw new Fatal(`${place.name}: unbound variable`, this.shell.fromCommandLine ? 127 : 1, true);
      return 0n;
    }
    return /^-?\d+$/.test(text) && !/^-?0\d/.test(text)
      ? wrap(BigInt(text))
      : arithmetic(this.shell, text, this.depth + 1);
  }

  private store(place: Place, value: bigint): void {
    if (this.skipping > 0) return;
    if (place.index === undefined) assignScalar(this.shell, place.name, String(value));
    else assignElement(this.shell, place.name, place.index, String(value));
  }

  private number(text: string): bigint {
    const based = /^(\d+)#([0-9A-Za-z@_]*)$/.exec(text);
    if (based) return this.digits(based[2]!, Number(based[1]), text);
    if (/^0[xX][0-9A-Fa-f]+$/.test(text)) return wrap(BigInt(text));
    if (/^0[0-7]+$/.test(text)) return wrap(BigInt(`0o${text.slice(1)}`));
    if (/^0\d/.test(text)) this.fail('value too great for base');
    if (!/^\d+$/.test(text)) this.fail('value too great for base');
    return wrap(BigInt(text));
  }

  private digits(digits: string, base: number, whole: string): bigint {
    if (base < 2 || base > 64)
      throw new Fatal(`${whole}: invalid arithmetic base (error token is "${whole}")`);
    const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';
    let value = 0n;
    for (const c of digits) {
      const digit = alphabet.indexOf(base <= 36 ? c.toLowerCase() : c);
      if (digit < 0 || digit >= base) this.fail('value too great for base');
      value = value * BigInt(base) + BigInt(digit);
    }
    return wrap(value);
  }

  private apply(operator: string, a: bigint, b: bigint, operandAt = this.tokenAt): bigint {
    if (this.skipping > 0) return 0n;
    if ((operator === '/' || operator === '%') && b === 0n) {
      this.tokenAt = operandAt;
      this.fail('division by 0');
    }
    if (operator === '**' && b < 0n) this.fail('exponent less than 0');
    return calculate(operator, a, b);
  }
}
