import type { Builtin } from '../context.ts';
import { COLLECTIONS } from './collections.ts';
import { PATHS } from './paths.ts';
import { STREAMS } from './streams.ts';
import { TEXT } from './text.ts';
import { VALUES } from './values.ts';
import { WORLD } from './world.ts';

/** The builtins of jq, by name and number of arguments. */
export const BUILTINS: Record<string, Builtin> = {
  ...VALUES,
  ...COLLECTIONS,
  ...PATHS,
  ...STREAMS,
  ...TEXT,
  ...WORLD,
};
