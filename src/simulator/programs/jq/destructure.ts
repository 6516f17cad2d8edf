import type { Environment } from './environment.ts';
import { lookUp } from './paths.ts';
import type { Node, Pattern } from './syntax.ts';
import { JqError, type Json } from './value.ts';

/** The values of a pattern's key, which may use the names bound before it. */
type KeyValues = (key: Node, env: Environment) => Iterable<Json>;

/** What a pattern says of one part of a value. */
interface Part {
  key: Node;
  variable?: string;
  pattern?: Pattern;
}

/** The environments in which the values have the names of the patterns; the next pattern counts where one fails. */
export function* bindings(
  values: Iterable<Json>,
  patterns: Pattern[],
  env: Environment,
  keyValues: KeyValues,
): Generator<Environment> {
  for (const value of values) {
    for (const [i, pattern] of patterns.entries()) {
      try {
        yield* destructure(pattern, value, env, keyValues);
        break;
      } catch (error) {
        if (!(error instanceof JqError) || i === patterns.length - 1) throw error;
      }
    }
  }
}

function* destructure(
  pattern: Pattern,
  value: Json,
  env: Environment,
  keyValues: KeyValues,
): Generator<Environment> {
  if (pattern.type === 'variable') {
    yield { name: pattern.name, variable: value, parent: env };
    return;
  }
  const parts: Part[] =
    pattern.type === 'object'
      ? pattern.members
      : pattern.items.map((item, i) => ({ key: { type: 'literal', value: i }, pattern: item }));
  yield* destructureParts(parts, value, env, keyValues);
}

function* destructureParts(
  parts: Part[],
  value: Json,
  env: Environment,
  keyValues: KeyValues,
): Generator<Environment> {
  const [first, ...rest] = parts;
  if (!first) {
    yield env;
    return;
  }
  for (const key of keyValues(first.key, env)) {
    const part = lookUp(value, key);
    const named: Environment = first.variable ? { name: first.variable, variable: part, parent: env } : env;
    const inner = first.pattern ? destructure(first.pattern, part, named, keyValues) : [named];
    for (const bound of inner) yield* destructureParts(rest, value, bound, keyValues);
  }
}
