import { FseState, makeTable, readDistribution } from './fse.ts';
import { damaged, ForwardBits, ReverseBits } from './zstd-bits.ts';

/** A Huffman code of bytes (RFC 8878, 4.2): what the next `log` bits stand for. */
export interface HuffmanTable {
  log: number;
  symbols: Uint8Array;
  bits: Uint8Array;
}

const MAX_WEIGHTS_LOG = 6;
const MAX_BITS = 11;

/** The literals of a block (3.1.1.3.1), and how many bytes of it they took. */
export function readLiterals(
  block: Uint8Array,
  before: HuffmanTable | undefined,
): { literals: Uint8Array; table: HuffmanTable | undefined; used: number } {
  const kind = block[0]! & 3;
  const format = (block[0]! >> 2) & 3;
  const head = (bytes: number) =>
    block.subarray(0, bytes).reduceRight((value, byte) => value * 256 + byte, 0);
  if (kind < 2) {
    const bytes = format === 1 ? 2 : format === 3 ? 3 : 1;
    const size = Math.floor(head(bytes) / (bytes === 1 ? 8 : 16));
    if (kind === 1)
      return { literals: new Uint8Array(size).fill(block[bytes]!), table: before, used: bytes + 1 };
    if (bytes + size > block.length) throw damaged();
    return { literals: block.subarray(bytes, bytes + size), table: before, used: bytes + size };
  }
  const bytes = format < 2 ? 3 : format + 2;
  const width = format < 2 ? 10 : format === 2 ? 14 : 18;
  const value = head(bytes);
  const size = Math.floor(value / 16) % 2 ** width;
  const packed = Math.floor(value / 2 ** (4 + width)) % 2 ** width;
  if (bytes + packed > block.length) throw damaged();
  let data = block.subarray(bytes, bytes + packed);
  let table = before;
  if (kind === 2) {
    const read = readTable(data);
    table = read.table;
    data = data.subarray(read.used);
  }
  if (!table) throw damaged();
  const literals = new Uint8Array(size);
  if (format === 0) decode(table, data, literals);
  else decodeFour(table, data, literals);
  return { literals, table, used: bytes + packed };
}

/** Four streams, of which a table of sizes tells where they begin (3.1.1.3.1.6). */
function decodeFour(table: HuffmanTable, data: Uint8Array, literals: Uint8Array): void {
  if (data.length < 6) throw damaged();
  const part = Math.ceil(literals.length / 4);
  let at = 6;
  for (let i = 0; i < 4; i++) {
    const size = i < 3 ? data[i * 2]! + data[i * 2 + 1]! * 256 : data.length - at;
    if (at + size > data.length) throw damaged();
    decode(
      table,
      data.subarray(at, at + size),
      literals.subarray(part * i, i < 3 ? part * (i + 1) : undefined),
    );
    at += size;
  }
}

function decode({ log, symbols, bits }: HuffmanTable, data: Uint8Array, literals: Uint8Array): void {
  const input = new ReverseBits(data);
  for (let i = 0; i < literals.length; i++) {
    const next = input.peek(log);
    literals[i] = symbols[next]!;
    input.left -= bits[next]!;
  }
  if (input.left !== 0) throw damaged();
}

/** The code's description: weights, packed or in half bytes (4.2.1). */
function readTable(data: Uint8Array): { table: HuffmanTable; used: number } {
  const head = data[0]!;
  if (head >= 128) {
    const count = head - 127;
    const weights = Array.from({ length: count }, (_, i) => {
      const byte = data[1 + (i >> 1)] ?? 0;
      return i % 2 === 0 ? byte >> 4 : byte & 15;
    });
    return { table: tableOf(weights), used: 1 + Math.ceil(count / 2) };
  }
  return { table: tableOf(readWeights(data.subarray(1, 1 + head))), used: 1 + head };
}

function readWeights(data: Uint8Array): number[] {
  const forward = new ForwardBits(data);
  const { log, counts } = readDistribution(forward, MAX_WEIGHTS_LOG, 255);
  const table = makeTable(log, counts);
  const input = new ReverseBits(data.subarray(forward.bytes));
  const weights: number[] = [];
  // Two states in turn; the stream ends when one wants more bits than there are.
  let state = new FseState(table, input);
  let other = new FseState(table, input);
  for (;;) {
    weights.push(state.symbol);
    state.advance(input);
    if (input.left < 0) {
      weights.push(other.symbol);
      return weights;
    }
    if (weights.length > 255) throw damaged();
    [state, other] = [other, state];
  }
}

/** The weight of the last symbol is what lacks to a power of two. */
function tableOf(weights: readonly number[]): HuffmanTable {
  const sum = weights.reduce((total, weight) => total + (weight > 0 ? 2 ** (weight - 1) : 0), 0);
  if (sum === 0) throw damaged();
  const log = Math.floor(Math.log2(sum)) + 1;
  const left = 2 ** log - sum;
  const last = Math.log2(left) + 1;
  if (log > MAX_BITS || !Number.isInteger(last)) throw damaged();
  const all = [...weights, last];
  const symbols = new Uint8Array(1 << log);
  const bits = new Uint8Array(1 << log);
  let at = 0;
  for (let weight = 1; weight <= log; weight++) {
    all.forEach((one, symbol) => {
      if (one !== weight) return;
      const end = at + 2 ** (weight - 1);
      symbols.fill(symbol, at, end);
      bits.fill(log + 1 - weight, at, end);
      at = end;
    });
  }
  return { log, symbols, bits };
}
