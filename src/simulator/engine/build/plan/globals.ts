import { at } from '../dockerfile/errors.ts';
import { type Environment, type ExpandOptions, expand } from '../dockerfile/expand.ts';
import type { ArgInstruction } from '../dockerfile/instructions.ts';

/** The values of ARG before the first FROM; each may use those before it. @throws DockerfileError */
export function evaluateGlobals(
  globals: ArgInstruction[],
  predefined: ReadonlyMap<string, string>,
  buildArgs: ReadonlyMap<string, string>,
  options: ExpandOptions,
): Map<string, string> {
  const values = new Map(predefined);
  for (const { args, lines } of globals) {
    for (const { key, value } of args) {
      const given = buildArgs.get(key);
      if (given !== undefined) values.set(key, given);
      else if (value !== undefined) {
        const expanded = at(lines, () => expand(value, mapEnvironment(values), options));
        values.set(key, expanded.text);
      }
    }
  }
  return values;
}

/** Variables as expansion asks for them. */
export function mapEnvironment(map: ReadonlyMap<string, string>): Environment {
  return { get: (name) => map.get(name), keys: () => [...map.keys()] };
}
