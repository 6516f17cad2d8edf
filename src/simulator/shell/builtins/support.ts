import type { Shell } from '../state/shell.ts';

/** A builtin: gets its words, the name included, and gives its status. */
export type Builtin = (shell: Shell, words: string[]) => Promise<number> | number;

export interface Options {
  flags: Map<string, string>;
  rest: string[];
  /** The option that does not exist, with its dash. */
  invalid?: string;
  /** The option that lacks its argument. */
  lacking?: string;
}

/** getopt(3): letters, those with an argument followed by a colon. `+` allows `+x` too, kept as `+x`. */
export function parseOptions(words: readonly string[], letters: string): Options {
  const flags = new Map<string, string>();
  let i = 1;
  for (; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--') return { flags, rest: words.slice(i + 1) };
    const plus = letters.startsWith('+') && /^\+./.test(word);
    if (!/^-./.test(word) && !plus) break;
    for (let j = 1; j < word.length; j++) {
      const letter = word[j]!;
      const at = letter === ':' || letter === '+' ? -1 : letters.indexOf(letter);
      if (at === -1) return { flags, rest: words.slice(i), invalid: `${word[0]}${letter}` };
      const name = plus ? `+${letter}` : letter;
      if (letters[at + 1] !== ':') {
        flags.set(name, '');
        continue;
      }
      const value = word.slice(j + 1) || words[++i];
      if (value === undefined) return { flags, rest: [], lacking: `-${letter}` };
      flags.set(name, value);
      break;
    }
  }
  return { flags, rest: words.slice(i) };
}

/** Tells what is wrong with the options, and how the builtin is used; status 2. */
export async function badOption(
  shell: Shell,
  words: string[],
  options: Options,
  usage: string,
): Promise<number> {
  const name = words[0]!;
  if (options.invalid) await shell.complain(`${name}: ${options.invalid}: invalid option`);
  else await shell.complain(`${name}: ${options.lacking}: option requires an argument`);
  if (shell.flavour !== 'dash') await shell.write(2, `${name}: usage: ${usage}\n`);
  return 2;
}
