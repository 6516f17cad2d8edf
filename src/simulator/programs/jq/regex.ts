import { splitText } from './arithmetic.ts';
import { described, JqError, type Json } from './value.ts';

/** A match as `match` gives it. */
export interface Match {
  offset: number;
  text: string;
  captures: { name: string | null; text: string | null; offset: number }[];
}

const CLASSES: Record<string, string> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9a-fA-F',
};

/** Every match of a regular expression, or the first without `g`; offsets count characters. */
export function matches(input: Json, pattern: Json, flags: Json): Match[] {
  if (typeof input !== 'string')
    throw new JqError(`${described(input)} cannot be matched, as it is not a string`);
  if (typeof pattern !== 'string')
    throw new JqError(`${described(pattern)} cannot be matched, as it is not a string`);
  if (flags !== null && typeof flags !== 'string') throw new JqError(`${described(flags)} is not a string`);
  const letters = flags ?? '';
  if (/[^gimnpslx]/.test(letters)) throw new JqError(`${letters} is not a valid modifier string`);
  const regex = compile(letters.includes('x') ? pattern.replace(/\s+|#.*/g, '') : pattern, letters);
  const found: Match[] = [];
  for (const match of input.matchAll(regex)) {
    if (letters.includes('n') && match[0] === '') continue;
    found.push(describe(input, match));
    if (!letters.includes('g')) break;
  }
  return found;
}

function compile(pattern: string, letters: string): RegExp {
  const source = pattern
    .replace(/\[:(\w+):\]/g, (whole, name: string) => CLASSES[name] ?? whole)
    .replace(/\\h/g, '[0-9a-fA-F]');
  const flags = `dg${letters.includes('i') ? 'i' : ''}${/[sp]/.test(letters) ? 's' : ''}m`;
  for (const mode of [`${flags}u`, flags]) {
    try {
      return new RegExp(source, mode);
    } catch {
      // Without `u` some escapes are allowed that Oniguruma allows too.
    }
  }
  const unclosed = /\((?![^)]*\))/.test(pattern);
  throw new JqError(
    `Regex failure: ${unclosed ? 'end pattern with unmatched parenthesis' : 'invalid pattern'}`,
  );
}

function describe(input: string, match: RegExpExecArray): Match {
  const before = (at: number) => [...input.slice(0, at)].length;
  const named = new Map(
    Object.keys(match.groups ?? {}).map((name) => [String(match.indices?.groups?.[name]), name] as const),
  );
  const names = Object.keys(match.groups ?? {});
  let next = 0;
  return {
    offset: before(match.index),
    text: match[0],
    captures: match.slice(1).map((text: string | undefined, i) => {
      const place = match.indices?.[i + 1];
      const isNamed = place ? named.has(String(place)) : names.length === match.length - 1;
      return {
        name: isNamed ? (names[next++] ?? null) : null,
        text: text ?? null,
        offset: place ? before(place[0]) : -1,
      };
    }),
  };
}

/** A match as a value. */
export function matchValue({ offset, text, captures }: Match): Json {
  const place = (at: number, found: string | null): [string, Json][] => [
    ['offset', at],
    ['length', found === null ? 0 : [...found].length],
    ['string', found],
  ];
  return new Map<string, Json>([
    ...place(offset, text),
    [
      'captures',
      captures.map((one) => new Map<string, Json>([...place(one.offset, one.text), ['name', one.name]])),
    ],
  ]);
}

/** The named groups of a match. */
export const captured = ({ captures }: Match): Map<string, Json> =>
  new Map(captures.flatMap(({ name, text }) => (name === null ? [] : [[name, text] as const])));

/** What stands between the matches. */
export function splitByMatches(input: string, found: Match[]): string[] {
  const characters = splitText(input, '');
  const parts: string[] = [];
  let from = 0;
  for (const { offset, text } of found) {
    parts.push(characters.slice(from, offset).join(''));
    from = offset + [...text].length;
  }
  return [...parts, characters.slice(from).join('')];
}
