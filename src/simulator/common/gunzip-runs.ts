import { crcOfBytes, crcOfZeros } from './crc32.ts';
import { type Content, contentSize } from './file-nodes.ts';
import { concat, gunzip } from './gzip.ts';
import { FINAL_EMPTY_BLOCK, findZeroBlock } from './zero-block.ts';

/**
 * Unpacks gzip data into pieces. Where it was packed by {@link gzip}, long runs of zeros come as lengths and cost
 * nothing; the checksum proves that nothing was mistaken for such a run. Rejects on damaged data.
 */
export async function gunzipRuns(data: Uint8Array): Promise<Content[]> {
  const pieces = await unpackOwn(data);
  if (pieces && isWhole(data, pieces)) return pieces;
  const chunks: Content[] = [];
  await gunzip(data, (chunk) => chunks.push(chunk));
  return chunks;
}

const HEADER_SIZE = 10;
const TRAILER_SIZE = 8;

/** `undefined` when there are no such runs. */
async function unpackOwn(data: Uint8Array): Promise<Content[] | undefined> {
  if (data[3] !== 0) return undefined;
  const end = data.length - TRAILER_SIZE;
  const pieces: Content[] = [];
  let at = HEADER_SIZE;
  for (let run = findZeroBlock(data, at); run; run = findZeroBlock(data, at)) {
    if (run.start > at) pieces.push(...(await inflate([data.subarray(at, run.start), FINAL_EMPTY_BLOCK])));
    pieces.push({ head: new Uint8Array(), size: run.zeros });
    at = run.end;
  }
  if (pieces.length === 0) return undefined;
  pieces.push(...(await inflate([data.subarray(at, end)])));
  return pieces;
}

async function inflate(parts: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const stream = new DecompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  const written = writer.write(concat(parts)).then(() => writer.close());
  written.catch(() => {});
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of stream.readable) chunks.push(chunk);
    await written;
  } catch {
    // What looked like a run was none: the checksum, which cannot be right now, will tell.
  }
  return chunks;
}

function isWhole(data: Uint8Array, pieces: readonly Content[]): boolean {
  let crc = 0;
  let size = 0;
  for (const piece of pieces) {
    size += contentSize(piece);
    crc = piece instanceof Uint8Array ? crcOfBytes(crc, piece) : crcOfZeros(crc, piece.size);
  }
  const trailer = new DataView(data.buffer, data.byteOffset + data.length - TRAILER_SIZE, TRAILER_SIZE);
  return trailer.getUint32(0, true) === crc && trailer.getUint32(4, true) === size >>> 0;
}
