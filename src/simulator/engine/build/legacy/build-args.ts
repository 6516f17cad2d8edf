/** Arguments of the legacy builder: which may be used where, and which were never asked for. */

/** Always allowed, and left out of histories. */
const BUILTIN = [
  'HTTP_PROXY',
  'http_proxy',
  'HTTPS_PROXY',
  'https_proxy',
  'FTP_PROXY',
  'ftp_proxy',
  'NO_PROXY',
  'no_proxy',
  'ALL_PROXY',
  'all_proxy',
];

type Values = Map<string, string | undefined>;

export class BuildArgs {
  private readonly given: Readonly<Record<string, string | null>>;
  private allowed: Values = new Map();
  private readonly meta: Values;
  private readonly referenced: Set<string>;

  constructor(
    given: Readonly<Record<string, string | null>>,
    meta: Values = new Map(),
    referenced = new Set<string>(),
  ) {
    this.given = given;
    this.meta = meta;
    this.referenced = referenced;
  }

  /** For the next stage: what was declared in this one counts no more. */
  forStage(): BuildArgs {
    return new BuildArgs(this.given, this.meta, this.referenced);
  }

  declare(key: string, value: string | undefined): void {
    this.allowed.set(key, value);
    this.referenced.add(key);
  }

  /** ARG before the first FROM. */
  declareMeta(key: string, value: string | undefined): void {
    this.meta.set(key, value);
  }

  isDeclaredOrNotBuiltin(key: string): boolean {
    return this.allowed.has(key) || !BUILTIN.includes(key);
  }

  /** `KEY=value` of what instructions may use. */
  allAllowed(): string[] {
    return this.all(this.allowed);
  }

  allMeta(): string[] {
    return this.all(this.meta);
  }

  /** Those allowed that an environment does not have. */
  missingFrom(env: readonly string[]): string[] {
    const names = new Set(env.map((entry) => entry.split('=', 1)[0]));
    return this.allAllowed().filter((entry) => !names.has(entry.split('=', 1)[0]));
  }

  private all(values: Values): string[] {
    const keys = new Set([...values.keys(), ...BUILTIN]);
    return [...keys].flatMap((key) => {
      const value = this.given[key] ?? values.get(key) ?? this.meta.get(key);
      return value === undefined ? [] : [`${key}=${value}`];
    });
  }

  unused(): string[] {
    const names = Object.keys(this.given);
    return names.filter((name) => !BUILTIN.includes(name) && !this.referenced.has(name)).sort();
  }
}
