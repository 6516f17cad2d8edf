import { goQuote } from '../go-quote.ts';
import type { Flag } from './flag.ts';
import { accumulates, parseValue } from './values.ts';

/** Why a command line could not be parsed; the caller adds the usage line. */
export class FlagError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FlagError';
  }
}

/** The flags of one call: what was given, and the defaults of the rest. */
export class FlagSet {
  private readonly byName = new Map<string, Flag>();
  private readonly byShort = new Map<string, Flag>();
  private readonly given = new Map<string, string[]>();
  /** `Flag --x has been deprecated, …`, in the order met. */
  readonly warnings: string[] = [];

  constructor(flags: readonly Flag[]) {
    for (const flag of flags) {
      this.byName.set(flag.name, flag);
      if (flag.short) this.byShort.set(flag.short, flag);
    }
  }

  /** Every flag, as defined. */
  get definitions(): Flag[] {
    return [...this.byName.values()];
  }

  lookup(name: string): Flag | undefined {
    return this.byName.get(name);
  }

  /** Whether the flag was on the command line. */
  changed(name: string): boolean {
    return this.given.has(this.defined(name).name);
  }

  bool(name: string): boolean {
    return this.string(name) === 'true';
  }

  /** The last value given, the default, or `''`. Sizes (`bytes`) are plain numbers of bytes. */
  string(name: string): string {
    return this.given.get(name)?.at(-1) ?? this.defined(name).default ?? '';
  }

  number(name: string): number {
    return Number(this.string(name));
  }

  /** Every value given, in order; a filter as `name=value`. */
  list(name: string): readonly string[] {
    this.defined(name);
    return this.given.get(name) ?? [];
  }

  private defined(name: string): Flag {
    const flag = this.byName.get(name);
    if (!flag) throw new Error(`flag accessed but not defined: ${name}`);
    return flag;
  }

  /**
   * Parses by pflag's rules and gives the arguments that are left. With `interspersed` false everything from the
   * first argument on is left; `--` ends the flags and is dropped.
   * @throws FlagError
   */
  parse(args: readonly string[], interspersed = true): string[] {
    const rest: string[] = [];
    const queue = [...args];
    for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
      if (arg === '-' || !arg.startsWith('-')) {
        if (!interspersed) return [...rest, arg, ...queue];
        rest.push(arg);
      } else if (arg === '--') {
        return [...rest, ...queue];
      } else if (arg.startsWith('--')) {
        this.parseLong(arg, queue);
      } else {
        this.parseShort(arg.slice(1), queue);
      }
    }
    return rest;
  }

  private parseLong(arg: string, queue: string[]): void {
    const body = arg.slice(2);
    if (body.startsWith('-') || body.startsWith('=')) throw new FlagError(`bad flag syntax: ${arg}`);
    const at = body.indexOf('=');
    const name = at === -1 ? body : body.slice(0, at);
    const flag = this.byName.get(name);
    if (!flag) throw new FlagError(`unknown flag: --${name}`);
    const bare = bareValue(flag);
    if (at !== -1) this.set(flag, body.slice(at + 1));
    else if (bare !== undefined) this.set(flag, bare);
    else if (queue.length > 0) this.set(flag, queue.shift()!);
    else throw new FlagError(`flag needs an argument: ${arg}`);
  }

  private parseShort(letters: string, queue: string[]): void {
    let rest = letters;
    while (rest !== '') {
      const letter = String.fromCodePoint(rest.codePointAt(0)!);
      const flag = this.byShort.get(letter);
      if (!flag) throw new FlagError(`unknown shorthand flag: '${letter}' in -${rest}`);
      const after = rest.slice(letter.length);
      const bare = bareValue(flag);
      if (flag.shortDeprecated) {
        this.warnings.push(`Flag shorthand -${letter} has been deprecated, ${flag.shortDeprecated}`);
      }
      if (after.length > 1 && after.startsWith('=')) {
        this.set(flag, after.slice(1));
        return;
      }
      if (bare !== undefined) {
        this.set(flag, bare);
        rest = after;
        continue;
      }
      if (after !== '') this.set(flag, after);
      else if (queue.length > 0) this.set(flag, queue.shift()!);
      else throw new FlagError(`flag needs an argument: '${letter}' in -${rest}`);
      return;
    }
  }

  private set(flag: Flag, text: string): void {
    let values: string[];
    try {
      values = parseValue(flag, text);
    } catch (error) {
      const shown = flag.short && !flag.shortDeprecated ? `-${flag.short}, --${flag.name}` : `--${flag.name}`;
      throw new FlagError(
        `invalid argument ${goQuote(text)} for "${shown}" flag: ${(error as Error).message}`,
      );
    }
    if (flag.deprecated) this.warnings.push(`Flag --${flag.name} has been deprecated, ${flag.deprecated}`);
    const before = accumulates(flag.type) ? (this.given.get(flag.name) ?? []) : [];
    this.given.set(flag.name, [...before, ...values]);
  }
}

/** The value of a flag that stands alone; `undefined` when it takes the next argument. */
export function bareValue(flag: Flag): string | undefined {
  return flag.type === 'bool' ? 'true' : flag.bare;
}
