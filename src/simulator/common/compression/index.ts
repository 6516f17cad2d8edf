import { concat, gunzip, isGzip } from '../gzip.ts';

/** Compressions that Docker knows by their first bytes, besides gzip; each loaded when it is first met. */
const OTHERS: [readonly number[], () => Promise<(data: Uint8Array) => Uint8Array<ArrayBuffer>>][] = [
  [[0x42, 0x5a, 0x68], async () => (await import('./bunzip2.ts')).bunzip2],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], async () => (await import('./unxz.ts')).unxz],
  [[0x28, 0xb5, 0x2f, 0xfd], async () => (await import('./unzstd.ts')).unzstd],
];

const decoderOf = (data: Uint8Array) =>
  OTHERS.find(([magic]) => magic.every((byte, i) => data[i] === byte))?.[1];

/** Whether data is compressed in a way that Docker unpacks, other than by gzip. */
export const isCompressed = (data: Uint8Array): boolean => decoderOf(data) !== undefined;

/** Unpacks gzip, bzip2, xz or zstd piece by piece; gives anything else as it is. Rejects on damaged data. */
export async function decompressTo(data: Uint8Array, onChunk: (chunk: Uint8Array) => void): Promise<void> {
  if (isGzip(data)) {
    // What the platform says of damaged data differs, and may be nothing.
    return gunzip(data, onChunk).catch((error: unknown) => {
      throw error instanceof TypeError ? new Error('unexpected EOF') : error;
    });
  }
  const load = decoderOf(data);
  onChunk(load ? (await load())(data) : data);
}

/** The same, as a whole. */
export async function decompress(data: Uint8Array): Promise<Uint8Array> {
  if (!isGzip(data) && !isCompressed(data)) return data;
  const chunks: Uint8Array[] = [];
  await decompressTo(data, (chunk) => chunks.push(chunk));
  return concat(chunks);
}
