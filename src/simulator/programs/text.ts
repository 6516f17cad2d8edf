import { FileError } from '../common/files.ts';
import type { Output, Program } from '../common/process.ts';
import { lines, openInput, readAll } from './support/input.ts';
import { absolute, command, complain, Failure, forEach } from './support/program.ts';
import { expandSet } from './support/sets.ts';

/** wc(1), with a way to tell how wide its columns are. */
const counter = (widthOf: (row: WcShape) => number): Program =>
  command(
    { short: 'lwcmL', long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm', 'max-line-length': 'L' } },
    async (process, options) => {
      const names = options.rest.length > 0 ? options.rest : ['-'];
      const keys = ['l', 'w', 'm', 'c', 'L'].filter((key) => options.has(key));
      const shown = keys.length > 0 ? keys : ['l', 'w', 'c'];
      const rows: { counts: number[]; name: string }[] = [];
      const total = shown.map(() => 0);
      const status = await forEach(process, names, async (name) => {
        const bytes = await readAll(openInput(process, name), process.signal);
        const text = new TextDecoder().decode(bytes);
        const counts: Record<string, number> = {
          l: text.split('\n').length - 1,
          w: text.match(/\S+/g)?.length ?? 0,
          m: [...text].length,
          c: bytes.length,
          L: Math.max(0, ...text.split('\n').map((line) => [...line].length)),
        };
        const row = shown.map((key) => counts[key]!);
        row.forEach((count, i) => {
          total[i] = shown[i] === 'L' ? Math.max(total[i]!, count) : total[i]! + count;
        });
        rows.push({ counts: row, name: options.rest.length > 0 ? name : '' });
      });
      if (names.length > 1) rows.push({ counts: total, name: 'total' });
      const width = widthOf({
        plain: names.length === 1 && shown.length === 1,
        digits: Math.max(...rows.flatMap(({ counts }) => counts.map((n) => String(n).length)), 1),
        piped: options.rest.length === 0 || names.includes('-'),
      });
      for (const { counts, name } of rows) {
        await process.stdout.write(
          `${counts.map((n) => String(n).padStart(width)).join(' ')}${name ? ` ${name}` : ''}\n`,
        );
      }
      return status;
    },
  );

interface WcShape {
  /** One number of one input. */
  plain: boolean;
  /** How long the longest number is. */
  digits: number;
  /** Of an input whose size cannot be known before. */
  piped: boolean;
}

/** GNU's wc(1). */
export const wc = counter(({ plain, digits, piped }) => (plain ? 0 : piped ? 7 : digits));
/** BusyBox's, whose columns are of one width. */
export const busyboxWc = counter(({ plain }) => (plain ? 0 : 9));

/** tee(1). */
export const tee = command(
  { short: 'aip', long: { append: 'a', 'ignore-interrupts': 'i' } },
  async (process, options) => {
    let status = 0;
    const paths: string[] = [];
    const outputs: Output[] = [process.stdout];
    for (const name of options.rest) {
      if (name === '/dev/stderr') {
        outputs.push(process.stderr);
        continue;
      }
      if (name === '/dev/tty' && process.tty) {
        outputs.push(process.tty.output);
        continue;
      }
      try {
        const path = absolute(process, name);
        if (!options.has('a') || !process.files.exists(path)) process.files.write(path, '');
        paths.push(path);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        await complain(process, `${name}: ${error.message}`);
        status = 1;
      }
    }
    for (
      let chunk = await process.stdin.read(process.signal);
      chunk;
      chunk = await process.stdin.read(process.signal)
    ) {
      for (const path of paths) process.files.append(path, chunk);
      for (const output of outputs) await output.write(chunk);
    }
    return status;
  },
);

/** The positions that `cut -f 1,3-5` selects. */
function parseRanges(text: string): (n: number) => boolean {
  const ranges = text.split(',').map((part) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (!match || part === '' || part === '-') throw new Failure('invalid byte or character list');
    const from = Number(match[1] || 1);
    const to = match[2] ? (match[3] ? Number(match[3]) : Number.POSITIVE_INFINITY) : from;
    if (from === 0) throw new Failure('fields are numbered from 1');
    if (to < from) throw new Failure('invalid decreasing range');
    return [from, to] as const;
  });
  return (n) => ranges.some(([from, to]) => n >= from && n <= to);
}

/** cut(1). */
export const cut = command(
  {
    short: 'd:f:c:b:sn',
    long: {
      'delimiter=': 'd',
      'fields=': 'f',
      'characters=': 'c',
      'bytes=': 'b',
      'only-delimited': 's',
      'output-delimiter=': 'o',
      complement: 'complement',
    },
  },
  async (process, options) => {
    const list = options.get('f') ?? options.get('c') ?? options.get('b');
    if (list === undefined) {
      throw new Failure(
        "you must specify a list of bytes, characters, or fields\nTry 'cut --help' for more information.",
      );
    }
    const inRange = parseRanges(list);
    const selected = options.has('complement') ? (n: number) => !inRange(n) : inRange;
    const delimiter = options.get('d') ?? '\t';
    if (delimiter.length > 1) throw new Failure('the delimiter must be a single character');
    return forEach(process, options.rest.length > 0 ? options.rest : ['-'], async (name) => {
      for await (const { text } of lines(openInput(process, name), process.signal)) {
        if (!options.has('f')) {
          await process.stdout.write(`${[...text].filter((_, i) => selected(i + 1)).join('')}\n`);
          continue;
        }
        const fields = text.split(delimiter);
        if (fields.length === 1) {
          if (!options.has('s')) await process.stdout.write(`${text}\n`);
          continue;
        }
        await process.stdout.write(
          `${fields.filter((_, i) => selected(i + 1)).join(options.get('o') ?? delimiter)}\n`,
        );
      }
    });
  },
);

/** tr(1). */
export const tr = command(
  { short: 'cCdst', long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's' }, anywhere: false },
  async (process, options) => {
    const [first, second] = options.rest;
    if (first === undefined) throw new Failure("missing operand\nTry 'tr --help' for more information.");
    const deleting = options.has('d');
    const squeezing = options.has('s');
    if (second === undefined && !deleting && !squeezing) {
      throw new Failure(
        `missing operand after ‘${first}’\nTwo strings must be given when translating.\nTry 'tr --help' for more information.`,
      );
    }
    const complement = options.has('c') || options.has('C');
    const from = expandSet(first);
    const to = second === undefined ? [] : expandSet(second);
    const inFirst = new Set(from);
    const isIn = (c: string) => inFirst.has(c) !== complement;
    const squeezeSet = deleting ? new Set(to) : second === undefined ? undefined : new Set(to);
    const map = new Map(from.map((c, i) => [c, to[Math.min(i, to.length - 1)]!]));
    const decoder = new TextDecoder();
    let last = '';
    for (
      let chunk = await process.stdin.read(process.signal);
      chunk;
      chunk = await process.stdin.read(process.signal)
    ) {
      let out = '';
      for (const c of decoder.decode(chunk, { stream: true })) {
        if (deleting && isIn(c)) continue;
        const shown =
          !deleting && second !== undefined && isIn(c) ? (complement ? to.at(-1)! : map.get(c)!) : c;
        const squeezed = squeezing && (squeezeSet ? squeezeSet.has(shown) : isIn(c));
        if (squeezed && shown === last) continue;
        out += shown;
        last = squeezed ? shown : '';
      }
      await process.stdout.write(out);
    }
    return 0;
  },
);

/** uniq(1). */
export const uniq = command(
  {
    short: 'cdDuif:s:w:',
    long: {
      count: 'c',
      repeated: 'd',
      'all-repeated': 'D',
      unique: 'u',
      'ignore-case': 'i',
      'skip-fields=': 'f',
    },
  },
  async (process, options) => {
    const key = (line: string) => {
      let text = line;
      for (let i = 0; i < Number(options.get('f') ?? 0); i++) text = text.replace(/^\s*\S+/, '');
      text = text.slice(Number(options.get('s') ?? 0));
      if (options.has('w')) text = text.slice(0, Number(options.get('w')));
      return options.has('i') ? text.toLowerCase() : text;
    };
    let held: string | undefined;
    let count = 0;
    const flush = async () => {
      if (held === undefined) return;
      if (((options.has('d') || options.has('D')) && count < 2) || (options.has('u') && count > 1)) return;
      const line = `${options.has('c') ? `${String(count).padStart(7)} ` : ''}${held}\n`;
      await process.stdout.write(options.has('D') ? line.repeat(count) : line);
    };
    const [name = '-'] = options.rest;
    for await (const { text } of lines(openInput(process, name), process.signal)) {
      if (held !== undefined && key(text) === key(held)) count++;
      else {
        await flush();
        held = text;
        count = 1;
      }
    }
    await flush();
    return 0;
  },
);

/** tac(1), rev(1). */
export const tac = command({}, async (process, options) =>
  forEach(process, options.rest.length > 0 ? options.rest : ['-'], async (name) => {
    const text = new TextDecoder().decode(await readAll(openInput(process, name), process.signal));
    const all = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    await process.stdout.write(all.reverse().join(''));
  }),
);

export const rev = command({}, async (process, options) =>
  forEach(process, options.rest.length > 0 ? options.rest : ['-'], async (name) => {
    for await (const { text } of lines(openInput(process, name), process.signal)) {
      await process.stdout.write(`${[...text].reverse().join('')}\n`);
    }
  }),
);

/** nl(1), as far as it numbers lines. */
export const nl = command({ short: 'b:w:s:n:v:' }, async (process, options) => {
  const all = options.get('b') === 'a';
  let n = Number(options.get('v') ?? 1);
  return forEach(process, options.rest.length > 0 ? options.rest : ['-'], async (name) => {
    for await (const { text } of lines(openInput(process, name), process.signal)) {
      const numbered = all || text !== '';
      const width = Number(options.get('w') ?? 6);
      await process.stdout.write(
        numbered
          ? `${String(n++).padStart(width)}${options.get('s') ?? '\t'}${text}\n`
          : `${' '.repeat(width + 1)}${text}\n`,
      );
    }
  });
});
