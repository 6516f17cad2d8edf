import { goQuote } from '../../../common/go-quote.ts';
import { constantOf, literalOf, NILABLE, validate } from './convert.ts';
import { CallError } from './errors.ts';
import type { ExecuteOptions } from './execute.ts';
import { REFLECT, type TemplateFunction } from './functions.ts';
import { type AnyNode, type CommandNode, type Operand, type PipeNode, showNode } from './nodes.ts';
import { plainField } from './plain-field.ts';
import { type Fail, Scope, type Value } from './scope.ts';
import {
  ANY,
  assignable,
  concrete,
  fieldValue,
  findField,
  type GoType,
  GoValue,
  indirect,
  isExported,
  isTrue,
  STRING,
} from './types.ts';

/** The value a command gets from the one before it in the pipeline; absent for the first. */
type Final = { value: Value } | undefined;

/** Computes the values of a template's pipelines. */
export class Evaluator {
  /** The node under work, where errors point. */
  node: AnyNode | undefined;
  readonly scope: Scope;
  private readonly options: Pick<ExecuteOptions, 'functions' | 'missingKey'>;
  private readonly failAt: (node: AnyNode, message: string) => never;

  constructor(
    options: Pick<ExecuteOptions, 'functions' | 'missingKey'>,
    failAt: (node: AnyNode, message: string) => never,
  ) {
    this.options = options;
    this.failAt = failAt;
    this.scope = new Scope(this.fail);
  }

  pipeline(dot: Value, pipe: PipeNode): Value {
    const quick = plainField(dot, pipe);
    if (quick) {
      this.node = pipe.commands[0]!.args[0]!;
      return quick;
    }
    this.node = pipe;
    let final: Final;
    for (const command of pipe.commands) final = { value: concrete(this.command(dot, command, final)) };
    const value = final?.value;
    for (const { names } of pipe.declarations) {
      if (pipe.assign) this.scope.assign(names[0]!, value);
      else this.scope.declare(names[0]!, value);
    }
    return value;
  }

  private command(dot: Value, command: CommandNode, final: Final): Value {
    const [first] = command.args as [Operand, ...Operand[]];
    switch (first.type) {
      case 'field':
      case 'chain':
      case 'variable':
        return this.reference(dot, first, command.args, final);
      case 'identifier':
        return this.function(dot, first.name, first, command, command.args, final);
      case 'pipe':
        this.notAFunction(command.args, final);
        return this.pipeline(dot, first);
    }
    this.node = first;
    this.notAFunction(command.args, final);
    if (first.type === 'nil') this.fail('nil is not a command');
    return first.type === 'dot' ? dot : constantOf(first, this.fail);
  }

  private notAFunction(args: readonly Operand[], final: Final): void {
    if (args.length > 1 || final) this.fail(`can't give argument to non-function ${showNode(args[0]!)}`);
  }

  /** `.A.B`, `$x.A` or `(pipe).A`, with arguments when the last is a method. */
  private reference(
    dot: Value,
    node: Extract<Operand, { type: 'field' | 'variable' | 'chain' }>,
    args: readonly Operand[] | undefined,
    final: Final,
  ): Value {
    this.node = node;
    let receiver = dot;
    let names = node.names;
    if (node.type === 'variable') {
      const [name] = names as [string];
      receiver = this.scope.value(name);
      names = names.slice(1);
      if (names.length === 0) {
        if (args) this.notAFunction(args, final);
        return receiver;
      }
    } else if (node.type === 'chain') {
      if (node.node.type === 'nil') this.fail(`indirection through explicit nil in ${showNode(node)}`);
      receiver = this.argument(dot, undefined, node.node);
    }
    names.forEach((name, i) => {
      const last = i === names.length - 1;
      receiver = this.field(dot, name, node, last ? args : undefined, last ? final : undefined, receiver);
    });
    return receiver;
  }

  private field(
    dot: Value,
    name: string,
    node: AnyNode,
    args: readonly Operand[] | undefined,
    final: Final,
    receiver: Value,
  ): Value {
    if (!receiver) {
      if (this.options.missingKey === 'error') this.fail(`nil data; no entry for key ${goQuote(name)}`);
      return undefined;
    }
    const { type } = receiver;
    const { value, nil } = indirect(receiver);
    const at = value!;
    if (at.type.kind === 'interface' && nil) this.fail(`nil pointer evaluating ${type.name}.${name}`);
    const method = nil ? undefined : at.type.methods?.[name];
    if (method) {
      const callable: TemplateFunction = {
        parameters: method.parameters,
        call: (given) =>
          new GoValue(
            method.result,
            method.call(
              at.data,
              given.map((arg) => arg?.data),
            ),
          ),
      };
      return this.call(dot, callable, node, name, args, final);
    }
    const hasArgs = (args?.length ?? 0) > 1 || final !== undefined;
    if (at.type.kind === 'struct') {
      const field = findField(at.type, name);
      if (field) {
        if (!isExported(field)) this.fail(`${name} is an unexported field of struct type ${type.name}`);
        if (hasArgs) this.fail(`${name} has arguments but cannot be invoked as function`);
        return fieldValue(at.data, field);
      }
    } else if (at.type.kind === 'map') {
      if (assignable(STRING, at.type.key!)) return this.entry(at, name, hasArgs);
    } else if (at.type.kind === 'pointer' && nil && findField(at.type.element!, name)) {
      this.fail(`nil pointer evaluating ${type.name}.${name}`);
    }
    return this.fail(`can't evaluate field ${name} in type ${type.name}`);
  }

  private entry(map: GoValue, name: string, hasArgs: boolean): Value {
    if (hasArgs) this.fail(`${name} is not a method but has arguments`);
    const entries = (map.data ?? {}) as Record<string, unknown>;
    if (!Object.hasOwn(entries, name)) {
      if (this.options.missingKey === 'error') this.fail(`map has no entry for key ${goQuote(name)}`);
      return undefined;
    }
    return new GoValue(map.type.element!, entries[name]);
  }

  private function(
    dot: Value,
    name: string,
    node: Operand,
    command: AnyNode,
    args: readonly Operand[] | undefined,
    final: Final,
  ): Value {
    this.node = node;
    const callee = this.options.functions[name];
    if (!callee) return this.fail(`${goQuote(name)} is not a defined function`);
    return this.call(dot, callee, command, name, args, final);
  }

  private call(
    dot: Value,
    callee: TemplateFunction,
    node: AnyNode,
    name: string,
    words: readonly Operand[] | undefined,
    final: Final,
  ): Value {
    const args = words?.slice(1) ?? [];
    const fixed = callee.parameters.length;
    const count = args.length + (final ? 1 : 0);
    if (callee.rest) {
      if (count < fixed) {
        this.fail(`wrong number of args for ${name}: want at least ${fixed} got ${args.length}`);
      }
    } else if (count !== fixed) {
      this.fail(`wrong number of args for ${name}: want ${fixed} got ${count}`);
    }
    if (name === 'and' || name === 'or') return this.logic(dot, name, args, final);
    const typeOf = (i: number): GoType => callee.parameters[i] ?? callee.rest!;
    const values = args.map((arg, i) => this.argument(dot, typeOf(i), arg));
    if (final) values.push(validate(final.value, typeOf(count - 1), this.fail));
    try {
      if (name === 'call' && callee === this.options.functions.call) refuseCall(args[0], values[0]);
      return callee.call(values);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      this.node = node;
      return this.fail(`error calling ${name}: ${error.message}`);
    }
  }

  /** `and` and `or` look no further than they need to. */
  private logic(dot: Value, name: 'and' | 'or', args: readonly Operand[], final: Final): Value {
    let value: Value;
    for (const arg of args) {
      value = this.argument(dot, REFLECT, arg);
      if (isTrue(concrete(value)) === (name === 'or')) return value;
    }
    return final ? final.value : value;
  }

  /** An argument as a parameter's type wants it; without a type, any. */
  private argument(dot: Value, type: GoType | undefined, node: Operand): Value {
    this.node = node;
    switch (node.type) {
      case 'dot':
        return validate(dot, type, this.fail);
      case 'nil':
        if (type && NILABLE.has(type.kind))
          return type.kind === 'interface' ? undefined : new GoValue(type, null);
        return this.fail(`cannot assign nil to ${type?.name ?? 'nil'}`);
      case 'field':
        return validate(this.reference(dot, node, [node], undefined), type, this.fail);
      case 'variable':
      case 'chain':
        return validate(this.reference(dot, node, undefined, undefined), type, this.fail);
      case 'pipe':
        return validate(this.pipeline(dot, node), type, this.fail);
      case 'identifier':
        return validate(this.function(dot, node.name, node, node, undefined, undefined), type, this.fail);
    }
    return literalOf(node, type ?? ANY, this.fail);
  }

  private readonly fail: Fail = (message) => this.failAt(this.node!, message);
}

/** None of the values docker hands to templates is a function. */
function refuseCall(node: Operand | undefined, value: Value): never {
  const callee = concrete(value);
  if (!callee) throw new CallError('call of nil');
  throw new CallError(`non-function ${node ? showNode(node) : ''} of type ${callee.type.name}`);
}
