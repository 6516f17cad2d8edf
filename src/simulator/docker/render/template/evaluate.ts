import { CallError } from './errors.ts';
import type { ExecuteOptions } from './execute.ts';
import { REFLECT, type TemplateFunction } from './functions.ts';
import { goQuote } from './lexer.ts';
import { type AnyNode, type CommandNode, type Operand, type PipeNode, showNode } from './nodes.ts';
import {
  ANY,
  assignable,
  BOOL,
  concrete,
  FLOAT64,
  fieldValue,
  findField,
  type GoType,
  GoValue,
  INT,
  indirect,
  isTrue,
  STRING,
} from './types.ts';

type Value = GoValue | undefined;
/** The value a command gets from the one before it in the pipeline; absent for the first. */
type Final = { value: Value } | undefined;

const NILABLE = new Set(['slice', 'map', 'pointer', 'interface', 'func']);

/** Computes the values of a template's pipelines. */
export class Evaluator {
  /** The node under work, where errors point. */
  node: AnyNode | undefined;
  private variables: { name: string; value: Value }[] = [];
  private readonly options: Pick<ExecuteOptions, 'functions' | 'missingKey'>;
  private readonly failAt: (node: AnyNode, message: string) => never;

  constructor(
    options: Pick<ExecuteOptions, 'functions' | 'missingKey'>,
    failAt: (node: AnyNode, message: string) => never,
  ) {
    this.options = options;
    this.failAt = failAt;
  }

  push(name: string, value: Value): void {
    this.variables.push({ name, value });
  }

  mark(): number {
    return this.variables.length;
  }

  pop(mark: number): void {
    this.variables.length = mark;
  }

  /** Sets a range's variables for one round. */
  assignRange(pipe: PipeNode, index: GoValue, element: GoValue): void {
    const [first, second] = pipe.declarations;
    if (!first) return;
    if (pipe.assign) {
      this.set(first.names[0]!, second ? index : element);
      if (second) this.set(second.names[0]!, element);
      return;
    }
    this.variables.at(-1)!.value = element;
    if (second) this.variables.at(-2)!.value = index;
  }

  private set(name: string, value: Value): undefined {
    const variable = this.variables.findLast((v) => v.name === name);
    if (!variable) return this.fail(`undefined variable: ${name}`);
    variable.value = value;
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
      if (pipe.assign) this.set(names[0]!, value);
      else this.push(names[0]!, value);
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
    return this.constant(dot, first);
  }

  private notAFunction(args: readonly Operand[], final: Final): void {
    if (args.length > 1 || final) this.fail(`can't give argument to non-function ${showNode(args[0]!)}`);
  }

  /** A literal where its type is not prescribed. */
  private constant(dot: Value, node: Operand): Value {
    this.node = node;
    switch (node.type) {
      case 'dot':
        return dot;
      case 'bool':
        return new GoValue(BOOL, node.value);
      case 'string':
        return new GoValue(STRING, node.text);
      case 'number': {
        const written = /^[+-]?(?:0[xX]|')/.test(node.text) ? false : /[.eEpP]/.test(node.text);
        if (written) return new GoValue(FLOAT64, node.float);
        if (node.integer === undefined) this.fail(`${node.text} overflows int`);
        return new GoValue(INT, node.integer);
      }
      default:
        return this.fail(`can't evaluate command ${goQuote(showNode(node))}`);
    }
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
      const variable = this.variables.findLast((v) => v.name === name);
      if (!variable) return this.fail(`undefined variable: ${name}`);
      receiver = variable.value;
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
    if (final) values.push(this.validate(final.value, typeOf(count - 1)));
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
        return this.validate(dot, type);
      case 'nil':
        if (type && NILABLE.has(type.kind))
          return type.kind === 'interface' ? undefined : new GoValue(type, null);
        return this.fail(`cannot assign nil to ${type?.name ?? 'nil'}`);
      case 'field':
        return this.validate(this.reference(dot, node, [node], undefined), type);
      case 'variable':
      case 'chain':
        return this.validate(this.reference(dot, node, undefined, undefined), type);
      case 'pipe':
        return this.validate(this.pipeline(dot, node), type);
      case 'identifier':
        return this.validate(this.function(dot, node.name, node, node, undefined, undefined), type);
    }
    return this.literal(dot, type ?? ANY, node);
  }

  private literal(dot: Value, type: GoType, node: Operand): Value {
    switch (type.kind) {
      case 'bool':
        if (node.type === 'bool') return new GoValue(type, node.value);
        return this.fail(`expected bool; found ${showNode(node)}`);
      case 'string':
        if (node.type === 'string') return new GoValue(type, node.text);
        return this.fail(`expected string; found ${showNode(node)}`);
      case 'int':
        if (node.type === 'number' && node.integer !== undefined) return new GoValue(type, node.integer);
        return this.fail(`expected integer; found ${showNode(node)}`);
      case 'uint':
        if (node.type === 'number' && (node.integer ?? -1) >= 0) return new GoValue(type, node.integer);
        return this.fail(`expected unsigned integer; found ${showNode(node)}`);
      case 'float':
        if (node.type === 'number' && node.float !== undefined) return new GoValue(type, node.float);
        return this.fail(`expected float; found ${showNode(node)}`);
      case 'interface':
        return this.constant(dot, node);
      default:
        return this.fail(`can't handle ${showNode(node)} for arg of type ${type.name}`);
    }
  }

  private validate(value: Value, type: GoType | undefined): Value {
    if (!type) return value;
    if (!value) {
      if (!NILABLE.has(type.kind)) this.fail(`invalid value; expected ${type.name}`);
      return type.kind === 'interface' ? undefined : new GoValue(type, null);
    }
    if (type.kind === 'interface') return type === REFLECT ? value : concrete(value);
    if (assignable(value.type, type)) return value;
    const inside = concrete(value);
    if (value.type.kind === 'interface' && inside && assignable(inside.type, type)) return inside;
    if (inside?.type.kind === 'pointer' && assignable(inside.type.element!, type)) {
      if (inside.data === null) this.fail(`dereference of nil pointer of type ${type.name}`);
      return new GoValue(inside.type.element!, inside.data);
    }
    const got = value.type.kind === 'interface' && inside ? inside.type : value.type;
    return this.fail(`wrong type for value; expected ${type.name}; got ${got.name}`);
  }

  private fail(message: string): never {
    return this.failAt(this.node!, message);
  }
}

/**
 * `{{.ID}}` where dot has such a method: what lists of thousands of rows consist of. `undefined` for all that needs
 * a closer look, an error included.
 */
function plainField(dot: Value, pipe: PipeNode): Value {
  const args = pipe.commands[0]!.args;
  const [first] = args as [Operand, ...Operand[]];
  if (pipe.commands.length > 1 || pipe.declarations.length > 0 || args.length > 1) return undefined;
  if (first.type !== 'field' || first.names.length > 1 || !dot || dot.data === null) return undefined;
  const type = dot.type.kind === 'pointer' ? dot.type.element! : dot.type;
  const method = type.kind === 'struct' ? type.methods?.[first.names[0]!] : undefined;
  if (!method || method.parameters.length > 0 || method.result.kind === 'interface') return undefined;
  try {
    return new GoValue(method.result, method.call(dot.data, []));
  } catch (error) {
    if (error instanceof CallError) return undefined;
    throw error;
  }
}

/** None of the values docker hands to templates is a function. */
function refuseCall(node: Operand | undefined, value: Value): never {
  const callee = concrete(value);
  if (!callee) throw new CallError('call of nil');
  throw new CallError(`non-function ${node ? showNode(node) : ''} of type ${callee.type.name}`);
}
