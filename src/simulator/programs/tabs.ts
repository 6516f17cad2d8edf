import { lines, openInput } from './support/input.ts';
import { command, Failure, forEach } from './support/program.ts';

/** The next tab stop behind a column: at given places, or every so many columns. */
function stops(text: string | undefined): (column: number) => number {
  const places = (text ?? '8').split(/[, ]+/).filter(Boolean);
  const wrong = places.find((place) => !/^\d+$/.test(place));
  if (wrong !== undefined) throw new Failure(`tab size contains invalid character(s): ‘${wrong}’`);
  const numbers = places.map(Number);
  if (numbers.includes(0)) throw new Failure('tab size cannot be 0');
  if (numbers.length === 1) return (column) => column + numbers[0]! - (column % numbers[0]!);
  return (column) => numbers.find((place) => place > column) ?? column + 1;
}

/** expand(1): tabs become blanks. */
export const expand = command(
  { short: 'it:', long: { initial: 'i', 'tabs=': 't' } },
  async (process, options) => {
    const next = stops(options.get('t'));
    return forEach(process, options.rest.length > 0 ? options.rest : ['-'], async (name) => {
      for await (const { text, ended } of lines(openInput(process, name), process.signal)) {
        let out = '';
        let started = false;
        for (const c of text) {
          started ||= !/[ \t]/.test(c);
          out += c === '\t' && !(options.has('i') && started) ? ' '.repeat(next(out.length) - out.length) : c;
        }
        await process.stdout.write(ended ? out : `${out}\n`);
      }
    });
  },
);

/** unexpand(1): blanks at the beginning become tabs, with `-a` all that reach a stop. */
export const unexpand = command(
  { short: 'at:', long: { all: 'a', 'first-only': 'first', 'tabs=': 't' } },
  async (process, options) => {
    const next = stops(options.get('t'));
    const all = (options.has('a') || options.has('t')) && !options.has('first');
    return forEach(process, options.rest.length > 0 ? options.rest : ['-'], async (name) => {
      for await (const { text, ended } of lines(openInput(process, name), process.signal)) {
        const out = packed(text, next, all);
        await process.stdout.write(ended ? out : `${out}\n`);
      }
    });
  },
);

function packed(text: string, next: (column: number) => number, all: boolean): string {
  let out = '';
  let pending = '';
  let column = 0;
  for (const [i, c] of [...text].entries()) {
    if (c !== ' ' && c !== '\t') {
      out += pending + c;
      pending = '';
      column++;
      if (!all) return out + [...text].slice(i + 1).join('');
      continue;
    }
    const stop = next(column);
    column = c === '\t' ? stop : column + 1;
    pending += c;
    if (column !== stop) continue;
    // A single blank before a stop stays one, unless more follow.
    out += pending === ' ' && [...text][i + 1] !== ' ' && [...text][i + 1] !== '\t' ? ' ' : '\t';
    pending = '';
  }
  return out + pending;
}

/** fold(1): lines no longer than a width. */
export const fold = command(
  { short: 'bsw:', long: { bytes: 'b', spaces: 's', 'width=': 'w' } },
  async (process, options) => {
    const text = options.get('w') ?? '80';
    const width = Number(text);
    if (!/^\d+$/.test(text) || width === 0) throw new Failure(`invalid number of columns: ‘${text}’`);
    return forEach(process, options.rest.length > 0 ? options.rest : ['-'], async (name) => {
      for await (const { text: line, ended } of lines(openInput(process, name), process.signal)) {
        await process.stdout.write(
          broken([...line], width, options.has('s')).join('\n') + (ended ? '' : '\n'),
        );
      }
    });
  },
);

function broken(characters: string[], width: number, atBlanks: boolean): string[] {
  const pieces: string[] = [];
  let rest = characters;
  while (rest.length > width) {
    const blank = atBlanks ? rest.slice(0, width).findLastIndex((c) => /\s/.test(c)) : -1;
    const end = blank === -1 ? width : blank + 1;
    pieces.push(rest.slice(0, end).join(''));
    rest = rest.slice(end);
  }
  return [...pieces, rest.join('')];
}
