import { Deflate, deflateSync } from 'fflate';
import { crcOfBytes, crcOfZeros } from './crc32.ts';
import type { Content } from './file-nodes.ts';
import { EMPTY_STORED, FINAL_EMPTY_BLOCK, zeroBlock } from './zero-block.ts';

/**
 * Gzip of byte sequences in which long runs of zeros are held as a length. The cost of packing grows with the bytes
 * that are not such runs, and the result depends on the bytes alone: neither on how they are cut into pieces nor on
 * the engine that runs this (as with CompressionStream).
 */

/** Runs of at least this many zeros are written as one block made by arithmetic. */
const LONG_RUN = 65_536;

type Piece = { bytes: Uint8Array } | { zeros: number };

/** One gzip member, its header as Go's `compress/gzip` writes it. */
export function gzip(chunks: readonly Content[]): Uint8Array<ArrayBuffer> {
  const pieces = piecesOf(chunks);
  const out: Uint8Array[] = [Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])];
  let crc = 0;
  let length = 0;
  for (const piece of pieces) {
    crc = 'bytes' in piece ? crcOfBytes(crc, piece.bytes) : crcOfZeros(crc, piece.zeros);
    length += 'bytes' in piece ? piece.bytes.length : piece.zeros;
  }
  const only = pieces[0];
  if (pieces.length === 1 && only && 'bytes' in only) out.push(deflateSync(only.bytes, { level: 6 }));
  else {
    for (const piece of pieces) out.push('bytes' in piece ? segment(piece.bytes) : zeroBlock(piece.zeros));
    out.push(FINAL_EMPTY_BLOCK);
  }
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, crc, true);
  trailer.setUint32(4, length >>> 0, true);
  out.push(new Uint8Array(trailer.buffer));
  return concat(out);
}

export const isGzip = (data: Uint8Array): boolean => data[0] === 0x1f && data[1] === 0x8b && data[2] === 8;

/** Unpacks in pieces of some tens of kilobytes, so that nothing large is ever held. Rejects on damaged data. */
export async function gunzip(data: Uint8Array, onChunk: (chunk: Uint8Array) => void): Promise<void> {
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  // The same failure rejects the reader below; unheard here it would be an unhandled rejection.
  const written = writer.write(data as BufferSource).then(() => writer.close());
  written.catch(() => {});
  for await (const chunk of stream.readable) onChunk(chunk);
  await written;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * A byte-aligned part of a deflate stream that further parts may follow. The compressor is made to end with a final
 * block of fixed codes that holds nothing but its end (bits 1, 10, 0000000), so the last bit set tells where that
 * block begins; an empty stored block, which ends on a whole byte, is written in its place.
 */
function segment(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  const deflate = new Deflate({ level: 6 }, (chunk) => parts.push(chunk));
  deflate.push(bytes, false);
  deflate.flush();
  deflate.push(new Uint8Array(), true);
  const stream = concat(parts);
  let last = stream.length - 1;
  while (stream[last] === 0) last--;
  const start = last * 8 + (31 - Math.clz32(stream[last]!)) - 1;
  const end = Math.ceil((start + 3) / 8);
  const aligned = new Uint8Array(end + EMPTY_STORED.length);
  aligned.set(stream.subarray(0, Math.ceil(start / 8)));
  if (start % 8 !== 0) aligned[start >> 3]! &= (1 << (start % 8)) - 1;
  aligned.set(EMPTY_STORED, end);
  return aligned;
}

/**
 * Cuts the input into longest runs of zeros and what is between them. A run may cross the borders of chunks, so short
 * runs at borders are kept apart until their neighbours are known.
 */
function piecesOf(chunks: readonly Content[]): Piece[] {
  const raw: Piece[] = [];
  const addZeros = (zeros: number) => {
    const last = raw.at(-1);
    if (zeros === 0) return;
    if (last && 'zeros' in last) last.zeros += zeros;
    else raw.push({ zeros });
  };
  for (const chunk of chunks) {
    const bytes = chunk instanceof Uint8Array ? chunk : chunk.head.subarray(0, chunk.size);
    for (const part of splitRuns(bytes)) {
      if ('zeros' in part) addZeros(part.zeros);
      else raw.push(part);
    }
    if (!(chunk instanceof Uint8Array)) addZeros(chunk.size - bytes.length);
  }
  const pieces: Piece[] = [];
  let literal: Uint8Array[] = [];
  const flush = () => {
    if (literal.length > 0) pieces.push({ bytes: concat(literal) });
    literal = [];
  };
  for (const piece of raw) {
    if ('bytes' in piece) literal.push(piece.bytes);
    else if (piece.zeros < LONG_RUN) literal.push(new Uint8Array(piece.zeros));
    else {
      flush();
      pieces.push(piece);
    }
  }
  flush();
  return pieces;
}

/** Zeros at both ends of `bytes`, long runs inside, and the rest. */
function splitRuns(bytes: Uint8Array): Piece[] {
  const parts: Piece[] = [];
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start++;
  if (start > 0) parts.push({ zeros: start });
  let end = bytes.length;
  while (end > start && bytes[end - 1] === 0) end--;
  // Every long run covers a probe; between probes nothing need be looked at.
  let from = start;
  for (let probe = start + LONG_RUN - 1; probe < end; probe += LONG_RUN) {
    if (bytes[probe] !== 0) continue;
    let first = probe;
    while (bytes[first - 1] === 0) first--;
    let last = probe;
    while (bytes[last + 1] === 0) last++;
    if (last - first + 1 >= LONG_RUN) {
      parts.push({ bytes: bytes.subarray(from, first) }, { zeros: last - first + 1 });
      from = last + 1;
    }
    probe = Math.max(probe, last);
  }
  if (end > from) parts.push({ bytes: bytes.subarray(from, end) });
  if (bytes.length > end) parts.push({ zeros: bytes.length - end });
  return parts;
}
