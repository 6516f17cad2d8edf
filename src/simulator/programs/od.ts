import { concat } from '../common/gzip.ts';
import { characterOrEscape, printable } from './support/byte-text.ts';
import { openInput, readAll } from './support/input.ts';
import { parseMultiple } from './support/multiples.ts';
import { command, Failure, forEach } from './support/program.ts';

const ROW = 16;
const NAMES =
  'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
    ' ',
  );

/** How bytes are shown: `size` at a time, each in a field of `width` characters and a space. */
interface Format {
  size: number;
  width: number;
  show(value: bigint): string;
  /** `z`: the printable characters follow. */
  text: boolean;
}

/** The digits that numbers of 1, 2, 4 and 8 bytes may need. */
const DIGITS: Record<string, Record<number, number>> = {
  o: { 1: 3, 2: 6, 4: 11, 8: 22 },
  x: { 1: 2, 2: 4, 4: 8, 8: 16 },
  u: { 1: 3, 2: 5, 4: 10, 8: 20 },
  d: { 1: 4, 2: 6, 4: 11, 8: 20 },
};

const SIZES: Record<string, number> = { C: 1, S: 2, I: 4, L: 8 };
const BASES: Record<string, number> = { o: 8, x: 16, u: 10, d: 10 };

function name(value: bigint): string {
  const code = Number(value) & 127;
  return code === 127 ? 'del' : (NAMES[code] ?? String.fromCharCode(code));
}

/** A count that is neither octal nor hexadecimal. */
const decimal = (text: string): number | undefined => (/^0./.test(text) ? undefined : parseMultiple(text));

/** Reads a `-t` argument such as `x1z` or `cx2`. */
function parseFormats(type: string): Format[] {
  const formats: Format[] = [];
  for (let rest = type; rest !== ''; ) {
    const match = /^([acdoux])(\d+|[CSIL])?(z?)/.exec(rest);
    const [whole = '', kind = '', length = '', text = ''] = match ?? [];
    const size = SIZES[length] ?? Number(length || (kind === 'a' || kind === 'c' ? 1 : 4));
    const digits = DIGITS[kind]?.[size] ?? (/[ac]/.test(kind) && size === 1 ? 3 : undefined);
    if (digits === undefined) throw new Failure(`invalid character '${rest[0]}' in type string ‘${type}’`);
    formats.push({ size, width: digits, show: shower(kind, size, digits), text: text !== '' });
    rest = rest.slice(whole.length);
  }
  return formats;
}

function shower(kind: string, size: number, digits: number): Format['show'] {
  if (kind === 'c') return (value) => characterOrEscape(Number(value));
  if (kind === 'a') return name;
  if (kind === 'd') return (value) => String(BigInt.asIntN(size * 8, value));
  return (value) => value.toString(BASES[kind]).padStart(kind === 'u' ? 0 : digits, '0');
}

/** The offset as `-A` wants it; nothing for `n`. */
function offset(radix: string, at: number): string {
  if (radix === 'n') return '';
  const width = radix === 'x' ? 6 : 7;
  return at.toString({ o: 8, d: 10, x: 16 }[radix]).padStart(width, '0');
}

function row(bytes: Uint8Array, { size, show, text, width }: Format, field: number): string {
  let line = '';
  for (let at = 0; at < bytes.length; at += size) {
    let value = 0n;
    for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
    line += show(value).padStart(Math.max(width + 1, field * size));
  }
  if (!text) return line;
  const shown = [...bytes].map(printable).join('');
  return `${line.padEnd((ROW / size) * Math.max(width + 1, field * size))}  >${shown}<`;
}

/** od(1). */
export const od = command(
  {
    short: 'A:t:N:j:vabcdhxosl',
    long: {
      'address-radix=': 'A',
      'format=': 't',
      'read-bytes=': 'N',
      'skip-bytes=': 'j',
      'output-duplicates': 'v',
    },
  },
  async (process, options) => {
    const radix = options.get('A') ?? 'o';
    if (!/^[doxn]$/.test(radix)) {
      throw new Failure(`invalid output address radix '${radix}'; it must be one character from [doxn]`);
    }
    const old = { a: 'a', b: 'o1', c: 'c', d: 'u2', h: 'x2', x: 'x2', o: 'o2', s: 'd2', l: 'd8' };
    const types = Object.entries(old).flatMap(([letter, type]) => (options.has(letter) ? [type] : []));
    const formats = parseFormats(options.get('t') ?? (types.join('') || 'o2'));
    const parts: Uint8Array[] = [];
    const status = await forEach(process, options.rest.length > 0 ? options.rest : ['-'], async (file) => {
      parts.push(await readAll(openInput(process, file), process.signal));
    });
    const all = concat(parts);
    const amount = (letter: string, fallback: number): number => {
      const text = options.get(letter) ?? String(fallback);
      if (!/^\d/.test(text)) throw new Failure(`invalid -${letter} argument '${text}'`);
      const octal = /^0([0-7]+)$/.exec(text)?.[1];
      const value = /^0x[\da-f]+$/i.test(text)
        ? Number(text)
        : octal
          ? Number.parseInt(octal, 8)
          : decimal(text);
      if (value === undefined) throw new Failure(`invalid suffix in -${letter} argument '${text}'`);
      return value;
    };
    const skip = amount('j', 0);
    if (skip > all.length) throw new Failure('cannot skip past end of combined input');
    const bytes = all.subarray(skip, skip + amount('N', all.length));
    // Where several formats stand below each other, all leave a byte the room that the widest needs.
    const field = Math.max(...formats.map(({ width, size }) => (width + 1) / size));
    let before = '';
    let starred = false;
    let output = '';
    for (let at = 0; at < bytes.length; at += ROW) {
      const part = bytes.subarray(at, at + ROW);
      const same = part.length === ROW && String(part) === before && !options.has('v');
      before = String(part);
      if (same && !starred) output += '*\n';
      starred = same;
      if (same) continue;
      for (const [i, format] of formats.entries()) {
        const start = offset(radix, skip + at);
        output += `${i === 0 ? start : ' '.repeat(start.length)}${row(part, format, field)}\n`;
      }
    }
    if (radix !== 'n' && parts.length > 0) output += `${offset(radix, skip + bytes.length)}\n`;
    await process.stdout.write(output);
    return status;
  },
);
