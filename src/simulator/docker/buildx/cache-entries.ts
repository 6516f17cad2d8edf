import { resolvePath } from '../../common/files.ts';
import { splitCommas } from '../../common/pflag/values.ts';
import type { Process } from '../../common/process.ts';
import { CommandError } from '../framework/errors.ts';

/** One cache of `--cache-from` or `--cache-to`. */
export interface CacheEntry {
  type: string;
  attributes: Record<string, string>;
}

/** Reads `user/app:cache`, `type=local,src=folder` and their like. @throws CommandError */
export function parseCacheEntries({ env }: Process, options: readonly string[]): CacheEntry[] {
  const entries = options.flatMap((option) => {
    // Without any option, each field is the name of an image.
    if (!option.includes('=')) {
      return splitCommas(option).map((ref) => ({ type: 'registry', attributes: { ref } }));
    }
    return [parseEntry(option)];
  });
  return entries.filter((entry) => isActive(entry, env));
}

function parseEntry(option: string): CacheEntry {
  const entry: CacheEntry = { type: '', attributes: {} };
  for (const field of splitCommas(option)) {
    const equals = field.indexOf('=');
    if (equals === -1) throw new CommandError(`invalid value ${field}`);
    const key = field.slice(0, equals).toLowerCase();
    const value = field.slice(equals + 1);
    if (key === 'type') entry.type = value;
    else entry.attributes[key] = value;
  }
  if (entry.type === '') throw new CommandError(`type required form> ${JSON.stringify(option)}`);
  return entry;
}

/** The cache of GitHub Actions is passed over in silence where there is no way to it. */
function isActive({ type, attributes }: CacheEntry, env: Process['env']): boolean {
  if (type !== 'gha') return true;
  const has = (key: string, ...variables: string[]): boolean =>
    Boolean(attributes[key] || variables.some((name) => env[name]));
  return (
    has('token', 'ACTIONS_RUNTIME_TOKEN') &&
    (has('url', 'ACTIONS_CACHE_URL', 'ACTIONS_RESULTS_URL') || has('url_v2'))
  );
}

/** What is said of folders that are no cache: the build goes on without them. @throws CommandError */
export function missingLocalCaches({ files, cwd }: Process, caches: readonly CacheEntry[]): string[] {
  return caches.flatMap(({ type, attributes: { src } }) => {
    if (type !== 'local') return [];
    if (!src) throw new CommandError('local cache importer requires src');
    if (files.isDirectory(resolvePath(cwd, src))) return [];
    const lock = `${src}/index.json.lock`;
    return [
      `local cache import at ${src} not found due to err: could not lock ${lock}: open ${lock}: no such file or directory`,
    ];
  });
}

/** The names of the images that caches are read from. @throws CommandError */
export function cacheReferences(caches: readonly CacheEntry[]): string[] {
  return caches.flatMap(({ type, attributes: { ref } }) => {
    if (type !== 'registry') return [];
    if (!ref) throw new CommandError('registry cache importer requires ref');
    return [ref];
  });
}
