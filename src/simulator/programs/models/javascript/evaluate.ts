import { member } from './members.ts';
import { applyBinary } from './operators.ts';
import type { ClassNode, Expression, FunctionNode, Pattern, Statement } from './syntax.ts';
import {
  Arr,
  Fn,
  MapValue,
  makeError,
  Obj,
  PromiseValue,
  RegExpValue,
  SetValue,
  Thrown,
  toNumber,
  toText,
  truthy,
  typeError,
  typeOf,
  Unmodelled,
  type Value,
} from './values.ts';

/** Names and what they stand for, inside those of the surrounding block. */
export class Scope {
  private readonly names = new Map<string, { value: Value; constant: boolean }>();
  private readonly parent: Scope | undefined;
  /** Where `var` declares: the function's own scope. */
  readonly isFunction: boolean;

  constructor(parent?: Scope, isFunction = false) {
    this.parent = parent;
    this.isFunction = isFunction;
  }

  declare(name: string, value: Value, constant = false): void {
    this.names.set(name, { value, constant });
  }

  find(name: string): { value: Value; constant: boolean } | undefined {
    return this.names.get(name) ?? this.parent?.find(name);
  }

  functionScope(): Scope {
    return this.isFunction || !this.parent ? this : this.parent.functionScope();
  }
}

type Completion = { type: 'return'; value: Value } | { type: 'break' | 'continue' } | undefined;

/** What a function's body knows besides its scope. */
interface Frame {
  self: Value;
  /** The class that a method belongs to, for `super`. */
  home?: Fn | undefined;
}

/** What the runtime lends the evaluator. */
export interface Host {
  file: string;
  /** Called for every step: may pause, and throws when the process has to end. */
  step(): Promise<void> | undefined;
  importModule(source: string): Promise<Value>;
  exported(name: string, value: Value): void;
}

/** Thrown inside an optional chain that has come to nothing. */
class ChainEnd extends Error {}

/** Runs parsed JavaScript. Everything is asynchronous, so that a busy program never holds up the world. */
export class Evaluator {
  private readonly host: Host;

  constructor(host: Host) {
    this.host = host;
  }

  async program(body: readonly Statement[], scope: Scope, self: Value): Promise<Value> {
    const frame = { self };
    let last: Value;
    await this.hoist(body, scope, frame);
    for (const statement of body) {
      if (statement.type === 'Expression') {
        last = await this.placed(statement.line, () => this.evaluate(statement.expression, scope, frame));
      } else {
        const completion = await this.execute(statement, scope, frame);
        if (completion?.type === 'return') return completion.value;
      }
    }
    return last;
  }

  private async hoist(body: readonly Statement[], scope: Scope, frame: Frame): Promise<void> {
    for (const statement of body) {
      const declaration = statement.type === 'Export' ? statement.declaration : statement;
      if (declaration?.type === 'FunctionDeclaration') {
        scope.declare(declaration.function.name, this.closure(declaration.function, scope, frame));
      }
    }
  }

  private async block(body: readonly Statement[], scope: Scope, frame: Frame): Promise<Completion> {
    await this.hoist(body, scope, frame);
    for (const statement of body) {
      const completion = await this.execute(statement, scope, frame);
      if (completion) return completion;
    }
    return undefined;
  }

  private async execute(statement: Statement, scope: Scope, frame: Frame): Promise<Completion> {
    await this.host.step();
    return this.placed(statement.line, () => this.run(statement, scope, frame));
  }

  /** Notes where an exception comes from. */
  private async placed<T>(line: number, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Thrown) {
        error.line ??= line;
        error.file ??= this.host.file;
      }
      throw error;
    }
  }

  private async run(statement: Statement, scope: Scope, frame: Frame): Promise<Completion> {
    switch (statement.type) {
      case 'Expression':
        await this.evaluate(statement.expression, scope, frame);
        return undefined;
      case 'Variables':
        for (const { pattern, value } of statement.declarators) {
          const target = statement.kind === 'var' ? scope.functionScope() : scope;
          const result = value ? await this.evaluate(value, scope, frame) : undefined;
          await this.bind(pattern, result, target, frame, statement.kind === 'const');
        }
        return undefined;
      case 'FunctionDeclaration':
      case 'Empty':
        return undefined;
      case 'ClassDeclaration':
        scope.declare(statement.class.name, await this.classValue(statement.class, scope, frame));
        return undefined;
      case 'Return':
        return {
          type: 'return',
          value: statement.argument ? await this.evaluate(statement.argument, scope, frame) : undefined,
        };
      case 'If':
        if (truthy(await this.evaluate(statement.test, scope, frame)))
          return this.execute(statement.yes, scope, frame);
        return statement.no ? this.execute(statement.no, scope, frame) : undefined;
      case 'Block':
        return this.block(statement.body, new Scope(scope), frame);
      case 'Throw':
        throw new Thrown(
          await this.evaluate(statement.argument, scope, frame),
          statement.line,
          this.host.file,
        );
      case 'Break':
        return { type: 'break' };
      case 'Continue':
        return { type: 'continue' };
      case 'Try':
        return this.tryStatement(statement, scope, frame);
      case 'Switch':
        return this.switchStatement(statement, scope, frame);
      case 'Import':
        return this.importStatement(statement, scope);
      case 'Export':
        return this.exportStatement(statement, scope, frame);
      default:
        return this.loop(statement, scope, frame);
    }
  }

  private async loop(statement: Statement, scope: Scope, frame: Frame): Promise<Completion> {
    if (statement.type === 'ForEach') return this.forEach(statement, scope, frame);
    const inner = new Scope(scope);
    if (statement.type === 'For' && statement.init) await this.execute(statement.init, inner, frame);
    if (statement.type !== 'For' && statement.type !== 'While' && statement.type !== 'DoWhile')
      return undefined;
    const test = async () => !statement.test || truthy(await this.evaluate(statement.test, inner, frame));
    for (let first = true; (first && statement.type === 'DoWhile') || (await test()); first = false) {
      const completion = await this.execute(statement.body, this.iteration(inner), frame);
      if (completion?.type === 'break') break;
      if (completion?.type === 'return') return completion;
      if (statement.type === 'For' && statement.update) await this.evaluate(statement.update, inner, frame);
    }
    return undefined;
  }

  private iteration(scope: Scope): Scope {
    return new Scope(scope);
  }

  private async forEach(
    statement: Statement & { type: 'ForEach' },
    scope: Scope,
    frame: Frame,
  ): Promise<Completion> {
    const iterated = await this.evaluate(statement.iterated, scope, frame);
    const items = statement.of ? iterate(iterated) : keysOf(iterated);
    for (const item of items) {
      const inner = new Scope(scope);
      if (statement.kind) {
        const target = statement.kind === 'var' ? scope.functionScope() : inner;
        await this.bind(statement.pattern, item, target, frame, statement.kind === 'const');
      } else await this.assign(statement.pattern, item, scope, frame);
      const completion = await this.execute(statement.body, inner, frame);
      if (completion?.type === 'break') break;
      if (completion?.type === 'return') return completion;
    }
    return undefined;
  }

  private async tryStatement(
    statement: Statement & { type: 'Try' },
    scope: Scope,
    frame: Frame,
  ): Promise<Completion> {
    let completion: Completion;
    try {
      completion = await this.block(statement.block, new Scope(scope), frame);
    } catch (error) {
      if (!(error instanceof Thrown) || !statement.handler) {
        const final = statement.finalizer && (await this.block(statement.finalizer, new Scope(scope), frame));
        if (final) return final;
        throw error;
      }
      const inner = new Scope(scope);
      if (statement.parameter) await this.bind(statement.parameter, error.value, inner, frame, false);
      completion = await this.block(statement.handler, inner, frame);
    }
    const final = statement.finalizer && (await this.block(statement.finalizer, new Scope(scope), frame));
    return final ?? completion;
  }

  private async switchStatement(
    statement: Statement & { type: 'Switch' },
    scope: Scope,
    frame: Frame,
  ): Promise<Completion> {
    const value = await this.evaluate(statement.value, scope, frame);
    let start = -1;
    for (const [index, { test }] of statement.cases.entries()) {
      if (test && (await this.evaluate(test, scope, frame)) === value) {
        start = index;
        break;
      }
    }
    if (start === -1) start = statement.cases.findIndex(({ test }) => !test);
    if (start === -1) return undefined;
    const inner = new Scope(scope);
    for (const { body } of statement.cases.slice(start)) {
      const completion = await this.block(body, inner, frame);
      if (completion?.type === 'break') return undefined;
      if (completion) return completion;
    }
    return undefined;
  }

  private async importStatement(
    statement: Statement & { type: 'Import' },
    scope: Scope,
  ): Promise<Completion> {
    const module = await this.host.importModule(statement.source);
    if (statement.default) {
      const given =
        module instanceof Obj && module.has('default') ? await this.get(module, 'default') : module;
      scope.declare(statement.default, given, true);
    }
    if (statement.namespace) scope.declare(statement.namespace, module, true);
    for (const { from, to } of statement.names) scope.declare(to, await this.get(module, from), true);
    return undefined;
  }

  private async exportStatement(
    statement: Statement & { type: 'Export' },
    scope: Scope,
    frame: Frame,
  ): Promise<Completion> {
    if (statement.value) this.host.exported('default', await this.evaluate(statement.value, scope, frame));
    if (statement.declaration) {
      await this.execute(statement.declaration, scope, frame);
      for (const name of declaredNames(statement.declaration))
        this.host.exported(name, scope.find(name)?.value);
    }
    for (const { from, to } of statement.names) this.host.exported(to, scope.find(from)?.value);
    return undefined;
  }

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

  private lookup(name: string, scope: Scope): Value {
    if (name === 'undefined') return undefined;
    const found = scope.find(name);
    if (!found) throw new Thrown(makeError('ReferenceError', `${name} is not defined`));
    return found.value;
  }

  private async list(
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

  private async objectValue(
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

  private async unary(node: Expression & { type: 'Unary' }, scope: Scope, frame: Frame): Promise<Value> {
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

  private async assignment(
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

  private async read(pattern: Pattern, scope: Scope, frame: Frame): Promise<Value> {
    if (pattern.type === 'Identifier') return this.lookup(pattern.name, scope);
    if (pattern.type === 'MemberPattern') return (await this.reference(pattern.member, scope, frame)).value;
    throw new Unmodelled('an operator on a pattern');
  }

  /** Declares the names of a pattern. */
  private bind(pattern: Pattern, value: Value, scope: Scope, frame: Frame, constant: boolean): Promise<void> {
    return this.destructure(pattern, value, scope, frame, (name, v) => scope.declare(name, v, constant));
  }

  private assign(pattern: Pattern, value: Value, scope: Scope, frame: Frame): Promise<void> {
    return this.destructure(pattern, value, scope, frame, (name, v) => {
      const found = scope.find(name);
      if (!found) scope.functionScope().declare(name, v);
      else if (found.constant) throw typeError('Assignment to constant variable.');
      else found.value = v;
    });
  }

  private async destructure(
    pattern: Pattern,
    value: Value,
    scope: Scope,
    frame: Frame,
    set: (name: string, value: Value) => void,
  ): Promise<void> {
    const part = async (target: Pattern, given: Value, fallback: Expression | undefined) => {
      const result = given === undefined && fallback ? await this.evaluate(fallback, scope, frame) : given;
      await this.destructure(target, result, scope, frame, set);
    };
    switch (pattern.type) {
      case 'Identifier':
        return set(pattern.name, value);
      case 'MemberPattern': {
        const { object, key } = await this.reference(pattern.member, scope, frame);
        return this.put(object, key, value);
      }
      case 'ArrayPattern': {
        const items = iterate(value);
        for (const [i, element] of pattern.elements.entries()) {
          if (element) await part(element.value, items[i], element.fallback);
        }
        if (pattern.rest) await part(pattern.rest, new Arr(items.slice(pattern.elements.length)), undefined);
        return undefined;
      }
      default: {
        if (value === undefined || value === null) {
          throw typeError(`Cannot destructure '${toText(value)}' as it is ${toText(value)}.`);
        }
        for (const { key, value: target, fallback } of pattern.properties) {
          await part(target, await this.get(value, key), fallback);
        }
        if (pattern.rest) {
          const rest = new Obj();
          const taken = new Set(pattern.properties.map(({ key }) => key));
          for (const key of keysOf(value)) if (!taken.has(key)) rest.set(key, await this.get(value, key));
          await part(pattern.rest, rest, undefined);
        }
        return undefined;
      }
    }
  }

  private async reference(
    node: Expression & { type: 'Member' },
    scope: Scope,
    frame: Frame,
  ): Promise<{ object: Value; key: string; value: Value }> {
    if (node.object.type === 'Super') {
      const key = await this.text(await this.evaluate(node.key, scope, frame));
      const parent = frame.home?.proto;
      const prototype = parent instanceof Fn ? parent.own('prototype') : undefined;
      return {
        object: frame.self,
        key,
        value: prototype === undefined ? undefined : await this.get(prototype, key),
      };
    }
    const object = await this.evaluate(node.object, scope, frame);
    if (node.optional && (object === undefined || object === null)) throw new ChainEnd();
    const key = await this.text(await this.evaluate(node.key, scope, frame));
    if (object === undefined || object === null) {
      throw typeError(`Cannot read properties of ${object} (reading '${key}')`);
    }
    return { object, key, value: await this.get(object, key) };
  }

  /** A property of any value, getters called. */
  async get(object: Value, key: string): Promise<Value> {
    for (let at: Obj | null = object instanceof Obj ? object : null; at; at = at.proto) {
      const accessor = at.accessors.get(key);
      if (accessor) return accessor.get ? accessor.get.call(object, []) : undefined;
      if (at.properties.has(key)) return at.properties.get(key);
    }
    return member(object, key, this);
  }

  async put(object: Value, key: string, value: Value): Promise<void> {
    if (!(object instanceof Obj)) {
      if (object === undefined || object === null) {
        throw typeError(`Cannot set properties of ${object} (setting '${key}')`);
      }
      return;
    }
    for (let at: Obj | null = object; at; at = at.proto) {
      const setter = at.accessors.get(key)?.set;
      if (setter) {
        await setter.call(object, [value]);
        return;
      }
    }
    if (object instanceof Arr && /^\d+$/.test(key)) object.items[Number(key)] = value;
    else if (object instanceof Arr && key === 'length') object.items.length = toNumber(value);
    else object.set(key, value);
  }

  /** A value as text; an object's own `toString` is called. */
  async text(value: Value): Promise<string> {
    if (value instanceof Obj && value.has('toString')) {
      const method = await this.get(value, 'toString');
      if (method instanceof Fn) return toText(await method.call(value, []));
    }
    return toText(value);
  }

  private async callExpression(
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

  private async superCall(node: Expression & { type: 'Call' }, scope: Scope, frame: Frame): Promise<Value> {
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

  private closure(node: FunctionNode, scope: Scope, frame: Frame): Fn {
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

  private async classValue(node: ClassNode, scope: Scope, frame: Frame): Promise<Fn> {
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

const UNDEFINED_ELEMENT = { value: { type: 'Literal' as const, value: undefined, line: 0 }, spread: false };

const isError = (value: Value): boolean => value instanceof Fn && /Error$/.test(value.name);

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

function declaredNames(statement: Statement): string[] {
  if (statement.type === 'FunctionDeclaration') return [statement.function.name];
  if (statement.type === 'ClassDeclaration') return [statement.class.name];
  if (statement.type !== 'Variables') return [];
  return statement.declarators.flatMap(({ pattern }) =>
    pattern.type === 'Identifier' ? [pattern.name] : [],
  );
}

/** What `for … of`, spreading and array patterns take from a value. */
export function iterate(value: Value): Value[] {
  if (typeof value === 'string') return [...value];
  if (value instanceof Arr) return [...value.items];
  if (value instanceof SetValue) return [...value.items];
  if (value instanceof MapValue) return [...value.map].map(([key, item]) => new Arr([key, item]));
  throw typeError(`${value instanceof Obj ? 'object' : toText(value)} is not iterable`);
}

/** The names that `Object.keys` gives. */
export function keysOf(value: Value): string[] {
  if (value instanceof Arr) return value.items.map((_, i) => String(i));
  if (typeof value === 'string') return [...value].map((_, i) => String(i));
  return value instanceof Obj ? value.keys().filter((key) => !key.startsWith('#')) : [];
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
