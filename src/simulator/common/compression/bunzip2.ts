import { ByteSink } from './byte-sink.ts';

/** bzip2 (its reference implementation, 1.0.8), unpacked. */

const BLOCK = 0x314159;
const BLOCK_REST = 0x265359;
const END = 0x177245;
const END_REST = 0x385090;
const GROUP_SIZE = 50;
const MAX_LENGTH = 20;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n << 24;
  for (let k = 0; k < 8; k++) c = c & 0x80000000 ? (c << 1) ^ 0x04c11db7 : c << 1;
  return c;
});

const damaged = (): Error => new Error('bzip2 data invalid: corrupted input');

/** Bits of a stream, the most significant of each byte first. */
class BitReader {
  private readonly data: Uint8Array;
  private at = 0;
  private left = 0;
  constructor(data: Uint8Array) {
    this.data = data;
  }
  bit(): number {
    if (this.left === 0) {
      if (this.at >= this.data.length) throw new Error('unexpected EOF');
      this.at++;
      this.left = 8;
    }
    this.left--;
    return (this.data[this.at - 1]! >> this.left) & 1;
  }
  number(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++) value = value * 2 + this.bit();
    return value;
  }
  align(): void {
    this.left = 0;
  }
  get isAtEnd(): boolean {
    return this.at >= this.data.length;
  }
}

/** @throws Error for damaged data */
export function bunzip2(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const input = new BitReader(data);
  const output = new ByteSink();
  do readStream(input, output);
  while (!input.isAtEnd);
  return output.bytes();
}

function readStream(input: BitReader, output: ByteSink): void {
  if (input.number(24) !== 0x425a68) throw new Error('bzip2 data invalid: bad magic value');
  const level = input.number(8) - 0x30;
  if (level < 1 || level > 9) throw new Error('bzip2 data invalid: invalid compression level');
  let sum = 0;
  for (;;) {
    const first = input.number(24);
    const second = input.number(24);
    if (first === END && second === END_REST) break;
    if (first !== BLOCK || second !== BLOCK_REST)
      throw new Error('bzip2 data invalid: bad magic value found');
    const crc = readBlock(input, level * 100_000, output);
    sum = (((sum << 1) | (sum >>> 31)) ^ crc) >>> 0;
  }
  if (input.number(32) !== sum) throw new Error('bzip2 data invalid: file checksum mismatch');
  input.align();
}

/** Adds a block's bytes; gives their checksum. */
function readBlock(input: BitReader, limit: number, output: ByteSink): number {
  const expected = input.number(32);
  if (input.bit() === 1) throw new Error('bzip2 data invalid: deprecated randomized files');
  const origin = input.number(24);
  const { column, counts } = readColumn(input, limit);
  if (origin >= column.length) throw damaged();
  const start = output.length;
  writeRuns(column, links(column, counts), origin, output);
  let crc = 0xffffffff;
  for (const byte of output.bytes(start)) crc = (crc << 8) ^ CRC_TABLE[((crc >>> 24) ^ byte) & 0xff]!;
  crc = ~crc >>> 0;
  if (crc !== expected) throw new Error('bzip2 data invalid: block checksum mismatch');
  return crc;
}

/** The last column of the sorted rotations (Burrows and Wheeler), and how often each byte is in it. */
function readColumn(input: BitReader, limit: number): { column: Uint8Array; counts: Uint32Array } {
  const recent = readUsed(input);
  const end = recent.length + 1;
  const groups = input.number(3);
  if (groups < 2 || groups > 6) throw damaged();
  const selectors = readSelectors(input, groups);
  const tables = Array.from({ length: groups }, () => new CodeTable(input, recent.length + 2));
  const column = new Uint8Array(limit);
  const counts = new Uint32Array(256);
  let size = 0;
  let run = 0;
  let place = 1;
  for (let i = 0; ; i++) {
    const selector = selectors[Math.floor(i / GROUP_SIZE)];
    if (selector === undefined) throw damaged();
    const symbol = tables[selector]!.read(input);
    if (symbol < 2) {
      run += place << symbol;
      place *= 2;
      if (run > limit) throw damaged();
      continue;
    }
    if (size + run + 1 > limit + (symbol === end ? 1 : 0)) throw damaged();
    if (run > 0) {
      column.fill(recent[0]!, size, size + run);
      counts[recent[0]!]! += run;
      size += run;
      run = 0;
      place = 1;
    }
    if (symbol === end) return { column: column.subarray(0, size), counts };
    const [byte] = recent.splice(symbol - 1, 1) as [number];
    recent.unshift(byte);
    column[size++] = byte;
    counts[byte]!++;
  }
}

/** The bytes that occur, in order. */
function readUsed(input: BitReader): number[] {
  const ranges = input.number(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range++) {
    if (!((ranges >> (15 - range)) & 1)) continue;
    const bytes = input.number(16);
    for (let i = 0; i < 16; i++) if ((bytes >> (15 - i)) & 1) used.push(range * 16 + i);
  }
  if (used.length === 0) throw damaged();
  return used;
}

function readSelectors(input: BitReader, groups: number): number[] {
  const recent = Array.from({ length: groups }, (_, i) => i);
  const count = input.number(15);
  return Array.from({ length: count }, () => {
    let at = 0;
    while (input.bit() === 1) if (++at >= groups) throw damaged();
    const [selector] = recent.splice(at, 1) as [number];
    recent.unshift(selector);
    return selector;
  });
}

/** A canonical Huffman code. */
class CodeTable {
  /** By length: the first code that is too large for it, and what takes a code to its place in `symbols`. */
  private readonly limits = new Int32Array(MAX_LENGTH + 1);
  private readonly bases = new Int32Array(MAX_LENGTH + 1);
  private readonly symbols: number[] = [];

  constructor(input: BitReader, size: number) {
    const lengths: number[] = [];
    let length = input.number(5);
    for (let symbol = 0; symbol < size; symbol++) {
      while (input.bit() === 1) length += input.bit() === 1 ? -1 : 1;
      if (length < 1 || length > MAX_LENGTH) throw damaged();
      lengths.push(length);
    }
    let code = 0;
    for (let bits = 1; bits <= MAX_LENGTH; bits++) {
      this.bases[bits] = this.symbols.length - code;
      lengths.forEach((one, symbol) => {
        if (one === bits) this.symbols.push(symbol);
      });
      code = this.symbols.length - this.bases[bits]!;
      this.limits[bits] = code;
      code *= 2;
    }
  }

  read(input: BitReader): number {
    let code = 0;
    for (let bits = 1; bits <= MAX_LENGTH; bits++) {
      code = code * 2 + input.bit();
      if (code < this.limits[bits]!) {
        const symbol = this.symbols[code + this.bases[bits]!];
        if (symbol !== undefined) return symbol;
      }
    }
    throw damaged();
  }
}

/** Where each byte of the text comes after another: the transform undone. */
function links(column: Uint8Array, counts: Uint32Array): Uint32Array {
  const starts = new Uint32Array(256);
  for (let byte = 1; byte < 256; byte++) starts[byte] = starts[byte - 1]! + counts[byte - 1]!;
  const next = new Uint32Array(column.length);
  for (let i = 0; i < column.length; i++) next[starts[column[i]!]!++] = i;
  return next;
}

/** After four equal bytes comes the number of further ones. */
function writeRuns(column: Uint8Array, next: Uint32Array, origin: number, output: ByteSink): void {
  let at = next[origin]!;
  let last = -1;
  let same = 0;
  for (let i = 0; i < column.length; i++) {
    const byte = column[at]!;
    at = next[at]!;
    if (same === 4) {
      output.fill(last, byte);
      same = 0;
      last = -1;
      continue;
    }
    same = byte === last ? same + 1 : 1;
    last = byte;
    output.byte(byte);
  }
}
