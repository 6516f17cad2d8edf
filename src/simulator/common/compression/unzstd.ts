import { ByteSink } from './byte-sink.ts';
import { xxh64 } from './xxh64.ts';
import { damaged } from './zstd-bits.ts';
import { type HuffmanTable, readLiterals } from './zstd-literals.ts';
import { type SequenceTables, writeSequences } from './zstd-sequences.ts';

/** Zstandard (RFC 8878), unpacked; refused in the words of the library that the engine unpacks it by. */

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a5;
const LARGEST_BLOCK = 131_072;

const truncated = (): Error => new Error('unexpected EOF');

/** @throws Error for damaged data */
export function unzstd(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const output = new ByteSink();
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  for (let at = 0; at < data.length; ) {
    if (at + 8 > data.length) throw truncated();
    const magic = view.getUint32(at, true);
    if (magic >>> 4 === SKIPPABLE) at += 8 + view.getUint32(at + 4, true);
    else if (magic === MAGIC) at = readFrame(data, at + 4, output);
    else throw new Error('invalid input: magic number mismatch');
  }
  return output.bytes();
}

/** Adds a frame's bytes; gives where the next begins. */
function readFrame(data: Uint8Array, start: number, output: ByteSink): number {
  const head = data[start]!;
  const isSingle = (head & 0x20) !== 0;
  const sizeFlag = head >> 6;
  const dictionaryBytes = [0, 1, 2, 4][head & 3]!;
  let at = start + 1 + (isSingle ? 0 : 1);
  if (data.subarray(at, at + dictionaryBytes).some((byte) => byte !== 0))
    throw new Error('unknown dictionary');
  at += dictionaryBytes + (sizeFlag === 0 ? (isSingle ? 1 : 0) : 2 ** sizeFlag);
  const from = output.length;
  const frame = new Frame(output);
  for (let isLast = false; !isLast; ) {
    if (at + 3 > data.length) throw truncated();
    const header = data[at]! + data[at + 1]! * 256 + data[at + 2]! * 65_536;
    at += 3;
    isLast = (header & 1) === 1;
    const kind = (header >> 1) & 3;
    const size = header >> 3;
    const packed = kind === 1 ? 1 : size;
    if (at + packed > data.length) throw truncated();
    if (kind === 0) output.append(data.subarray(at, at + size));
    else if (kind === 1) output.fill(data[at]!, size);
    else if (kind === 2) frame.readBlock(data.subarray(at, at + size));
    else throw damaged();
    at += packed;
  }
  if ((head & 4) === 0) return at;
  if (at + 4 > data.length) throw truncated();
  const sum = new DataView(data.buffer, data.byteOffset + at, 4).getUint32(0, true);
  if (Number(xxh64(output.bytes(from)) & 0xffffffffn) !== sum) throw new Error('CRC check failed');
  return at + 4;
}

/** Compressed blocks of a frame, which share tables and distances. */
class Frame {
  private readonly output: ByteSink;
  private huffman: HuffmanTable | undefined;
  private readonly shared: { tables: SequenceTables; recent: [number, number, number]; start: number };

  constructor(output: ByteSink) {
    this.output = output;
    this.shared = { tables: {}, recent: [1, 4, 8], start: output.length };
  }

  readBlock(block: Uint8Array): void {
    if (block.length === 0 || block.length > LARGEST_BLOCK) throw damaged();
    const { literals, table, used } = readLiterals(block, this.huffman);
    this.huffman = table;
    writeSequences(block.subarray(used), literals, this.shared, this.output);
  }
}
