import { FileError } from '../common/files.ts';
import type { Output, Program } from '../common/process.ts';
import { lines, openInput, readAll } from './support/input.ts';
import { UsageError } from './support/options.ts';
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
function parseRanges(text: string, fields: boolean): (n: number) => boolean {
  const fail = (message: string): never => {
    throw new UsageError(message);
  };
  const ranges = text.split(',').map((part) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (part === '-') return fail('invalid range with no endpoint: -');
    if (!match)
      return fail(fields ? `invalid field value ‘${part}’` : `invalid byte/character position ‘${part}’`);
    if (part === '') return fail(`${fields ? 'fields' : 'byte/character positions'} are numbered from 1`);
    const from = Number(match[1] || 1);
    const to = match[2] ? (match[3] ? Number(match[3]) : Number.POSITIVE_INFINITY) : from;
    if (from === 0) fail(`${fields ? 'fields' : 'byte/character positions'} are numbered from 1`);
    if (to < from) fail('invalid decreasing range');
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
      throw new UsageError('you must specify a list of bytes, characters, or fields');
    }
    if (['f', 'c', 'b'].filter((key) => options.has(key)).length > 1)
      throw new UsageError('only one list may be specified');
    const inRange = parseRanges(list, options.has('f'));
    const selected = options.has('complement') ? (n: number) => !inRange(n) : inRange;
    const delimiter = options.get('d') ?? '\t';
    if (delimiter.length > 1) throw new UsageError('the delimiter must be a single character');
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
  {
    short: 'cCdst',
    long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' },
    anywhere: false,
  },
  async (process, options) => {
    const [first, second, third] = options.rest;
    if (third !== undefined) throw new UsageError(`extra operand ‘${third}’`);
    if (first === undefined) throw new Failure("missing operand\nTry 'tr --help' for more information.");
    const deleting = options.has('d');
    const squeezing = options.has('s');
    if (second === undefined && !deleting && !squeezing) {
      throw new Failure(
        `missing operand after ‘${first}’\nTwo strings must be given when translating.\nTry 'tr --help' for more information.`,
      );
    }
    const complement = options.has('c') || options.has('C');
    const whole = expandSet(first);
    const to = second === undefined ? [] : expandSet(second);
    if (second === '' && !deleting && !options.has('t'))
      throw new Failure('when not truncating set1, string2 must be non-empty');
    const from = options.has('t') && !deleting ? whole.slice(0, to.length) : whole;
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
      'group?': 'group',
      'skip-chars=': 's',
      'check-chars=': 'w',
    },
    most: 2,
  },
  async (process, options) => {
    const [name = '-', target] = options.rest;
    let kept = '';
    const write = async (text: string) => {
      if (target === undefined || target === '-') await process.stdout.write(text);
      else kept += text;
    };
    const key = (line: string) => {
      let text = line;
      for (let i = 0; i < Number(options.get('f') ?? 0); i++) text = text.replace(/^\s*\S+/, '');
      text = text.slice(Number(options.get('s') ?? 0));
      if (options.has('w')) text = text.slice(0, Number(options.get('w')));
      return options.has('i') ? text.toLowerCase() : text;
    };
    let held: string | undefined;
    let count = 0;
    let first = true;
    const flush = async () => {
      if (held === undefined) return;
      if (((options.has('d') || options.has('D')) && count < 2) || (options.has('u') && count > 1)) return;
      const line = `${options.has('c') ? `${String(count).padStart(7)} ` : ''}${held}\n`;
      const isGroup = options.has('group');
      if (isGroup && !first) await write('\n');
      first = false;
      await write(options.has('D') || isGroup ? line.repeat(count) : line);
    };
    for await (const { text } of lines(openInput(process, name), process.signal)) {
      if (held !== undefined && key(text) === key(held)) count++;
      else {
        await flush();
        held = text;
        count = 1;
      }
    }
    await flush();
    if (target !== undefined && target !== '-') process.files.write(absolute(process, target), kept);
    return 0;
  },
);
