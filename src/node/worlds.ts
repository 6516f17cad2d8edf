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
 * Reads and builds a starting state.
 * @throws Error that names the file, the field and what is wrong with it
 */
export async function readWorld(name: string): Promise<BuiltWorld> {
  if (!worldNames().includes(name)) {
    throw new Error(`there is no world "${name}": there are ${worldNames().join(', ')}`);
  }
  const file = `content/worlds/${name}.yaml`;
  const parsed = worldDefinition.safeParse(
    parse(readFileSync(join(FOLDER, `${name}.yaml`), 'utf8'), { merge: true }),
  );
  if (!parsed.success) throw new Error(`${file} is no world:\n${z.prettifyError(parsed.error)}`);
  try {
    return await buildWorld(name, parsed.data);
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}
