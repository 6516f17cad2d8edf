/** What a sed script says, ready to run. */

export type Address =
  | { kind: 'line'; line: number }
  | { kind: 'step'; first: number; step: number }
  | { kind: 'last' }
  | { kind: 'regex'; regex: RegExp | undefined };

/** How a range ends: at an address, after a number of lines, or at a line that is a multiple. */
export type RangeEnd = Address | { kind: 'count'; lines: number } | { kind: 'multiple'; of: number };

export interface Substitution {
  /** `undefined` for `//`: the last one used. */
  regex: RegExp | undefined;
  replacement: Piece[];
  global: boolean;
  /** From which match on. */
  nth: number;
  print: boolean;
  file?: string;
}

/** A part of a replacement: text, a group of the match, or a change of case. */
export type Piece = string | { group: number } | { change: 'U' | 'L' | 'u' | 'l' | 'E' };

export interface Command {
  name: string;
  from?: Address;
  to?: RangeEnd;
  negated: boolean;
  /** Text, label, file name or exit status. */
  argument: string;
  substitution?: Substitution;
  /** Of `y`. */
  map?: Map<string, string>;
  /** Of `{`: where its block ends; of a jump: where it goes. */
  target: number;
  /** Whether a range is open, and the line it ends at where that is known. */
  open?: { until: number | undefined } | undefined;
  /** A range `0,/re/` that was not begun yet. */
  fromStart?: boolean;
}
