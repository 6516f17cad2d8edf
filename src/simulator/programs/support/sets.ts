import { Failure } from './program.ts';

const CLASSES: Record<string, string> = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digit: '0123456789',
  space: ' \t\n\r\v\f',
  blank: ' \t',
  punct: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  xdigit: '0123456789ABCDEFabcdef',
};
CLASSES.alpha = CLASSES.upper! + CLASSES.lower!;
CLASSES.alnum = CLASSES.digit! + CLASSES.alpha;

const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  v: '\v',
  f: '\f',
  b: '\b',
  a: '\x07',
  '\\': '\\',
};

/** The characters that a set of tr(1) names: ranges, classes, escapes. */
export function expandSet(text: string): string[] {
  const out: string[] = [];
  const characters = [...text];
  for (let i = 0; i < characters.length; ) {
    const named = /^\[:(\w+):\]/.exec(characters.slice(i).join(''));
    if (named && CLASSES[named[1]!] !== undefined) {
      out.push(...CLASSES[named[1]!]!);
      i += named[0].length;
      continue;
    }
    const one = read(characters, i);
    if (characters[one.next] === '-' && one.next + 1 < characters.length) {
      const end = read(characters, one.next + 1);
      if (end.char.codePointAt(0)! < one.char.codePointAt(0)!)
        throw new Failure(
          `range-endpoints of '${one.char}-${end.char}' are in reverse collating sequence order`,
        );
      for (let code = one.char.codePointAt(0)!; code <= end.char.codePointAt(0)!; code++)
        out.push(String.fromCodePoint(code));
      i = end.next;
    } else {
      out.push(one.char);
      i = one.next;
    }
  }
  return out;
}

function read(characters: string[], i: number): { char: string; next: number } {
  if (characters[i] !== '\\' || i + 1 >= characters.length) return { char: characters[i]!, next: i + 1 };
  const octal = /^[0-7]{1,3}/.exec(characters.slice(i + 1, i + 4).join(''));
  if (octal)
    return { char: String.fromCharCode(Number.parseInt(octal[0], 8)), next: i + 1 + octal[0].length };
  const letter = characters[i + 1]!;
  return { char: ESCAPES[letter] ?? letter, next: i + 2 };
}
