/**
 * What a flag's values are, under the name that help shows. The accumulating types (`list`, `strings`, `filter`,
 * `map`, `ulimit`, …) may be given several times.
 */
export type FlagType =
  | 'bool'
  | 'string'
  | 'int'
  | 'uint'
  | 'uint16'
  | 'uint32'
  | 'float'
  | 'duration'
  | 'bytes'
  | 'decimal'
  | 'list'
  | 'strings'
  | 'stringToString'
  | 'filter'
  | 'map'
  | 'ulimit'
  | 'mount'
  | 'network'
  | 'gpu-request';

/** A flag of a program that reads its command line with Go's pflag. */
export interface Flag {
  name: string;
  /** One letter. */
  short?: string;
  type: FlagType;
  /** The description in help; may hold line breaks. */
  usage: string;
  /** The value when not given, as text. Help shows it; leave it out where the real help shows none. */
  default?: string;
  /** The name of the value in help, where it is not the type's. */
  label?: string;
  /** The value of a bare `--flag`, for flags other than booleans. */
  bare?: string;
  hidden?: boolean;
  /** Advice that follows `Flag --x has been deprecated, `; such a flag is hidden too. */
  deprecated?: string;
  /** Advice that follows `Flag shorthand -x has been deprecated, `. */
  shortDeprecated?: string;
  /** Checks, and may rewrite, one given value; throws an `Error` with the reason. */
  check?: (value: string) => string;
}
