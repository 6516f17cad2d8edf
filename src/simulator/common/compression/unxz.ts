import { sha256 } from '@noble/hashes/sha2.js';
import { crcOfBytes } from '../crc32.ts';
import { ByteSink } from './byte-sink.ts';
import { crc64 } from './crc64.ts';
import { damaged, LzmaDecoder } from './lzma.ts';

/** The .xz file format 1.2.1, with the one filter that archives are compressed by: LZMA2. */

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
const LZMA2 = 0x21;
/** Bytes of each kind of check (2.1.1.2). */
const CHECK_SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

const truncated = (): Error => new Error('exit status 1: xz: (stdin): Unexpected end of input');

class ByteReader {
  private readonly data: Uint8Array;
  at = 0;
  constructor(data: Uint8Array) {
    this.data = data;
  }
  get left(): number {
    return this.data.length - this.at;
  }
  byte(): number {
    if (this.at >= this.data.length) throw truncated();
    return this.data[this.at++]!;
  }
  take(count: number): Uint8Array {
    if (count > this.left) throw truncated();
    this.at += count;
    return this.data.subarray(this.at - count, this.at);
  }
  /** A number in groups of seven bits (1.2). */
  number(): number {
    let value = 0;
    for (let i = 0; i < 9; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw damaged();
  }
}

const littleEndian = (bytes: Uint8Array): number => bytes.reduceRight((value, byte) => value * 256 + byte, 0);

/** @throws Error for damaged data */
export function unxz(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const input = new ByteReader(data);
  const output = new ByteSink();
  while (input.left > 0) {
    readStream(input, output);
    // Padding between streams is in groups of four zeros (2.2).
    while (input.left >= 4 && data[input.at] === 0) input.take(4);
  }
  return output.bytes();
}

function readStream(input: ByteReader, output: ByteSink): void {
  const head = input.take(12);
  if (MAGIC.some((byte, i) => head[i] !== byte)) throw damaged();
  const check = head[7]! & 0x0f;
  if (littleEndian(head.subarray(8)) !== crcOfBytes(0, head.subarray(6, 8))) throw damaged();
  let blocks = 0;
  for (;;) {
    const size = input.byte();
    if (size === 0) break;
    readBlock(input, (size + 1) * 4, check, output);
    blocks++;
  }
  readIndex(input, blocks);
  const foot = input.take(12);
  if (foot[10] !== 0x59 || foot[11] !== 0x5a) throw damaged();
}

/** The index (4) is passed over: what it says of blocks, they say themselves. */
function readIndex(input: ByteReader, blocks: number): void {
  const start = input.at - 1;
  if (input.number() !== blocks) throw damaged();
  for (let i = 0; i < blocks * 2; i++) input.number();
  while ((input.at - start) % 4 !== 0) input.byte();
  input.take(4);
}

function readBlock(input: ByteReader, headSize: number, check: number, output: ByteSink): void {
  input.at--;
  const head = input.take(headSize);
  if (littleEndian(head.subarray(-4)) !== crcOfBytes(0, head.subarray(0, -4))) throw damaged();
  const fields = new ByteReader(head.subarray(2, -4));
  if (head[1]! & 0x40) fields.number();
  if (head[1]! & 0x80) fields.number();
  const filter = fields.number();
  if ((head[1]! & 3) !== 0 || filter !== LZMA2)
    throw new Error('exit status 1: xz: (stdin): Unsupported options');
  const start = input.at;
  const before = output.length;
  readChunks(input, output);
  while ((input.at - start) % 4 !== 0) input.byte();
  verify(check, input.take(CHECK_SIZES[check]!), output.bytes(before));
}

/** LZMA2: chunks that are compressed or not, each telling what it begins anew. */
function readChunks(input: ByteReader, output: ByteSink): void {
  const decoder = new LzmaDecoder(output);
  for (;;) {
    const control = input.byte();
    if (control === 0) return;
    if (control >= 3 && control < 0x80) throw damaged();
    const low = input.byte() * 256 + input.byte() + 1;
    if (control < 3) {
      if (control === 1) decoder.resetDictionary();
      output.append(input.take(low));
      continue;
    }
    const size = ((control & 0x1f) << 16) + low;
    const packed = input.byte() * 256 + input.byte() + 1;
    const reset = (control >> 5) & 3;
    if (reset === 3) decoder.resetDictionary();
    if (reset >= 2) decoder.setProperties(input.byte());
    else if (reset === 1) decoder.resetState();
    decoder.decode(input.take(packed), size);
  }
}

function verify(check: number, expected: Uint8Array, data: Uint8Array): void {
  let actual: Uint8Array | undefined;
  if (check === 1) {
    actual = new Uint8Array(4);
    new DataView(actual.buffer).setUint32(0, crcOfBytes(0, data), true);
  } else if (check === 4) actual = crc64(data);
  else if (check === 10) actual = sha256(data);
  if (actual?.some((byte, i) => byte !== expected[i])) throw damaged();
}
