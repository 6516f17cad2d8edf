/**
 * How one instruction's line falls into words, by the rules of BuildKit's `parser`. Quotes stay in the words: they
 * are taken off when variables are expanded.
 */
const SPACE = /\s/;
/** What separates the instruction from its arguments, and plain arguments from each other. */
const BLANK = /[\t\v\f\r ]+/;

export interface SplitCommand {
  name: string;
  /** Leading `--name=value` words. */
  flags: string[];
  rest: string;
}

/** Cuts a line into the instruction's name, its flags and the rest. */
export function splitCommand(line: string, escapeToken: string): SplitCommand {
  const trimmed = line.trim();
  const blank = BLANK.exec(trimmed);
  if (!blank) return { name: trimmed, flags: [], rest: '' };
  const { flags, rest } = leadingFlags(trimmed.slice(blank.index + blank[0].length), escapeToken);
  return { name: trimmed.slice(0, blank.index), flags, rest: rest.trim() };
}

function leadingFlags(line: string, escapeToken: string): { flags: string[]; rest: string } {
  const flags: string[] = [];
  let position = 0;
  for (;;) {
    while (position < line.length && SPACE.test(line[position]!)) position++;
    if (!line.startsWith('--', position)) return { flags, rest: line.slice(position) };
    const { word, end, quoted } = flagWord(line, position, escapeToken);
    position = end;
    if (word === '--') return { flags, rest: line.slice(position) };
    if (quoted || word !== '') flags.push(word);
  }
}

/** One flag; its quotes and escapeToken characters are taken off. */
function flagWord(
  line: string,
  start: number,
  escapeToken: string,
): { word: string; end: number; quoted: boolean } {
  let word = '';
  let quote = '';
  let quoted = false;
  let i = start;
  for (; i < line.length; i++) {
    let char = line[i]!;
    if (quote !== '' && char === quote) {
      quote = '';
      continue;
    }
    if (quote === '') {
      if (SPACE.test(char)) break;
      if (char === "'" || char === '"') {
        quote = char;
        quoted = true;
        continue;
      }
    }
    if (char === escapeToken) {
      if (i + 1 === line.length) continue;
      char = line[++i]!;
    }
    word += char;
  }
  return { word, end: i, quoted };
}

/** Words separated by spaces that are neither quoted nor escaped; quotes and escapes are kept. */
export function quotedWords(text: string, escapeToken: string): string[] {
  const words: string[] = [];
  let word = '';
  let blankOk = false;
  let quote = '';
  let inWord = false;
  const flush = (): void => {
    if (blankOk || word !== '') words.push(word);
    word = '';
    blankOk = false;
    inWord = false;
  };
  const characters = [...text];
  for (let i = 0; i < characters.length; i++) {
    const char = characters[i]!;
    if (!inWord && SPACE.test(char)) continue;
    inWord = true;
    if (quote === '' && SPACE.test(char)) {
      flush();
      continue;
    }
    if (quote === '' && (char === "'" || char === '"')) {
      quote = char;
      blankOk = true;
    } else if (char === quote) quote = '';
    if (char === escapeToken && quote !== "'") {
      if (i + 1 === characters.length) continue;
      word += char;
      i++;
      word += characters[i]!;
      continue;
    }
    word += char;
  }
  if (inWord) flush();
  return words;
}

/** Words separated by blanks, whatever is quoted. */
export function plainWords(text: string): string[] {
  return text === '' ? [] : text.split(BLANK);
}

export interface Pair {
  key: string;
  value: string;
  /** Written `KEY value`, without an equals sign. */
  legacy: boolean;
}

/** `KEY=value …` or the old `KEY value` of ENV and LABEL. */
export function pairs(text: string, instruction: string, escapeToken: string): Pair[] {
  const words = quotedWords(text, escapeToken);
  if (words.length === 0) return [];
  if (!words[0]!.includes('=')) {
    const blank = BLANK.exec(text);
    if (!blank) throw new Error(`${instruction} must have two arguments`);
    const value = text.slice(blank.index + blank[0].length);
    return [{ key: text.slice(0, blank.index), value, legacy: true }];
  }
  return words.map((word) => {
    const equals = word.indexOf('=');
    if (equals === -1) {
      throw new Error(
        `Syntax error - can't find = in ${JSON.stringify(word)}. Must be of the form: name=value`,
      );
    }
    return { key: word.slice(0, equals), value: word.slice(equals + 1), legacy: false };
  });
}

/**
 * The strings of a JSON array; nothing when the text is no JSON array.
 * @throws Error when the array holds anything but strings
 */
export function jsonStrings(text: string): string[] | undefined {
  const trimmed = text.trimStart();
  if (!trimmed.startsWith('[')) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(trimmed);
  } catch {
    return undefined;
  }
  const list = parsed as unknown[];
  if (list.some((item) => typeof item !== 'string')) {
    throw new Error('when using JSON array syntax, arrays must be comprised of strings only');
  }
  return list as string[];
}
