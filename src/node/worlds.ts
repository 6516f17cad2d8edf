import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type BuiltWorld, buildWorld } from '../simulator/world/build.ts';
import { worldDefinition } from '../simulator/world/definition.ts';

const FOLDER = join(import.meta.dirname, '../../content/worlds');

/** The names of the starting states in `content/worlds`. */
export function worldNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace('.yaml', ''));
}

/**
 * Reads and builds a starting state. A file with `from` begins as another and says what is there more: lists go on,
 * maps are joined, all else is replaced.
 * @throws Error that names the file, the field and what is wrong with it
 */
export async function readWorld(name: string): Promise<BuiltWorld> {
  if (!worldNames().includes(name)) {
    throw new Error(`there is no world "${name}": there are ${worldNames().join(', ')}`);
  }
  const file = `content/worlds/${name}.yaml`;
  const { from, ...more } = readFile(name);
  const parsed = worldDefinition.safeParse(from === undefined ? more : joined(baseOf(file, from), more));
  if (!parsed.success) throw new Error(`${file} is no world:\n${z.prettifyError(parsed.error)}`);
  try {
    return await buildWorld(name, parsed.data);
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

type Mapping = Record<string, unknown>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readFile(name: string): Mapping {
  const value: unknown = parse(readFileSync(join(FOLDER, `${name}.yaml`), 'utf8'), { merge: true });
  if (!isMapping(value)) throw new Error(`content/worlds/${name}.yaml is no world: it has no fields`);
  return value;
}

function baseOf(file: string, from: unknown): Mapping {
  const bases = worldNames().filter((name) => readFile(name).from === undefined);
  if (typeof from !== 'string' || !bases.includes(from)) {
    throw new Error(
      `${file}: from: ${JSON.stringify(from)} is none of the worlds to begin as: ${bases.join(', ')}`,
    );
  }
  return readFile(from);
}

function joined(base: unknown, more: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(more)) return [...base, ...more];
  if (!isMapping(base) || !isMapping(more)) return more;
  const result = { ...base };
  for (const [key, value] of Object.entries(more))
    result[key] = key in base ? joined(base[key], value) : value;
  return result;
}
