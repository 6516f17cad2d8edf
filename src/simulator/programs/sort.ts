import { collation } from './support/collate.ts';
import { lines, openInput, readAll } from './support/input.ts';
import { absolute, command, complain, Failure, forEach } from './support/program.ts';

interface Key {
  fromField: number;
  fromChar: number;
  toField: number;
  toChar: number;
  modifiers: string;
}

function parseKey(text: string): Key {
  const match = /^(\d+)(?:\.(\d+))?([bdfghiMnRrV]*)(?:,(\d+)(?:\.(\d+))?([bdfghiMnRrV]*))?$/.exec(text);
  if (!match || match[1] === '0')
    throw new Failure(`invalid number at field start: invalid count at start of ‘${text}’`, 2);
  return {
    fromField: Number(match[1]),
    fromChar: Number(match[2] ?? 1),
    toField: match[4] === undefined ? Number.POSITIVE_INFINITY : Number(match[4]),
    toChar: Number(match[5] ?? 0),
    modifiers: (match[3] ?? '') + (match[6] ?? ''),
  };
}

function extract(line: string, key: Key, separator: string | undefined): string {
  const fields = separator === undefined ? (line.match(/\s*\S+|\s+$/g) ?? [line]) : line.split(separator);
  const joined = fields.slice(
    key.fromField - 1,
    key.toField === Number.POSITIVE_INFINITY ? undefined : key.toField,
  );
  if (joined.length === 0) return '';
  if (key.toChar > 0) joined[joined.length - 1] = joined.at(-1)!.slice(0, key.toChar);
  joined[0] = joined[0]!.slice(key.fromChar - 1);
  return joined.join(separator ?? '');
}

const HUMAN: Record<string, number> = { K: 1, M: 2, G: 3, T: 4, P: 5, E: 6 };

function humanNumber(text: string): number {
  const match = /^\s*(-?\d+(?:\.\d+)?)([KMGTPEkmg]?)/.exec(text);
  return match ? Number(match[1]) * 1024 ** (HUMAN[match[2]!.toUpperCase()] ?? 0) : 0;
}

/** The order of one character in a version: `~` before the end, letters before the rest (deb-version(7)). */
function rank(c: string | undefined): number {
  if (c === undefined || /\d/.test(c)) return 0;
  if (c === '~') return -1;
  return /[A-Za-z]/.test(c) ? c.charCodeAt(0) : c.charCodeAt(0) + 256;
}

function compareVersions(a: string, b: string): number {
  // A suffix as of a file counts only where all before it is the same.
  const bare = (text: string) => text.replace(/(?:\.[A-Za-z~][A-Za-z0-9~]*)*$/, '');
  return compareDebian(bare(a), bare(b)) || compareDebian(a, b);
}

function compareDebian(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    while ((i < a.length && !/\d/.test(a[i]!)) || (j < b.length && !/\d/.test(b[j]!))) {
      const order = rank(a[i]) - rank(b[j]);
      if (order !== 0) return order;
      i++;
      j++;
    }
    const [x, y] = [/^\d*/.exec(a.slice(i))![0], /^\d*/.exec(b.slice(j))![0]];
    const order = Number(x) - Number(y);
    if (order !== 0) return order;
    i += x.length;
    j += y.length;
  }
  return 0;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function comparer(
  modifiers: string,
  collate: (a: string, b: string) => number,
): (a: string, b: string) => number {
  const prepare = (text: string) => {
    let out = text;
    if (modifiers.includes('b')) out = out.trimStart();
    if (modifiers.includes('f')) out = out.toUpperCase();
    if (modifiers.includes('d')) out = out.replace(/[^\p{L}\p{N}\s]/gu, '');
    return out;
  };
  const number = (text: string) => Number(/^\s*(-?(?:\d+\.?\d*|\.\d+))/.exec(text)?.[1] ?? 0);
  const month = (text: string) => MONTHS.indexOf(text.trimStart().slice(0, 3).toLowerCase());
  const general = (text: string) => Number.parseFloat(text) || 0;
  return (a, b) => {
    const [x, y] = [prepare(a), prepare(b)];
    if (modifiers.includes('n')) return number(x) - number(y);
    if (modifiers.includes('h')) return humanNumber(x) - humanNumber(y);
    if (modifiers.includes('g')) return general(x) - general(y);
    if (modifiers.includes('M')) return month(x) - month(y);
    if (modifiers.includes('V')) return compareVersions(x, y);
    return collate(x, y);
  };
}

/** sort(1). */
export const sort = command(
  {
    short: 'bdfghiMnRrVuk:t:o:cCzsmS:T:',
    long: {
      'numeric-sort': 'n',
      reverse: 'r',
      unique: 'u',
      'key=': 'k',
      'field-separator=': 't',
      'output=': 'o',
      'human-numeric-sort': 'h',
      'version-sort': 'V',
      'ignore-case': 'f',
      'check?': 'c',
      'month-sort': 'M',
      'general-numeric-sort': 'g',
      'dictionary-order': 'd',
      'ignore-leading-blanks': 'b',
      'random-sort': 'R',
      merge: 'm',
      'parallel=': 'parallel',
      'buffer-size=': 'S',
      'temporary-directory=': 'T',
      stable: 's',
      'zero-terminated': 'z',
    },
    usageStatus: 2,
  },
  async (process, options) => {
    const all: string[] = [];
    const status = await forEach(
      process,
      options.rest.length > 0 ? options.rest : ['-'],
      async (name) => {
        if (options.has('z')) {
          const text = new TextDecoder().decode(await readAll(openInput(process, name), process.signal));
          all.push(...text.replace(/\0$/, '').split('\0'));
        } else for await (const { text } of lines(openInput(process, name), process.signal)) all.push(text);
      },
      (error, name) =>
        error.code === 'EISDIR'
          ? `read failed: ${name}: ${error.message}`
          : `cannot read: ${name}: ${error.message}`,
    );
    if (status !== 0) return 2;
    const global = [...options.flags.keys()].filter((key) => /^[bdfghiMnV]$/.test(key)).join('');
    const separator = options.get('t');
    const keys = options.all('k').map(parseKey);
    const collate = collation(process.env);
    const comparisons =
      keys.length === 0
        ? [{ compare: comparer(global, collate), reverse: options.has('r'), pick: (line: string) => line }]
        : keys.map((key) => ({
            compare: comparer(key.modifiers.replace('r', '') || global, collate),
            reverse: key.modifiers ? key.modifiers.includes('r') : options.has('r'),
            pick: (line: string) => extract(line, key, separator),
          }));
    const byKeys = (a: string, b: string): number => {
      for (const { compare, reverse, pick } of comparisons) {
        const order = compare(pick(a), pick(b));
        if (order !== 0) return reverse ? -order : order;
      }
      return 0;
    };
    const last = comparer('', collate);
    const whole = (a: string, b: string) =>
      byKeys(a, b) ||
      (options.has('u') || options.has('s') ? 0 : options.has('r') ? -last(a, b) : last(a, b));
    if (options.has('c') || options.has('C')) {
      const quiet = options.has('C') || /^(?:quiet|silent)$/.test(options.get('c') ?? '');
      const at = all.findIndex((line, i) => i > 0 && whole(all[i - 1]!, line) > 0);
      if (at === -1) return 0;
      if (!quiet) await complain(process, `${options.rest[0] ?? '-'}:${at + 1}: disorder: ${all[at]}`);
      return 1;
    }
    if (options.has('R')) {
      // By chance, but the same lines together.
      const { random } = process.host;
      const places = new Map(all.map((line) => [line, random.uint32()]));
      all.sort((a, b) => places.get(a)! - places.get(b)!);
    } else all.sort(whole);
    let sorted = all;
    if (options.has('u')) sorted = sorted.filter((line, i) => i === 0 || byKeys(sorted[i - 1]!, line) !== 0);
    const text = sorted.map((line) => `${line}${options.has('z') ? '\0' : '\n'}`).join('');
    const target = options.get('o');
    if (target !== undefined) process.files.write(absolute(process, target), text);
    else await process.stdout.write(text);
    return 0;
  },
);
