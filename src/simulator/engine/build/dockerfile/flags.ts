import { withSuggestion } from './suggest.ts';

type Kind = 'bool' | 'string' | 'strings';

/** The values of an instruction's flags, by name: `--chown=…`, `--link`, `--mount=…`. */
export interface FlagValues {
  string(name: string): string;
  bool(name: string): boolean;
  strings(name: string): string[];
  /** Names of the flags given. */
  used: string[];
}

/** @throws Error `unknown flag: --x (did you mean y?)`, `duplicate flag specified: --x`, … */
export function parseFlags(args: readonly string[], kinds: Record<string, Kind>): FlagValues {
  const values = new Map<string, string[]>();
  for (const arg of args) {
    if (!arg.startsWith('--')) throw new Error(`arg should start with -- : ${arg}`);
    const equals = arg.indexOf('=');
    const flag = equals === -1 ? arg : arg.slice(0, equals);
    const value = equals === -1 ? undefined : arg.slice(equals + 1);
    const name = flag.slice(2);
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind) throw new Error(withSuggestion(`unknown flag: ${flag}`, name, Object.keys(kinds)));
    if (values.has(name) && kind !== 'strings') throw new Error(`duplicate flag specified: ${flag}`);
    if (kind === 'bool') checkBoolean(flag, value);
    else if (value === undefined) throw new Error(`missing a value on flag: ${flag}`);
    values.set(name, [...(values.get(name) ?? []), value ?? 'true']);
  }
  return {
    string: (name) => values.get(name)?.[0] ?? '',
    bool: (name) => values.get(name)?.[0]?.toLowerCase() === 'true',
    strings: (name) => values.get(name) ?? [],
    used: [...values.keys()],
  };
}

function checkBoolean(flag: string, value: string | undefined): void {
  if (value === '') throw new Error(`missing a value on flag: ${flag}`);
  if (value !== undefined && !/^(true|false)$/i.test(value)) {
    throw new Error(`expecting boolean value for flag ${flag}, not: ${value}`);
  }
}
