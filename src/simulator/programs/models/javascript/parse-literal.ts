import { PatternParser } from './parse-pattern.ts';
import type { ClassNode, Expression, FunctionNode, Property, Statement } from './syntax.ts';

/** Reads what stands for a new object: arrays, objects, functions, classes. */
export abstract class LiteralParser extends PatternParser {
  protected abstract block(): Statement[];
  protected abstract unary(): Expression;

  protected functionRest(name: string, isAsync: boolean, line: number): FunctionNode {
    const parameters = this.parameters();
    return { type: 'Function', name, parameters, body: this.block(), arrow: false, async: isAsync, line };
  }

  protected arrayLiteral(line: number): Expression {
    const elements: ({ value: Expression; spread: boolean } | undefined)[] = [];
    while (!this.take(']')) {
      if (this.is(',')) elements.push(undefined);
      else {
        const spread = this.take('...');
        elements.push({ value: this.assignment(), spread });
      }
      if (!this.is(']')) this.expect(',');
    }
    return { type: 'Array', elements, line };
  }

  protected objectLiteral(line: number): Expression {
    const properties: Property[] = [];
    while (!this.take('}')) {
      properties.push(this.property());
      if (!this.is('}')) this.expect(',');
    }
    return { type: 'Object', properties, line };
  }

  private property(): Property {
    const { line } = this.peek();
    if (this.take('...')) return { kind: 'spread', value: this.assignment() };
    const modifier = this.modifier();
    const token = this.peek();
    const key = this.propertyKey();
    const name = key.type === 'Literal' ? String(key.value) : '';
    if (modifier === 'get') return { kind: 'get', key, value: this.functionRest(name, false, line) };
    if (this.is('('))
      return { kind: 'value', key, value: this.functionRest(name, modifier === 'async', line) };
    if (this.take(':')) return { kind: 'value', key, value: named(this.assignment(), name) };
    if (token.type !== 'name' && token.type !== 'keyword') throw this.fault();
    return { kind: 'value', key, value: { type: 'Identifier', name, line } };
  }

  /** `get`, `set`, `async` or `static` that is not itself the name. */
  private modifier(): string {
    const token = this.peek();
    const isName = ['(', ',', ':', '}', '=', ';'].some((text) => this.is(text, 1));
    if ((token.type !== 'name' && token.type !== 'keyword') || isName) return '';
    if (!['get', 'set', 'async'].includes(token.value)) return '';
    this.at++;
    return token.value;
  }

  private propertyKey(): Expression {
    const { line } = this.peek();
    if (this.take('[')) {
      const key = this.assignment();
      this.expect(']');
      return key;
    }
    this.take('#');
    const token = this.next();
    if (token.type === 'punctuator' || token.type === 'template' || !('value' in token)) throw this.fault();
    return { type: 'Literal', value: String(token.value), line };
  }

  protected classExpression(line: number): ClassNode {
    const name = this.is('{') || this.is('extends') ? '' : this.name();
    const parent = this.take('extends') ? this.unary() : undefined;
    this.expect('{');
    const members: ClassNode['members'] = [];
    while (!this.take('}')) {
      if (this.take(';')) continue;
      members.push(this.classMember());
    }
    return { type: 'Class', name, ...(parent ? { parent } : {}), members, line };
  }

  private classMember(): ClassNode['members'][number] {
    const { line } = this.peek();
    const isStatic = this.is('static') && !this.is('(', 1) && this.take('static');
    const modifier = this.modifier();
    const key = this.propertyKey();
    const name = key.type === 'Literal' ? String(key.value) : '';
    if (this.is('(')) {
      const kind = modifier === 'get' || modifier === 'set' ? modifier : 'method';
      return { key, value: this.functionRest(name, modifier === 'async', line), kind, static: isStatic };
    }
    const value = this.take('=') ? this.assignment() : undefined;
    this.semicolon();
    return { key, value, kind: 'field', static: isStatic };
  }
}

/** A function without a name takes that of what it is assigned to. */
function named(expression: Expression, name: string): Expression {
  return expression.type === 'Function' && expression.name === '' ? { ...expression, name } : expression;
}
