/** Long runs of zeros in a deflate stream (RFC 1951), made and found again by arithmetic. */

export const FINAL_EMPTY_BLOCK = Uint8Array.from([1, 0, 0, 0xff, 0xff]);
/** The rest of a non-final stored block of no bytes, after its three header bits: aligns to a byte. */
export const EMPTY_STORED = [0, 0, 0xff, 0xff];

/**
 * A deflate block (RFC 1951, 3.2.7) of nothing but zeros, whose codes are chosen so that 258 zeros take two zero bits:
 * `0` the length 258, `10` a literal zero, `11` the end; `0` the distance 1.
 */
export function zeroBlock(zeros: number): Uint8Array {
  const matches = Math.floor((zeros - 1) / 258);
  const literals = zeros - 1 - matches * 258;
  const bits = new BitWriter(Math.ceil((matches * 2 + literals * 2) / 8) + 64);
  bits.number(0, 1).number(2, 2).number(29, 5).number(0, 5).number(14, 4);
  // Lengths of the code-length codes in the order of the RFC: 18 → 1 bit, 2 → 2 bits, 1 → 2 bits.
  for (const length of [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2]) bits.number(length, 3);
  const repeatZero = (count: number) => bits.code('0').number(count - 11, 7);
  bits.code('11'); // symbol 0: two bits
  repeatZero(138);
  repeatZero(117);
  bits.code('11'); // symbol 256: two bits
  repeatZero(28);
  bits.code('10').code('10'); // symbol 285 and distance 1: one bit each
  bits.code('10').skip(matches * 2);
  for (let i = 0; i < literals; i++) bits.code('10');
  bits.code('11').number(0, 3);
  bits.align();
  for (const byte of EMPTY_STORED) bits.number(byte, 8);
  return bits.bytes();
}

class BitWriter {
  private readonly buffer: Uint8Array;
  private at = 0;
  constructor(capacity: number) {
    this.buffer = new Uint8Array(capacity);
  }
  private bit(one: boolean): void {
    if (one) this.buffer[this.at >> 3]! |= 1 << (this.at & 7);
    this.at++;
  }
  /** A number, least significant bit first. */
  number(value: number, bits: number): this {
    for (let i = 0; i < bits; i++) this.bit(((value >> i) & 1) === 1);
    return this;
  }
  /** A Huffman code, first bit first. */
  code(code: string): this {
    for (const bit of code) this.bit(bit === '1');
    return this;
  }
  /** Zero bits. */
  skip(bits: number): this {
    this.at += bits;
    return this;
  }
  align(): void {
    this.at = (this.at + 7) & ~7;
  }
  bytes(): Uint8Array {
    return this.buffer.subarray(0, (this.at + 7) >> 3);
  }
}

/** The bytes that every such block begins with: its header, and a bit of its first literal. */
const HEADER = zeroBlock(1).subarray(0, 13);
const HEADER_BITS = 103;

/** The next such block at or after `from`: where it is, and how many zeros it stands for. */
export function findZeroBlock(
  data: Uint8Array,
  from: number,
): { start: number; end: number; zeros: number } | undefined {
  for (
    let start = data.indexOf(HEADER[0]!, from);
    start !== -1;
    start = data.indexOf(HEADER[0]!, start + 1)
  ) {
    if (HEADER.some((byte, i) => data[start + i] !== byte)) continue;
    const block = readZeroBlock(data, start);
    if (block) return { start, ...block };
  }
  return undefined;
}

function readZeroBlock(data: Uint8Array, start: number): { end: number; zeros: number } | undefined {
  const bit = (at: number) => ((data[start + (at >> 3)] ?? 0) >> (at & 7)) & 1;
  const length = (data.length - start) * 8;
  let at = HEADER_BITS + 2;
  const first = at;
  while (at < length && bit(at) === 0) at += (at & 7) === 0 && data[start + (at >> 3)] === 0 ? 8 : 1;
  if ((at - first) % 2 !== 0) return undefined;
  let zeros = 1 + ((at - first) / 2) * 258;
  for (; at < length && bit(at) === 1 && bit(at + 1) === 0; at += 2) zeros++;
  if (at >= length || bit(at) !== 1 || bit(at + 1) !== 1) return undefined;
  const end = start + ((at + 2 + 3 + 7) >> 3);
  if (EMPTY_STORED.some((byte, i) => data[end + i] !== byte)) return undefined;
  return { end: end + EMPTY_STORED.length, zeros };
}
