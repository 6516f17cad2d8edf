import { ChainEnd, type Frame, PropertyEvaluator } from './evaluate-property.ts';
import { iterate, keysOf } from './iteration.ts';
import { applyBinary } from './operators.ts';
import type { Scope } from './scope.ts';
import type { ClassNode, Expression, FunctionNode } from './syntax.ts';
import {
  Arr,
  Fn,
  Obj,
  PromiseValue,
  RegExpValue,
  toNumber,
  toText,
  truthy,
  typeError,
  typeOf,
  Unmodelled,
  type Value,
} from './values.ts';

/** What the runtime lends the evaluator. */
export interface Host {
  file: string;
  /** Called for every step: may pause, and throws when the process has to end. */
  step(): Promise<void> | undefined;
  importModule(source: string): Promise<Value>;
  exported(name: string, value: Value): void;
}

/** What an expression comes to. */
export abstract class ExpressionEvaluator extends PropertyEvaluator {
  protected readonly host: Host;

  constructor(host: Host) {
    super();
    this.host = host;
  }

  protected abstract closure(node: FunctionNode, scope: Scope, frame: Frame): Fn;
  protected abstract classValue(node: ClassNode, scope: Scope, frame: Frame): Promise<Fn>;

  async evaluate(node: Expression, scope: Scope, frame: Frame): Promise<Value> {
    switch (node.type) {
      case 'Literal':
        return node.value;
      case 'RegExp':
        return new RegExpValue(new RegExp(node.pattern, node.flags));
      case 'Template': {
        let text = node.strings[0]!;
        for (const [i, value] of node.values.entries()) {
          text += (await this.text(await this.evaluate(value, scope, frame))) + node.strings[i + 1]!;
        }
        return text;
      }
      case 'Identifier':
        return this.lookup(node.name, scope);
      case 'This':
        return frame.self;
      case 'Super':
        throw new Unmodelled('super outside of a call');
      case 'Function':
        return this.closure(node, scope, frame);
      case 'Class':
        return this.classValue(node, scope, frame);
      case 'Array':
        return new Arr(
          await this.list(
            node.elements.map((e) => e ?? UNDEFINED_ELEMENT),
            scope,
            frame,
          ),
        );
      case 'Object':
        return this.objectValue(node, scope, frame);
      case 'Unary':
        return this.unary(node, scope, frame);
      case 'Update': {
        const before = toNumber(await this.read(node.argument, scope, frame));
        const after = node.operator === '++' ? before + 1 : before - 1;
        await this.assign(node.argument, after, scope, frame);
        return node.prefix ? after : before;
      }
      case 'Binary': {
        const left = await this.evaluate(node.left, scope, frame);
        const right = await this.evaluate(node.right, scope, frame);
        if (node.operator === 'instanceof') return instanceOf(left, right);
        if (node.operator === 'in') return right instanceof Obj && right.has(toText(left));
        return applyBinary(node.operator, left, right, (value) => this.text(value));
      }
      case 'Logical': {
        const left = await this.evaluate(node.left, scope, frame);
        return stops(node.operator, left) ? left : this.evaluate(node.right, scope, frame);
      }
      case 'Conditional':
        return this.evaluate(
          truthy(await this.evaluate(node.test, scope, frame)) ? node.yes : node.no,
          scope,
          frame,
        );
      case 'Assign':
        return this.assignment(node, scope, frame);
      case 'Sequence': {
        let last: Value;
        for (const expression of node.expressions) last = await this.evaluate(expression, scope, frame);
        return last;
      }
      case 'Await': {
        const value = await this.evaluate(node.argument, scope, frame);
        return value instanceof PromiseValue ? value.promise : value;
      }
      case 'Member':
        return (await this.reference(node, scope, frame)).value;
      case 'Chain':
        try {
          return await this.evaluate(node.expression, scope, frame);
        } catch (error) {
          if (error instanceof ChainEnd) return undefined;
          throw error;
        }
      case 'Call':
        return this.callExpression(node, scope, frame);
      case 'New': {
        const callee = await this.evaluate(node.callee, scope, frame);
        return this.construct(callee, await this.list(node.arguments, scope, frame), sourceOf(node.callee));
      }
    }
  }

  protected async list(
    elements: readonly { value: Expression; spread: boolean }[],
    scope: Scope,
    frame: Frame,
  ): Promise<Value[]> {
    const values: Value[] = [];
    for (const { value, spread } of elements) {
      const result = await this.evaluate(value, scope, frame);
      if (spread) values.push(...iterate(result));
      else values.push(result);
    }
    return values;
  }

  protected async objectValue(
    node: Expression & { type: 'Object' },
    scope: Scope,
    frame: Frame,
  ): Promise<Value> {
    const result = new Obj();
    for (const property of node.properties) {
      if (property.kind === 'spread') {
        const source = await this.evaluate(property.value, scope, frame);
        for (const key of keysOf(source)) result.set(key, await this.get(source, key));
        continue;
      }
      const key = await this.text(await this.evaluate(property.key, scope, frame));
      const value = await this.evaluate(property.value, scope, frame);
      if (property.kind === 'get') result.accessors.set(key, { get: value as Fn });
      else result.set(key, value);
    }
    return result;
  }

  protected async unary(node: Expression & { type: 'Unary' }, scope: Scope, frame: Frame): Promise<Value> {
    const { operator, argument } = node;
    if (operator === 'typeof' && argument.type === 'Identifier' && !scope.find(argument.name))
      return 'undefined';
    if (operator === 'delete') {
      if (argument.type !== 'Member') return true;
      const { object, key } = await this.reference(argument, scope, frame);
      if (object instanceof Obj) object.delete(key);
      return true;
    }
    const value = await this.evaluate(argument, scope, frame);
    if (operator === '!') return !truthy(value);
    if (operator === 'typeof') return typeOf(value);
    if (operator === 'void') return undefined;
    const number = toNumber(value);
    return operator === '-' ? -number : operator === '~' ? ~number : number;
  }

  protected async assignment(
    node: Expression & { type: 'Assign' },
    scope: Scope,
    frame: Frame,
  ): Promise<Value> {
    const operator = node.operator.slice(0, -1);
    if (operator === '') {
      const value = await this.evaluate(node.value, scope, frame);
      await this.assign(node.target, value, scope, frame);
      return value;
    }
    const before = await this.read(node.target, scope, frame);
    if (['&&', '||', '??'].includes(operator) && stops(operator, before)) return before;
    const value = await this.evaluate(node.value, scope, frame);
    const result = ['&&', '||', '??'].includes(operator)
      ? value
      : await applyBinary(operator, before, value, (v) => this.text(v));
    await this.assign(node.target, result, scope, frame);
    return result;
  }

  protected async callExpression(
    node: Expression & { type: 'Call' },
    scope: Scope,
    frame: Frame,
  ): Promise<Value> {
    if (node.callee.type === 'Super') return this.superCall(node, scope, frame);
    let self: Value;
    let callee: Value;
    if (node.callee.type === 'Member') {
      const reference = await this.reference(node.callee, scope, frame);
      self = reference.object;
      callee = reference.value;
    } else callee = await this.evaluate(node.callee, scope, frame);
    if (node.optional && (callee === undefined || callee === null)) throw new ChainEnd();
    if (!(callee instanceof Fn)) throw typeError(`${sourceOf(node.callee)} is not a function`);
    if (callee.isClass) throw typeError(`Class constructor ${callee.name} cannot be invoked without 'new'`);
    const args = await this.list(node.arguments, scope, frame);
    await this.host.step();
    return callee.call(self, args);
  }

  protected async superCall(node: Expression & { type: 'Call' }, scope: Scope, frame: Frame): Promise<Value> {
    const parent = frame.home?.proto;
    const args = await this.list(node.arguments, scope, frame);
    if (!(parent instanceof Fn) || !(frame.self instanceof Obj)) throw new Unmodelled('super()');
    const initialize = parent.own('#initialize');
    if (initialize instanceof Fn) await initialize.call(frame.self, args);
    else {
      const made = await parent.construct?.(args, parent);
      if (made instanceof Obj) for (const [key, value] of made.properties) frame.self.set(key, value);
    }
    return undefined;
  }

  async construct(callee: Value, args: Value[], source: string): Promise<Value> {
    if (!(callee instanceof Fn) || !callee.construct) throw typeError(`${source} is not a constructor`);
    return callee.construct(args, callee);
  }
}

const UNDEFINED_ELEMENT = { value: { type: 'Literal' as const, value: undefined, line: 0 }, spread: false };

function stops(operator: string, value: Value): boolean {
  if (operator === '&&') return !truthy(value);
  return operator === '||' ? truthy(value) : value !== undefined && value !== null;
}

function instanceOf(value: Value, type: Value): boolean {
  if (!(type instanceof Fn)) throw typeError("Right-hand side of 'instanceof' is not callable");
  if (!(value instanceof Obj)) return false;
  if (value.kind === type.name) return true;
  if (value.kind === 'Error' && value.own('name') === type.name) return true;
  const prototype = type.own('prototype');
  for (let at = value.proto; at; at = at.proto) if (at === prototype) return true;
  return type.name === 'Object';
}

/** An expression as error messages name it. */
function sourceOf(node: Expression): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'This') return 'this';
  if (node.type === 'Member') {
    const key = node.key.type === 'Literal' ? `.${node.key.value}` : '[...]';
    return `${sourceOf(node.object)}${key}`;
  }
  return node.type === 'Call' ? `${sourceOf(node.callee)}(...)` : '(intermediate value)';
}
