import { binary } from './arithmetic.ts';
import { format } from './formats.ts';
import { CompileError } from './lexer.ts';
import { changePath, deletePaths, entries, getPath, lookUp, type Path, sliceKey } from './paths.ts';
import type { Definition, Node, Pattern } from './syntax.ts';
import { described, excerpt, isTrue, JqError, type Json } from './value.ts';

/** A value on its way through the filters, with the path that led to it where paths are asked for. */
export interface Cell {
  value: Json;
  path?: Path;
}

/** What a name stands for. */
interface Bound {
  name: string;
  variable?: Json;
  closure?: Closure;
  label?: symbol;
  parent: Environment;
}

export type Environment = Bound | undefined;

/** A filter with the names that it sees. */
export interface Closure {
  body: Node;
  parameters: string[];
  environment: Environment;
}

/** What a builtin gets. */
export interface Call {
  context: Context;
  cell: Cell;
  args: Closure[];
}

export type Builtin = (call: Call) => Iterable<Cell>;

/** What a program asks of the world that it runs in. */
export interface World {
  now(): number;
  environment: Record<string, string>;
  /** The next input; `undefined` after the last. */
  input(): Json | undefined;
  file(): string | null;
  line(): number;
  /** Writes to standard error. */
  tell(text: string): void;
}

export interface Context {
  world: World;
  builtins: Record<string, Builtin>;
  steps: number;
}

class Break extends Error {
  readonly label: symbol;
  constructor(label: symbol) {
    super();
    this.label = label;
  }
}

/** `halt_error`: the program ends with a value and a status. */
export class HaltError extends Error {
  readonly value: Json;
  readonly status: number;
  constructor(value: Json, status: number) {
    super();
    this.value = value;
    this.status = status;
  }
}

/** The filter goes on for ever. */
export class Endless extends Error {}

const MOST_STEPS = 3_000_000;

/** The results of a filter, one after the other. */
export function* run(context: Context, node: Node, cell: Cell, env: Environment): Generator<Cell> {
  if (++context.steps > MOST_STEPS) throw new Endless('the filter did not end');
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
      for (const text of strings(context, node, cell, env)) yield { value: text };
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
        for (const inner of bindings(context, node.source, [node.pattern], cell, env)) {
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
        for (const inner of bindings(context, node.source, [node.pattern], cell, env))
          for (const next of run(context, node.update, state, inner)) {
            state = next;
            if (node.extract) yield* run(context, node.extract, next, inner);
            else yield next;
          }
      }
      return;
    case 'bind':
      for (const inner of bindings(context, node.source, node.patterns, cell, env))
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
      const bound = find(env, `*${node.name}`);
      if (!bound?.label) throw new CompileError(`$*label-${node.name.slice(1)} is not defined`, 0);
      throw new Break(bound.label);
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
      yield* objects(context, node.members, cell, env);
      return;
  }
}

/** The results without their paths: what an operand is asked for. */
export function* values(context: Context, node: Node, cell: Cell, env: Environment): Generator<Json> {
  for (const { value } of run(context, node, { value: cell.value }, env)) yield value;
}

/** The results of a filter that a builtin was given. */
export const apply = (context: Context, { body, environment }: Closure, cell: Cell): Generator<Cell> =>
  run(context, body, cell, environment);

/** The paths that a filter leads to. */
export function* paths(context: Context, closure: Closure, value: Json): Generator<Path> {
  for (const cell of apply(context, closure, { value, path: [] })) {
    if (!cell.path) throw new JqError(`Invalid path expression with result ${excerpt(cell.value)}`);
    yield cell.path;
  }
}

/** A step from a value to one inside it. */
export function step({ value, path }: Cell, key: Json): Cell {
  return { value: lookUp(value, key), ...(path && { path: [...path, key] }) };
}

function* each(target: Cell): Generator<Cell> {
  for (const [key, value] of entries(target.value)) {
    yield { value, ...(target.path && { path: [...target.path, key] }) };
  }
}

export function* recurse(cell: Cell): Generator<Cell> {
  yield cell;
  if (cell.value === null || typeof cell.value !== 'object') return;
  for (const inner of each(cell)) yield* recurse(inner);
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

function* strings(
  context: Context,
  { parts, format: name }: Extract<Node, { type: 'string' }>,
  cell: Cell,
  env: Environment,
  at = 0,
): Generator<string> {
  if (at === parts.length) {
    yield '';
    return;
  }
  const part = parts[at]!;
  for (const rest of strings(context, { type: 'string', format: name, parts }, cell, env, at + 1)) {
    if (typeof part === 'string') yield part + rest;
    else for (const value of values(context, part, cell, env)) yield format(name ?? 'text', value) + rest;
  }
}

function* objects(
  context: Context,
  members: { key: Node; value: Node }[],
  cell: Cell,
  env: Environment,
): Generator<Cell> {
  const [first, ...rest] = members;
  if (!first) {
    yield { value: new Map() };
    return;
  }
  for (const key of values(context, first.key, cell, env)) {
    if (typeof key !== 'string') throw new JqError(`Cannot use ${described(key)} as object key`);
    for (const value of values(context, first.value, cell, env)) {
      for (const after of objects(context, rest, cell, env)) {
        const others = after.value as Map<string, Json>;
        yield { value: new Map([[key, others.get(key) ?? value], ...others]) };
      }
    }
  }
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
    yield { value: modify(cell.value, places(), (old) => run(context, node.right, { value: old }, env)) };
    return;
  }
  const operator = node.operator.slice(0, -1);
  for (const right of values(context, node.right, cell, env)) {
    const change = (old: Json): Json => {
      if (operator === '') return right;
      if (operator === '//') return isTrue(old) ? old : right;
      return binary(operator, old, right);
    };
    yield { value: places().reduce((value, path) => changePath(value, path, change), cell.value) };
  }
}

/** `paths |= filter`: the first result counts; without one the place vanishes. */
export function modify(value: Json, places: Path[], filter: (old: Json) => Iterable<Cell>): Json {
  const gone: Path[] = [];
  let changed = value;
  for (const path of places) {
    const [first] = take(filter(getPath(changed, path)));
    if (first) changed = changePath(changed, path, () => first.value);
    else gone.push(path);
  }
  return deletePaths(changed, gone);
}

function* take(cells: Iterable<Cell>): Generator<Cell> {
  for (const cell of cells) {
    yield cell;
    return;
  }
}

function find(env: Environment, name: string): Bound | undefined {
  for (let bound = env; bound; bound = bound.parent) if (bound.name === name) return bound;
  return undefined;
}

function variable(context: Context, node: Extract<Node, { type: 'variable' }>, env: Environment): Json {
  const bound = find(env, node.name);
  if (bound?.variable !== undefined) return bound.variable;
  if (node.name === '$ENV') return new Map(Object.entries(context.world.environment));
  throw new CompileError(`${node.name} is not defined`, node.at);
}

function define({ name, parameters, body }: Definition, env: Environment): Environment {
  const key = `${name}/${parameters.length}`;
  const bound: Bound = { name: key, parent: env };
  bound.closure = { body, parameters, environment: bound };
  return bound;
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
    yield* enter(context, closure, args, cell, closure.environment);
    return;
  }
  const builtin = Object.hasOwn(context.builtins, key) ? context.builtins[key] : undefined;
  if (!builtin) throw new CompileError(`${key} is not defined`, node.at);
  yield* builtin({ context, cell, args });
}

function* enter(
  context: Context,
  closure: Closure,
  args: Closure[],
  cell: Cell,
  env: Environment,
  at = 0,
): Generator<Cell> {
  if (at === args.length) {
    yield* run(context, closure.body, cell, env);
    return;
  }
  const name = closure.parameters[at]!;
  const argument = args[at]!;
  if (!name.startsWith('$')) {
    const bound: Bound = { name: `${name}/0`, closure: argument, parent: env };
    yield* enter(context, closure, args, cell, bound, at + 1);
    return;
  }
  for (const { value } of apply(context, argument, { value: cell.value })) {
    const bound: Bound = {
      name,
      variable: value,
      parent: { name: `${name.slice(1)}/0`, closure: argument, parent: env },
    };
    yield* enter(context, closure, args, cell, bound, at + 1);
  }
}

/** The environments in which a source's results have their names. */
function* bindings(
  context: Context,
  source: Node,
  patterns: Pattern[],
  cell: Cell,
  env: Environment,
): Generator<Environment> {
  for (const value of values(context, source, cell, env)) {
    for (const [i, pattern] of patterns.entries()) {
      try {
        yield* destructure(context, pattern, value, cell, env);
        break;
      } catch (error) {
        if (!(error instanceof JqError) || i === patterns.length - 1) throw error;
      }
    }
  }
}

function* destructure(
  context: Context,
  pattern: Pattern,
  value: Json,
  cell: Cell,
  env: Environment,
): Generator<Environment> {
  if (pattern.type === 'variable') {
    yield { name: pattern.name, variable: value, parent: env };
    return;
  }
  const parts: { key: Node; variable?: string; pattern?: Pattern }[] =
    pattern.type === 'object'
      ? pattern.members
      : pattern.items.map((item, i) => ({ key: { type: 'literal', value: i }, pattern: item }));
  yield* destructureParts(context, parts, value, cell, env);
}

function* destructureParts(
  context: Context,
  parts: { key: Node; variable?: string; pattern?: Pattern }[],
  value: Json,
  cell: Cell,
  env: Environment,
): Generator<Environment> {
  const [first, ...rest] = parts;
  if (!first) {
    yield env;
    return;
  }
  for (const key of values(context, first.key, cell, env)) {
    const part = lookUp(value, key);
    const named: Environment = first.variable ? { name: first.variable, variable: part, parent: env } : env;
    const inner = first.pattern ? destructure(context, first.pattern, part, cell, named) : [named];
    for (const bound of inner) yield* destructureParts(context, rest, value, cell, bound);
  }
}
