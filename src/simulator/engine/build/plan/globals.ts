import { at } from '../dockerfile/errors.ts';
import { type Environment, type ExpandOptions, expand } from '../dockerfile/expand.ts';
import type { ArgInstruction } from '../dockerfile/instructions.ts';
import type { KnownArg } from './outline.ts';

export interface Globals {
  values: Map<string, string>;
  /** What may be told of each. */
  known: Map<string, KnownArg>;
}

/** ARG before the first FROM; each may use those before it. @throws DockerfileError */
export function evaluateGlobals(
  globals: ArgInstruction[],
  predefined: ReadonlyMap<string, string>,
  buildArgs: ReadonlyMap<string, string>,
  options: ExpandOptions,
): Globals {
  const values = new Map(predefined);
  const known = new Map<string, KnownArg>();
  for (const { args, lines } of globals) {
    for (const { key, value: written, description } of args) {
      const uses = new Set<string>();
      let value = buildArgs.get(key);
      if (value === undefined && written !== undefined) {
        const expanded = at(lines, () => expand(written, mapEnvironment(values), options));
        value = expanded.text;
        for (const name of expanded.matched) {
          for (const used of name === key ? (known.get(key)?.uses ?? []) : [name]) uses.add(used);
        }
      }
      if (value !== undefined) values.set(key, value);
      known.set(key, { value: value ?? '', description, lines, uses });
    }
  }
  return { values, known };
}

/** Variables as expansion asks for them. */
export function mapEnvironment(map: ReadonlyMap<string, string>): Environment {
  return { get: (name) => map.get(name), keys: () => [...map.keys()] };
}
