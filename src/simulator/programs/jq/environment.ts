import type { Definition, Node } from './syntax.ts';
import type { Json } from './value.ts';

/** What a name stands for. */
interface Bound {
  name: string;
  variable?: Json;
  closure?: Closure;
  label?: symbol;
  parent: Environment;
}

/** The names that a filter sees, the innermost first. */
export type Environment = Bound | undefined;

/** A filter with the names that it sees. */
export interface Closure {
  body: Node;
  parameters: string[];
  environment: Environment;
}

/** Finds the innermost of a name. */
export function find(env: Environment, name: string): Bound | undefined {
  for (let bound = env; bound; bound = bound.parent) if (bound.name === name) return bound;
  return undefined;
}

/** The names with one more: a definition, which sees itself. */
export function define({ name, parameters, body }: Definition, env: Environment): Environment {
  const key = `${name}/${parameters.length}`;
  const bound: Bound = { name: key, parent: env };
  bound.closure = { body, parameters, environment: bound };
  return bound;
}

/** The environments of a closure's body: the arguments have its parameters' names, a `$name` each of its values. */
export function* entered(
  closure: Closure,
  args: Closure[],
  valuesOf: (argument: Closure) => Iterable<Json>,
  env: Environment = closure.environment,
  at = 0,
): Generator<Environment> {
  if (at === args.length) {
    yield env;
    return;
  }
  const name = closure.parameters[at]!;
  const argument = args[at]!;
  if (!name.startsWith('$')) {
    const bound: Bound = { name: `${name}/0`, closure: argument, parent: env };
    yield* entered(closure, args, valuesOf, bound, at + 1);
    return;
  }
  for (const value of valuesOf(argument)) {
    const bound: Bound = {
      name,
      variable: value,
      parent: { name: `${name.slice(1)}/0`, closure: argument, parent: env },
    };
    yield* entered(closure, args, valuesOf, bound, at + 1);
  }
}
