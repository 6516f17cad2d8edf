import { rawByte } from '../../common/raw-bytes.ts';

/** A part of a script's text: as it stands, the character that an escape writes, or what else a backslash is before. */
type Part = { plain: string } | { character: string } | { escaped: string };

const LETTERS: Record<string, string> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const RADIX: Record<string, number> = { d: 10, o: 8, x: 16 };
const PARTS =
  /\\(?:([dox])((?<=d)\d{1,3}|(?<=o)[0-7]{1,3}|(?<=x)[\dA-Fa-f]{1,2})|c([\x20-\x7e])|([\s\S]))|[^\\]+/g;

/** Parts a text at its escapes (GNU sed manual, "Escapes"). */
export function* parts(text: string): Generator<Part> {
  for (const [plain, radix, digits, control, letter] of text.matchAll(PARTS)) {
    if (radix) yield { character: rawByte(Number.parseInt(digits!, RADIX[radix]) & 255) };
    else if (control) yield { character: String.fromCodePoint(control.toUpperCase().codePointAt(0)! ^ 0x40) };
    else if (letter === undefined) yield { plain };
    else if (LETTERS[letter]) yield { character: LETTERS[letter] };
    else yield { escaped: letter };
  }
}

/** A part where a backslash does no more than to let what follows it stand for itself. */
export function literal(part: Part): string {
  if ('plain' in part) return part.plain;
  return 'character' in part ? part.character : part.escaped;
}
