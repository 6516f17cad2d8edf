import { QueryError } from './jmespath-errors.ts';
import { type Token, tokenize } from './jmespath-tokens.ts';

/**
 * Checks an expression by the grammar of JMESPath (jmespath.org/specification.html) as jmespath.py 1.0 parses it: what
 * it refuses, and in which words. Nothing is built: searching is left to the library, whose grammar allows more.
 */

/** How strongly a token binds what is left of it; those that are not here end an expression. */
const POWER: Record<string, number> = {
  pipe: 1,
  or: 2,
  and: 3,
  eq: 5,
  gt: 5,
  lt: 5,
  gte: 5,
  lte: 5,
  ne: 5,
  flatten: 9,
  star: 20,
  filter: 21,
  dot: 40,
  not: 45,
  lbrace: 50,
  lbracket: 55,
  lparen: 60,
};
/** Tokens that bind less than this end a projection. */
const PROJECTION_STOP = 10;
const BINARY = ['pipe', 'or', 'and', 'eq', 'gt', 'lt', 'gte', 'lte', 'ne'];
const NAMES = ['quoted_identifier', 'unquoted_identifier'];
/** How deep Python goes before it gives up; ours is far above what anybody types. */
const DEEPEST = 200;

/** Checks an expression and gives the names of the functions it calls. @throws QueryError */
export function checkQuery(expression: string): string[] {
  if (expression === '') throw new QueryError('Invalid JMESPath expression: cannot be empty.');
  return new Checker(expression).check();
}

class Checker {
  private readonly tokens: Token[];
  private readonly expression: string;
  private readonly functions: string[] = [];
  private at = 0;
  private depth = 0;

  constructor(expression: string) {
    this.expression = expression;
    this.tokens = tokenize(expression);
  }

  check(): string[] {
    this.parse(0);
    if (this.next.type !== 'eof') throw this.refused(`Unexpected token: ${this.next.text}`);
    return this.functions;
  }

  private get next(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)]!;
  }

  private is(...types: string[]): boolean {
    return types.includes(this.next.type);
  }

  private refused(reason: string, token = this.next): QueryError {
    return QueryError.grammatical(reason, this.expression, token);
  }

  /** Takes a token of a type. @throws QueryError */
  private take(type: string, wanted = type): void {
    if (!this.is(type)) throw this.unexpected(wanted);
    this.at++;
  }

  private unexpected(wanted: string): QueryError {
    if (this.is('eof')) return QueryError.incomplete(this.expression);
    return this.refused(`Expecting: ${wanted}, got: ${this.next.type}`);
  }

  private parse(power: number): void {
    if (++this.depth > DEEPEST) throw new QueryError('maximum recursion depth exceeded');
    const first = this.next;
    this.at++;
    this.prefix(first);
    /** Only a bare name can be called. */
    let callable = NAMES.includes(first.type);
    while (power < (POWER[this.next.type] ?? 0)) {
      this.suffix(callable);
      callable = false;
    }
    this.depth--;
  }

  /** What may begin an expression; its first token is taken. */
  private prefix(token: Token): void {
    switch (token.type) {
      case 'literal':
      case 'unquoted_identifier':
      case 'current':
        return;
      case 'quoted_identifier':
        if (this.is('lparen'))
          throw this.refused('Quoted identifier not allowed for function names.', { ...this.next, start: 0 });
        return;
      case 'star':
        if (!this.is('rbracket')) this.projection(POWER.star!);
        return;
      case 'filter':
        this.filter();
        return;
      case 'lbrace':
        this.hash();
        return;
      case 'lparen':
        this.parse(0);
        this.take('rparen');
        return;
      case 'flatten':
        this.projection(POWER.flatten!);
        return;
      case 'not':
        this.parse(POWER.not!);
        return;
      case 'expref':
        this.parse(0);
        return;
      case 'lbracket':
        this.bracket();
        return;
      case 'eof':
        throw QueryError.incomplete(this.expression);
      default:
        throw this.refused('invalid token', token);
    }
  }

  /** What begins with a bracket: an index, a projection, or a list of expressions. */
  private bracket(): void {
    if (this.is('number', 'colon')) this.index();
    else if (this.is('star') && this.tokens[this.at + 1]?.type === 'rbracket') {
      this.at += 2;
      this.projection(POWER.star!);
    } else this.list();
  }

  /** What may follow an expression. */
  private suffix(callable: boolean): void {
    const { type } = this.next;
    if (['star', 'not', 'lbrace'].includes(type)) throw this.refused('invalid token');
    this.at++;
    if (BINARY.includes(type)) this.parse(POWER[type]!);
    else if (type === 'flatten') this.projection(POWER.flatten!);
    else if (type === 'filter') this.filter();
    else if (type === 'lparen') this.call(callable);
    else if (type === 'dot' && this.is('star')) {
      this.at++;
      this.projection(POWER.dot!);
    } else if (type === 'dot') this.afterDot(POWER.dot!);
    else if (this.is('number', 'colon')) this.index();
    else {
      this.take('star');
      this.take('rbracket');
      this.projection(POWER.star!);
    }
  }

  private call(callable: boolean): void {
    const name = this.tokens[this.at - 2]!;
    if (!callable) throw this.refused(`Invalid function name '${name.text}'`, name);
    this.functions.push(name.text);
    while (!this.is('rparen')) {
      this.parse(0);
      if (this.is('comma')) this.at++;
    }
    this.at++;
  }

  private filter(): void {
    this.parse(0);
    this.take('rbracket');
    if (!this.is('flatten')) this.projection(POWER.filter!);
  }

  /** What is done with each element. */
  private projection(power: number): void {
    if ((POWER[this.next.type] ?? 0) < PROJECTION_STOP) return;
    if (this.is('lbracket', 'filter')) this.parse(power);
    else {
      if (!this.is('dot')) throw this.refused('syntax error');
      this.at++;
      this.afterDot(power);
    }
  }

  private afterDot(power: number): void {
    const { type } = this.next;
    if (this.is(...NAMES, 'star')) this.parse(power);
    else if (type === 'lbracket' || type === 'lbrace') {
      this.at++;
      if (type === 'lbracket') this.list();
      else this.hash();
    } else {
      throw this.refused(
        `Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: ${type}`,
      );
    }
  }

  /** `[0]`, or `[from:to:step]`, which is a projection. */
  private index(): void {
    if (!this.is('colon') && this.tokens[this.at + 1]?.type !== 'colon') {
      this.at++;
      this.take('rbracket');
      return;
    }
    for (let colons = 0; !this.is('rbracket') && colons < 3; this.at++) {
      if (this.is('colon')) colons++;
      else if (!this.is('number')) throw this.refused('syntax error');
      if (colons === 3) throw this.refused('syntax error');
    }
    this.take('rbracket');
    this.projection(POWER.star!);
  }

  private list(): void {
    this.parse(0);
    while (!this.is('rbracket')) {
      this.take('comma');
      this.parse(0);
    }
    this.at++;
  }

  private hash(): void {
    for (;;) {
      if (!this.is(...NAMES)) throw this.unexpected("['quoted_identifier', 'unquoted_identifier']");
      this.at++;
      this.take('colon');
      this.parse(0);
      if (this.is('comma')) this.at++;
      else if (this.is('rbrace')) {
        this.at++;
        return;
      }
    }
  }
}
