import type { Expression, Parameter, Pattern } from './syntax.ts';
import { TokenCursor } from './token-cursor.ts';

/** Reads what values are bound to: names, destructuring, parameters. */
export abstract class PatternParser extends TokenCursor {
  protected abstract assignment(): Expression;

  protected parameters(): Parameter[] {
    this.expect('(');
    const parameters: Parameter[] = [];
    while (!this.take(')')) {
      const rest = this.take('...');
      const pattern = this.pattern();
      parameters.push({ pattern, rest, ...(this.take('=') ? { fallback: this.assignment() } : {}) });
      if (!this.is(')')) this.expect(',');
    }
    return parameters;
  }

  protected pattern(): Pattern {
    const { line } = this.peek();
    if (this.take('[')) return this.arrayPattern(line);
    if (this.take('{')) return this.objectPattern(line);
    return { type: 'Identifier', name: this.name(), line };
  }

  private arrayPattern(line: number): Pattern {
    const pattern: Pattern & { type: 'ArrayPattern' } = { type: 'ArrayPattern', elements: [], line };
    while (!this.take(']')) {
      if (this.take('...')) pattern.rest = this.pattern();
      else if (this.is(',')) pattern.elements.push(undefined);
      else {
        const value = this.pattern();
        pattern.elements.push({ value, ...(this.take('=') ? { fallback: this.assignment() } : {}) });
      }
      if (!this.is(']')) this.expect(',');
    }
    return pattern;
  }

  private objectPattern(line: number): Pattern {
    const pattern: Pattern & { type: 'ObjectPattern' } = { type: 'ObjectPattern', properties: [], line };
    while (!this.take('}')) {
      if (this.take('...')) pattern.rest = this.pattern();
      else {
        const token = this.next();
        if (!('value' in token) || token.type === 'punctuator') throw this.fault();
        const key = String(token.value);
        const value: Pattern = this.take(':') ? this.pattern() : { type: 'Identifier', name: key, line };
        pattern.properties.push({ key, value, ...(this.take('=') ? { fallback: this.assignment() } : {}) });
      }
      if (!this.is('}')) this.expect(',');
    }
    return pattern;
  }
}
