import { binary } from './arithmetic.ts';
import { assign, modify } from './assign.ts';
import { type Cell, each, recurse, step } from './cells.ts';
import { objects, strings } from './construct.ts';
import { type Context, spend } from './context.ts';
import { bindings } from './destructure.ts';
import { Break } from './endings.ts';
import { type Closure, define, type Environment, entered, find } from './environment.ts';
import { format } from './formats.ts';
import { CompileError } from './lexer.ts';
import { type Path, sliceKey } from './paths.ts';
import type { Node, Pattern } from './syntax.ts';
import { described, excerpt, isTrue, JqError, type Json } from './value.ts';

/** The results of a filter, one after the other. */
export function* run(context: Context, node: Node, cell: Cell, env: Environment): Generator<Cell> {
  spend(context);
  switch (node.type) {
    case 'identity':
      yield cell;
      return;
    case 'literal':
      yield { value: node.value };
      return;
    case 'recurse':
      yield* recurse(cell);
      return;
    case 'format':
      yield { value: format(node.name, cell.value) };
      return;
    case 'string':
      for (const text of strings(node, (part) => values(context, part, cell, env))) yield { value: text };
      return;
    case 'index':
      for (const target of run(context, node.target, cell, env))
        for (const key of values(context, node.key, cell, env)) yield step(target, key);
      return;
    case 'slice':
      for (const target of run(context, node.target, cell, env))
        for (const to of node.to ? values(context, node.to, cell, env) : [null])
          for (const from of node.from ? values(context, node.from, cell, env) : [null])
            yield step(target, sliceKey(from, to));
      return;
    case 'iterate':
      for (const target of run(context, node.target, cell, env)) yield* each(target);
      return;
    case 'optional':
      yield* attempt(context, node.target, undefined, cell, env);
      return;
    case 'try':
      yield* attempt(context, node.body, node.handler, cell, env);
      return;
    case 'negate':
      for (const value of values(context, node.target, cell, env)) {
        if (typeof value !== 'number') throw new JqError(`${described(value)} cannot be negated`);
        yield { value: -value };
      }
      return;
    case 'pipe':
      for (const middle of run(context, node.left, cell, env)) yield* run(context, node.right, middle, env);
      return;
    case 'comma':
      yield* run(context, node.left, cell, env);
      yield* run(context, node.right, cell, env);
      return;
    case 'and':
    case 'or':
      for (const left of values(context, node.left, cell, env)) {
        if (isTrue(left) === (node.type === 'or')) yield { value: node.type === 'or' };
        else for (const right of values(context, node.right, cell, env)) yield { value: isTrue(right) };
      }
      return;
    case 'alternative':
      yield* alternative(context, node, cell, env);
      return;
    case 'binary':
      for (const right of values(context, node.right, cell, env))
        for (const left of values(context, node.left, cell, env))
          yield { value: binary(node.operator, left, right) };
      return;
    case 'update':
      yield* update(context, node, cell, env);
      return;
    case 'if':
      for (const test of values(context, node.test, cell, env)) {
        const taken = isTrue(test) ? node.yes : node.no;
        if (taken) yield* run(context, taken, cell, env);
        else yield cell;
      }
      return;
    case 'reduce': {
      let state: Cell | undefined;
      for (const start of run(context, node.start, cell, env)) {
        state = start;
        for (const inner of bound(context, node.source, [node.pattern], cell, env)) {
          let last: Cell = { value: null };
          for (const next of run(context, node.update, state, inner)) last = next;
          state = last;
        }
        yield state;
      }
      return;
    }
    case 'foreach':
      for (const start of run(context, node.start, cell, env)) {
        let state = start;
        for (const inner of bound(context, node.source, [node.pattern], cell, env))
          for (const next of run(context, node.update, state, inner)) {
            state = next;
            if (node.extract) yield* run(context, node.extract, next, inner);
            else yield next;
          }
      }
      return;
    case 'bind':
      for (const inner of bound(context, node.source, node.patterns, cell, env))
        yield* run(context, node.body, cell, inner);
      return;
    case 'define':
      yield* run(context, node.body, cell, define(node.definition, env));
      return;
    case 'label': {
      const label = Symbol(node.name);
      try {
        yield* run(context, node.body!, cell, { name: `*${node.name}`, label, parent: env });
      } catch (error) {
        if (!(error instanceof Break) || error.label !== label) throw error;
      }
      return;
    }
    case 'break': {
      const target = find(env, `*${node.name}`);
      if (!target?.label) throw new CompileError(`$*label-${node.name.slice(1)} is not defined`, 0);
      throw new Break(target.label);
    }
    case 'variable':
      yield { value: variable(context, node, env) };
      return;
    case 'call':
      yield* call(context, node, cell, env);
      return;
    case 'array':
      yield { value: node.body ? [...values(context, node.body, cell, env)] : [] };
      return;
    case 'object':
      for (const object of objects(node.members, (part) => values(context, part, cell, env)))
        yield { value: object };
      return;
  }
}

/** The results without their paths: what an operand is asked for. */
export function* values(context: Context, node: Node, cell: Cell, env: Environment): Generator<Json> {
  for (const { value } of run(context, node, { value: cell.value }, env)) {
    spend(context);
    yield value;
  }
}

/** The results of a filter that a builtin was given. */
export function* apply(context: Context, { body, environment }: Closure, cell: Cell): Generator<Cell> {
  for (const result of run(context, body, cell, environment)) {
    spend(context);
    yield result;
  }
}

/** The paths that a filter leads to. */
export function* paths(context: Context, closure: Closure, value: Json): Generator<Path> {
  for (const cell of apply(context, closure, { value, path: [] })) {
    if (!cell.path) throw new JqError(`Invalid path expression with result ${excerpt(cell.value)}`);
    yield cell.path;
  }
}

function* attempt(
  context: Context,
  body: Node,
  handler: Node | undefined,
  cell: Cell,
  env: Environment,
): Generator<Cell> {
  try {
    yield* run(context, body, cell, env);
  } catch (error) {
    if (!(error instanceof JqError)) throw error;
    if (handler) yield* run(context, handler, { value: error.value }, env);
  }
}

function* alternative(
  context: Context,
  node: Extract<Node, { left: Node }>,
  cell: Cell,
  env: Environment,
): Generator<Cell> {
  let any = false;
  try {
    for (const left of run(context, node.left, cell, env)) {
      if (!isTrue(left.value)) continue;
      any = true;
      yield left;
    }
  } catch (error) {
    if (!(error instanceof JqError)) throw error;
  }
  if (!any) yield* run(context, node.right, cell, env);
}

function* update(
  context: Context,
  node: Extract<Node, { type: 'update' }>,
  cell: Cell,
  env: Environment,
): Generator<Cell> {
  const places = (): Path[] => [
    ...paths(context, { body: node.left, parameters: [], environment: env }, cell.value),
  ];
  if (node.operator === '|=') {
    const changed = (old: Json) => values(context, node.right, { value: old }, env);
    yield { value: modify(cell.value, places(), changed) };
    return;
  }
  const operator = node.operator.slice(0, -1);
  for (const right of values(context, node.right, cell, env))
    yield { value: assign(cell.value, places(), operator, right) };
}

function variable(context: Context, node: Extract<Node, { type: 'variable' }>, env: Environment): Json {
  const bound = find(env, node.name);
  if (bound?.variable !== undefined) return bound.variable;
  if (node.name === '$ENV') return new Map(Object.entries(context.world.environment));
  throw new CompileError(`${node.name} is not defined`, node.at);
}

/** Calls a definition, a parameter or a builtin. */
function* call(
  context: Context,
  node: Extract<Node, { type: 'call' }>,
  cell: Cell,
  env: Environment,
): Generator<Cell> {
  const key = `${node.name}/${node.args.length}`;
  const args = node.args.map((body) => ({ body, parameters: [], environment: env }));
  const closure = find(env, key)?.closure;
  if (closure) {
    const valuesOf = ({ body, environment }: Closure) => values(context, body, cell, environment);
    for (const inner of entered(closure, args, valuesOf)) yield* run(context, closure.body, cell, inner);
    return;
  }
  const builtin = Object.hasOwn(context.builtins, key) ? context.builtins[key] : undefined;
  if (!builtin) throw new CompileError(`${key} is not defined`, node.at);
  yield* builtin({ context, cell, args });
}

/** The environments in which a source's results have their names. */
const bound = (
  context: Context,
  source: Node,
  patterns: Pattern[],
  cell: Cell,
  env: Environment,
): Iterable<Environment> =>
  bindings(values(context, source, cell, env), patterns, env, (key, inner) =>
    values(context, key, cell, inner),
  );
