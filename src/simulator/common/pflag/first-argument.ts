import type { Flag } from './flag.ts';
import { bareValue } from './flag-set.ts';

/**
 * Where the first argument stands that is neither a flag nor a flag's value, as cobra looks for the name of a command
 * before any flag is parsed. An unknown flag takes the next argument for its value.
 */
export function firstArgument(flags: readonly Flag[], args: readonly string[]): number | undefined {
  const takesNext = (flag: Flag | undefined): boolean => !flag || bareValue(flag) === undefined;
  let valueNext = false;
  for (const [at, arg] of args.entries()) {
    if (valueNext) {
      valueNext = false;
    } else if (arg.startsWith('--') && !arg.includes('=')) {
      valueNext = takesNext(flags.find(({ name }) => name === arg.slice(2)));
    } else if (/^-[^-=]$/.test(arg)) {
      valueNext = takesNext(flags.find(({ short }) => short === arg.slice(1)));
    } else if (!/^-[^-]|^--./.test(arg)) {
      return at;
    }
  }
  return undefined;
}
