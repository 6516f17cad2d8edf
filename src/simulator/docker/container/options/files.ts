import { FileError, resolvePath } from '../../../common/files.ts';
import type { Process } from '../../../common/process.ts';

/**
 * The `NAME=value` lines of files given by `--env-file` or `--label-file`, then those of the command line.
 * @param lookup finds the value of a name that stands alone; without it such lines are left out
 * @throws Error with the reason
 */
export function readPairs(
  process: Process,
  files: readonly string[],
  given: readonly string[],
  lookup?: (name: string) => string | undefined,
): string[] {
  return [...files.flatMap((file) => readFile(process, file, lookup)), ...given];
}

function readFile(
  process: Process,
  name: string,
  lookup: ((name: string) => string | undefined) | undefined,
): string[] {
  const text = openFile(process, name);
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.flatMap((raw) => {
    const line = raw.trimStart();
    if (line === '' || line.startsWith('#')) return [];
    const key = line.split('=')[0]!;
    const refuse = (reason: string): Error => new Error(`invalid env file (${name}): ${reason}`);
    if (key === '') throw refuse(`no variable name on line '${line}'`);
    if (/[ \t]/.test(key)) throw refuse(`variable '${key}' contains whitespaces`);
    if (line.includes('=')) return [line];
    const value = lookup?.(key);
    return value === undefined ? [] : [`${key}=${value}`];
  });
}

/** @throws Error as Go's os.Open words it */
function openFile(process: Process, name: string): string {
  try {
    return process.files.readText(resolvePath(process.cwd, name));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const reason = error.message.toLowerCase();
    if (error.code === 'EISDIR') throw new Error(`invalid env file (${name}): read ${name}: ${reason}`);
    throw new Error(`open ${name}: ${reason}`);
  }
}

/** `key=value` pairs as a map; the last of a key counts. */
export function toMap(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', ...value] = pair.split('=');
      return [key, value.join('=')];
    }),
  );
}
