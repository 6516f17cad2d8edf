import { characterOrEscape, printable } from './support/byte-text.ts';
import { openInput, readAll } from './support/input.ts';
import { absolute, command, Failure, forEach } from './support/program.ts';

const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');

/** A count as xxd and hexdump read it: decimal, octal or hexadecimal. */
function count(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(/^0[0-7]+$/.test(text) ? `0o${text.slice(1)}` : text);
  return Number.isNaN(value) ? 0 : value;
}

/** xxd(1): sixteen bytes a line, in pairs; `-r` makes the bytes again. */
export const xxd = command({ short: 'prul:s:c:g:bieE', long: {} }, async (process, options) => {
  const [name = '-', target] = options.rest;
  let input: Uint8Array;
  try {
    input = await readAll(openInput(process, name), process.signal);
  } catch {
    throw new Failure(`${name}: No such file or directory`, 2);
  }
  const out: Uint8Array | string = options.has('r')
    ? reversed(new TextDecoder().decode(input), options.has('p'))
    : dump(input, options);
  if (target === undefined) await process.stdout.write(out);
  else process.files.write(absolute(process, target), out);
  return 0;
});

function dump(
  input: Uint8Array,
  options: { has(name: string): boolean; get(name: string): string | undefined },
): string {
  const skip = count(options.get('s')) ?? 0;
  const start = skip < 0 ? Math.max(0, input.length + skip) : skip;
  const bytes = input.subarray(start, start + (count(options.get('l')) ?? input.length));
  const upper = (text: string) => (options.has('u') ? text.toUpperCase() : text);
  const plain = options.has('p');
  const bits = options.has('b');
  const row = count(options.get('c')) || (plain ? 30 : bits ? 6 : 16);
  const group = count(options.get('g')) ?? (bits ? 1 : 2);
  const digits = bits ? 8 : 2;
  let out = '';
  for (let at = 0; at < bytes.length; at += row) {
    const part = [...bytes.subarray(at, at + row)];
    const shown = part.map((byte) => (bits ? byte.toString(2).padStart(8, '0') : upper(hex(byte, 2))));
    if (plain) {
      out += `${shown.join('')}\n`;
      continue;
    }
    const size = group || row;
    let columns = '';
    for (let i = 0; i < shown.length; i += size) columns += `${shown.slice(i, i + size).join('')} `;
    const width = row * digits + Math.ceil(row / size);
    out += `${hex(start + at, 8)}: ${columns.padEnd(width)} ${part.map(printable).join('')}\n`;
  }
  return out;
}

function reversed(text: string, plain: boolean): Uint8Array {
  const digits = plain
    ? text.replace(/[^0-9a-fA-F]/g, '')
    : text
        .split('\n')
        .map((line) => (/^[0-9a-fA-F]+:((?: ?[0-9a-fA-F]{2})+)/.exec(line)?.[1] ?? '').replaceAll(' ', ''))
        .join('');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** hexdump(1): numbers of two bytes, or with `-C` bytes beside their characters. */
export const hexdump = command(
  { short: 'Cbcdoxvn:s:', long: { canonical: 'C', 'length=': 'n', 'skip=': 's', 'no-squeezing': 'v' } },
  async (process, options) => {
    const parts: number[] = [];
    let found = false;
    const status = await forEach(process, options.rest.length > 0 ? options.rest : ['-'], async (name) => {
      const bytes = await readAll(openInput(process, name), process.signal);
      found = true;
      for (const byte of bytes) parts.push(byte);
    });
    if (!found) throw new Failure('all input file arguments failed');
    const skip = count(options.get('s')) ?? 0;
    const bytes = parts.slice(skip, skip + (count(options.get('n')) ?? parts.length));
    const canonical = options.has('C') || process.argv[0]!.endsWith('hd');
    const offset = canonical ? 8 : 7;
    let out = '';
    let before = '';
    let starred = false;
    for (let at = 0; at < bytes.length; at += 16) {
      const part = bytes.slice(at, at + 16);
      const line = canonical ? beside(part) : words(part, options);
      const same = line === before && part.length === 16 && !options.has('v');
      if (same && !starred) out += '*\n';
      starred = same;
      before = line;
      if (!same) out += `${hex(skip + at, offset)}${line}\n`;
    }
    await process.stdout.write(bytes.length > 0 ? `${out}${hex(skip + bytes.length, offset)}\n` : '');
    return status;
  },
);

function beside(part: number[]): string {
  const half = (from: number) =>
    part
      .slice(from, from + 8)
      .map((byte) => ` ${hex(byte, 2)}`)
      .join('');
  return ` ${half(0).padEnd(24)} ${half(8).padEnd(24)}  |${part.map(printable).join('')}|`;
}

function words(part: number[], options: { has(name: string): boolean }): string {
  if (options.has('b'))
    return part
      .map((byte) => ` ${byte.toString(8).padStart(3, '0')}`)
      .join('')
      .padEnd(64);
  if (options.has('c')) {
    return part
      .map((byte) => characterOrEscape(byte).padStart(4))
      .join('')
      .padEnd(64);
  }
  let out = '';
  for (let i = 0; i < part.length; i += 2) {
    const value = part[i]! + ((part[i + 1] ?? 0) << 8);
    if (options.has('d')) out += `   ${String(value).padStart(5, '0')}`;
    else if (options.has('o')) out += `  ${value.toString(8).padStart(6, '0')}`;
    else out += options.has('x') ? `    ${hex(value, 4)}` : ` ${hex(value, 4)}`;
  }
  const width = options.has('d') || options.has('o') || options.has('x') ? 64 : 40;
  return out.padEnd(width);
}

/** strings(1): the texts in what is mostly none. */
export const strings = command(
  { short: 'an:t:fw', long: { all: 'a', 'bytes=': 'n', 'radix=': 't' } },
  async (process, options) => {
    const least = Number(options.get('n') ?? 4);
    if (!(least > 0)) throw new Failure(`invalid minimum string length ${options.get('n')}`);
    const base = { d: 10, o: 8, x: 16 }[options.get('t') ?? ''];
    return forEach(
      process,
      options.rest.length > 0 ? options.rest : ['-'],
      async (name) => {
        const bytes = await readAll(openInput(process, name), process.signal);
        let from = 0;
        for (let at = 0; at <= bytes.length; at++) {
          const byte = bytes[at];
          if (byte !== undefined && (byte === 9 || (byte > 31 && byte < 127))) continue;
          if (at - from >= least) {
            const place = base ? `${from.toString(base).padStart(7)} ` : '';
            await process.stdout.write(`${place}${new TextDecoder().decode(bytes.subarray(from, at))}\n`);
          }
          from = at + 1;
        }
      },
      (error, name) => (error.code === 'ENOENT' ? `'${name}': No such file` : `${name}: ${error.message}`),
    );
  },
);
