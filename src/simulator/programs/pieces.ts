import { type Content, contentBytes, contentSize, FileError } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import { openInput, readAll } from './support/input.ts';
import { parseMultiple } from './support/multiples.ts';
import { UsageError } from './support/options.ts';
import { absolute, command, Failure } from './support/program.ts';

/** As much as the simulated disk takes in one file. */
const MOST = 2 ** 31;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

function size(text: string, problem: string): number {
  const value = parseMultiple(text);
  if (value === undefined) throw new Failure(`${problem}: ‘${text}’`);
  return value;
}

/** split(1): a file in pieces of lines or bytes. */
export const split = command(
  {
    short: 'l:b:n:da:x',
    long: {
      'lines=': 'l',
      'bytes=': 'b',
      'number=': 'n',
      'numeric-suffixes?': 'd',
      'suffix-length=': 'a',
      'additional-suffix=': 'additional',
      verbose: 'verbose',
    },
  },
  async (process, options) => {
    const [name = '-', prefix = 'x', extra] = options.rest;
    if (extra !== undefined) throw new UsageError(`extra operand ‘${extra}’`);
    const cut = cutter(options);
    const bytes = await readInput(process, name);
    const pieces = cut(bytes);
    const digits = options.has('d') ? '0123456789' : options.has('x') ? '0123456789abcdef' : LETTERS;
    const width = Number(options.get('a') ?? 2);
    for (const [i, piece] of pieces.entries()) {
      const suffix = numbered(i, digits, width);
      if (suffix === undefined) throw new Failure('output file suffixes exhausted');
      const target = `${prefix}${suffix}${options.get('additional') ?? ''}`;
      process.files.write(absolute(process, target), piece);
      if (options.has('verbose')) await process.stdout.write(`creating file '${target}'\n`);
    }
    return 0;
  },
);

function cutter(options: { get(name: string): string | undefined }): (bytes: Uint8Array) => Uint8Array[] {
  const [lines, bytes, number] = ['l', 'b', 'n'].map((key) => options.get(key));
  if ([lines, bytes, number].filter((one) => one !== undefined).length > 1)
    throw new Failure("cannot split in more than one way\nTry 'split --help' for more information.");
  const positive = (text: string, what: string) => {
    const count = size(text, `invalid number of ${what}`);
    if (count === 0) throw new Failure(`invalid number of ${what}: ‘${text}’`);
    return count;
  };
  if (bytes !== undefined) {
    const length = positive(bytes, 'bytes');
    return (all) =>
      chunks(
        all,
        Array.from({ length: Math.ceil(all.length / length) }, () => length),
      );
  }
  if (number !== undefined) {
    const count = positive(number, 'chunks');
    return (all) => {
      const [least, more] = [Math.floor(all.length / count), all.length % count];
      return chunks(
        all,
        Array.from({ length: count }, (_, i) => least + (i < more ? 1 : 0)),
      );
    };
  }
  const count = positive(lines ?? '1000', 'lines');
  return (all) => {
    const sizes: number[] = [];
    for (let from = 0; from < all.length; ) {
      let end = from;
      for (let i = 0; i < count && end < all.length; i++) {
        const at = all.indexOf(10, end);
        end = at === -1 ? all.length : at + 1;
      }
      sizes.push(end - from);
      from = end;
    }
    return chunks(all, sizes);
  };
}

function chunks(bytes: Uint8Array, sizes: number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const length of sizes) {
    pieces.push(bytes.slice(at, at + length));
    at += length;
  }
  return pieces;
}

/** `aa`, `ab`, …; `undefined` when the letters do not suffice. */
function numbered(index: number, digits: string, width: number): string | undefined {
  let text = '';
  let rest = index;
  for (let i = 0; i < width; i++) {
    text = digits[rest % digits.length]! + text;
    rest = Math.floor(rest / digits.length);
  }
  return rest > 0 ? undefined : text;
}

async function readInput(process: Process, name: string): Promise<Uint8Array> {
  try {
    return await readAll(openInput(process, name), process.signal);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new Failure(`cannot open '${name}' for reading: ${error.message}`);
  }
}

/** truncate(1): files of a size, of zeros where they grow. */
export const truncate = command(
  { short: 's:cr:o', long: { 'size=': 's', 'no-create': 'c', 'reference=': 'r' } },
  async (process, options) => {
    const reference = options.get('r');
    const text = options.get('s') ?? (reference === undefined ? undefined : '0');
    if (text === undefined) throw new UsageError('you must specify either ‘--size’ or ‘--reference’');
    const sign = /^[-+]/.exec(text)?.[0] ?? '';
    const amount = size(text.slice(sign.length), 'Invalid number');
    const given = reference === undefined ? undefined : process.files.stat(absolute(process, reference)).size;
    if (options.rest.length === 0) throw new UsageError('missing file operand');
    for (const name of options.rest) {
      const path = absolute(process, name);
      try {
        const exists = process.files.exists(path);
        if (!exists && options.has('c')) continue;
        const content: Content = exists ? process.files.content(path) : new Uint8Array();
        const before = contentSize(content);
        const wanted = given ?? (sign === '+' ? before + amount : sign === '-' ? before - amount : amount);
        if (wanted > MOST)
          throw new Failure(`failed to truncate '${name}' at ${wanted} bytes: File too large`);
        process.files.write(path, resized(content, Math.max(0, wanted)));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        throw new Failure(`cannot open '${name}' for writing: ${error.message}`);
      }
    }
    return 0;
  },
);

function resized(content: Content, length: number): Content {
  const head = content instanceof Uint8Array ? content : content.head;
  return length >= head.length ? { head, size: length } : contentBytes(head).slice(0, length);
}

/** shuf(1): lines in an order of chance. */
export const shuf = command(
  {
    short: 'en:i:ro:z',
    long: { echo: 'e', 'head-count=': 'n', 'input-range=': 'i', repeat: 'r', 'output=': 'o' },
  },
  async (process, options) => {
    const range = options.get('i');
    const limit = options.get('n');
    if (limit !== undefined && !/^\d+$/.test(limit)) throw new Failure(`invalid line count: ‘${limit}’`);
    const ends = range === undefined ? undefined : /^(\d+)-(\d+)$/.exec(range);
    if (ends === null || (ends && Number(ends[2]) - Number(ends[1]) > 1e6))
      throw new Failure(`invalid input range: ‘${range}’`);
    const extra = options.has('e') ? undefined : options.rest[ends ? 0 : 1];
    if (extra !== undefined) throw new UsageError(`extra operand ‘${extra}’`);
    let lines: string[];
    if (options.has('e')) lines = options.rest;
    else if (ends)
      lines = Array.from({ length: Number(ends[2]) - Number(ends[1]) + 1 }, (_, i) =>
        String(Number(ends[1]) + i),
      );
    else {
      const bytes = await readAll(openInput(process, options.rest[0] ?? '-'), process.signal);
      lines = new TextDecoder().decode(bytes).replace(/\n$/, '').split('\n');
      if (bytes.length === 0) lines = [];
    }
    const { random } = process.host;
    if (options.has('r')) {
      if (lines.length === 0) throw new Failure('no lines to repeat');
      for (let i = 0; i < Number(limit ?? Number.POSITIVE_INFINITY); i++) {
        process.signal.throwIfAborted();
        await process.stdout.write(`${random.pick(lines)}\n`);
      }
      return 0;
    }
    for (let i = lines.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [lines[i], lines[j]] = [lines[j]!, lines[i]!];
    }
    const text = lines
      .slice(0, limit === undefined ? undefined : Number(limit))
      .map((line) => `${line}\n`)
      .join('');
    const target = options.get('o');
    if (target !== undefined) process.files.write(absolute(process, target), text);
    else await process.stdout.write(text);
    return 0;
  },
);
