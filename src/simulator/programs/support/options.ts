/** What options a program has: short letters, long names, and which take an argument. */
export interface OptionSpec {
  /** As getopt(3) writes it: `abc:` */
  short?: string;
  /** `name` or `name=` (with an argument), each with the letter it stands for, or itself. */
  long?: Record<string, string>;
}

export interface ParsedOptions {
  flags: Map<string, string>;
  /** All values of an option that may be given several times. */
  all(name: string): string[];
  has(name: string): boolean;
  get(name: string): string | undefined;
  rest: string[];
}

/** A wrong option; the message goes after the program's name. */
export class UsageError extends Error {}

/** getopt_long(3): options anywhere, `--` ends them. @throws UsageError worded as GNU programs do */
export function parseArguments(args: readonly string[], spec: OptionSpec, anywhere = true): ParsedOptions {
  const { short = '', long = {} } = spec;
  const flags = new Map<string, string>();
  const lists = new Map<string, string[]>();
  const rest: string[] = [];
  const put = (name: string, value: string) => {
    flags.set(name, value);
    lists.set(name, [...(lists.get(name) ?? []), value]);
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      rest.push(...args.slice(i + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const [name = '', value] = splitOnce(arg.slice(2));
      const key = longName(long, name);
      if (key === undefined) throw new UsageError(`unrecognized option '--${name}'`);
      const takes = key.endsWith('=');
      if (takes && value === undefined && i + 1 >= args.length) {
        throw new UsageError(`option '--${key.slice(0, -1)}' requires an argument`);
      }
      if (!takes && value !== undefined && !key.endsWith('?')) {
        throw new UsageError(`option '--${key}' doesn't allow an argument`);
      }
      put(long[key]!, takes ? (value ?? args[++i]!) : (value ?? ''));
    } else if (/^-./.test(arg)) {
      i = shortOptions(args, i, short, put);
    } else {
      rest.push(arg);
      if (!anywhere) {
        rest.push(...args.slice(i + 1));
        break;
      }
    }
  }
  return {
    flags,
    rest,
    all: (name) => lists.get(name) ?? [],
    has: (name) => flags.has(name),
    get: (name) => flags.get(name),
  };
}

function shortOptions(
  args: readonly string[],
  at: number,
  short: string,
  put: (name: string, value: string) => void,
): number {
  const arg = args[at]!;
  for (let j = 1; j < arg.length; j++) {
    const letter = arg[j]!;
    const position = letter === ':' ? -1 : short.indexOf(letter);
    if (position === -1) throw new UsageError(`invalid option -- '${letter}'`);
    if (short[position + 1] !== ':') {
      put(letter, '');
      continue;
    }
    const attached = arg.slice(j + 1);
    if (attached !== '') put(letter, attached);
    else if (at + 1 < args.length) put(letter, args[++at]!);
    else throw new UsageError(`option requires an argument -- '${letter}'`);
    break;
  }
  return at;
}

function splitOnce(text: string): [string, string?] {
  const at = text.indexOf('=');
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** The whole long option: as given, or the only one that begins so. */
function longName(long: Record<string, string>, name: string): string | undefined {
  const bare = (key: string) => key.replace(/[=?]$/, '');
  const keys = Object.keys(long);
  const exact = keys.find((key) => bare(key) === name);
  if (exact !== undefined) return exact;
  const beginning = keys.filter((key) => bare(key).startsWith(name));
  return beginning.length === 1 ? beginning[0] : undefined;
}
