import { ExpressionEvaluator } from './evaluate-expression.ts';
import type { Frame } from './evaluate-property.ts';
import { Scope } from './scope.ts';
import type { ClassNode, Expression, FunctionNode, Statement } from './syntax.ts';
import { Arr, Fn, Obj, PromiseValue, type Value } from './values.ts';

/** How a statement ended, unless it just went on to the next. */
export type Completion = { type: 'return'; value: Value } | { type: 'break' | 'continue' } | undefined;

/** Functions and classes as values. */
export abstract class FunctionEvaluator extends ExpressionEvaluator {
  protected abstract block(body: readonly Statement[], scope: Scope, frame: Frame): Promise<Completion>;

  protected closure(node: FunctionNode, scope: Scope, frame: Frame): Fn {
    const invoke = async (self: Value, args: Value[]): Promise<Value> => {
      const inner = new Scope(scope, true);
      const innerFrame: Frame = node.arrow ? frame : { self, home: frame.home };
      if (!node.arrow) inner.declare('arguments', new Arr(args));
      for (const [i, parameter] of node.parameters.entries()) {
        const given = parameter.rest ? new Arr(args.slice(i)) : args[i];
        const value =
          given === undefined && parameter.fallback
            ? await this.evaluate(parameter.fallback, inner, innerFrame)
            : given;
        await this.bind(parameter.pattern, value, inner, innerFrame, false);
      }
      if (node.expression) return this.evaluate(node.expression, inner, innerFrame);
      const completion = await this.block(node.body, inner, innerFrame);
      return completion?.type === 'return' ? completion.value : undefined;
    };
    const call = node.async
      ? (self: Value, args: Value[]) =>
          new PromiseValue(invoke(self, args).then((v) => (v instanceof PromiseValue ? v.promise : v)))
      : invoke;
    const fn = new Fn(node.name, call);
    if (!node.arrow && !node.async) {
      fn.set('prototype', new Obj());
      fn.construct = async (args, target) => {
        const prototype = target.own('prototype');
        const made = new Obj(prototype instanceof Obj ? prototype : null);
        const result = await invoke(made, args);
        return result instanceof Obj ? result : made;
      };
    }
    return fn;
  }

  protected async classValue(node: ClassNode, scope: Scope, frame: Frame): Promise<Fn> {
    const parent = node.parent ? await this.evaluate(node.parent, scope, frame) : undefined;
    const inner = new Scope(scope);
    const fn = new Fn(node.name, () => undefined);
    inner.declare(node.name || '#class', fn, true);
    fn.isClass = true;
    fn.proto = parent instanceof Fn ? parent : null;
    const parentPrototype = parent instanceof Fn ? parent.own('prototype') : undefined;
    const prototype = new Obj(parentPrototype instanceof Obj ? parentPrototype : null);
    prototype.set('constructor', fn);
    fn.set('prototype', prototype);
    const home: Frame = { self: fn, home: fn };
    let constructorOf: Fn | undefined;
    const fields: { key: string; value: Expression | undefined }[] = [];
    for (const { key: keyNode, value, kind, static: isStatic } of node.members) {
      const key = await this.text(await this.evaluate(keyNode, inner, frame));
      const target: Obj = isStatic ? fn : prototype;
      if (kind === 'field') {
        if (isStatic) fn.set(key, value ? await this.evaluate(value, inner, home) : undefined);
        else fields.push({ key, value });
        continue;
      }
      const method = this.closure(value as FunctionNode, inner, home);
      if (key === 'constructor' && !isStatic) constructorOf = method;
      else if (kind === 'method') target.set(key, method);
      else target.accessors.set(key, { ...target.accessors.get(key), [kind]: method });
    }
    const initialize = async (self: Value, args: Value[]) => {
      if (!constructorOf && parent instanceof Fn) {
        const above = parent.own('#initialize');
        if (above instanceof Fn) await above.call(self, args);
        else {
          const made = await parent.construct?.(args, parent);
          if (made instanceof Obj && self instanceof Obj)
            for (const [k, v] of made.properties) self.set(k, v);
        }
      }
      for (const { key, value } of fields) {
        await this.put(self, key, value ? await this.evaluate(value, inner, { self, home: fn }) : undefined);
      }
      await constructorOf?.call(self, args);
    };
    fn.set('#initialize', new Fn('', async (self, args) => initialize(self, args) as Promise<undefined>));
    fn.construct = async (args, target) => {
      const own = target.own('prototype');
      const made = new Obj(own instanceof Obj ? own : prototype, isError(parent) ? 'Error' : 'Object');
      await initialize(made, args);
      if (isError(parent)) made.set('name', made.own('name') ?? node.name);
      return made;
    };
    return fn;
  }
}

const isError = (value: Value): boolean => value instanceof Fn && /Error$/.test(value.name);
