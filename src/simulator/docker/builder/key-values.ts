import type { Process } from '../../common/process.ts';

/**
 * `KEY=value` options as a map. A bare `KEY` takes the value of the variable of that name.
 * @param unset what a bare KEY means that is not set; left out when `undefined`
 */
export function buildArgs<T>(
  process: Process,
  options: readonly string[],
  unset: T,
): Record<string, string | T> {
  const values: Record<string, string | T> = {};
  for (const option of options) {
    const equals = option.indexOf('=');
    const key = equals === -1 ? option : option.slice(0, equals);
    const value = equals === -1 ? (process.env[key] ?? unset) : option.slice(equals + 1);
    if (value !== undefined) values[key] = value;
  }
  return values;
}

/** `KEY=value` options as a map; a bare `KEY` is empty. */
export function labels(options: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    options.map((option) => {
      const equals = option.indexOf('=');
      return equals === -1 ? [option, ''] : [option.slice(0, equals), option.slice(equals + 1)];
    }),
  );
}
