import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { decompress, isCompressed } from '../../common/compression/index.ts';
import { digestOfBlob } from '../../common/digest.ts';
import { type Content, contentSize } from '../../common/files.ts';
import { gunzipRuns } from '../../common/gunzip-runs.ts';
import { isGzip } from '../../common/gzip.ts';
import { sizeOf, type TarEntry } from '../../common/tar.ts';
import { TarReader } from '../../common/tar-reader.ts';
import { entryNames } from '../../common/tree.ts';
import type { BlobStore } from '../context.ts';

/** What a layer's archive holds. */
export interface Unpacked {
  diffId: string;
  size: number;
  entries: TarEntry[];
}

/** Up to here an archive is hashed by WebCrypto, which needs it whole and is ten times as fast. */
const HASH_WHOLE = 256 * 1024 * 1024;
const ZEROS = new Uint8Array(65_536);

/**
 * Reads a layer's archive, compressed or not.
 * @param sum what is known of it already: hashing is most of the work
 * @throws Error when the blob is missing, or no archive
 */
export async function unpackArchive(
  blobs: BlobStore,
  blob: string,
  sum: { diffId: string } | undefined,
): Promise<Unpacked> {
  const archive = blobs.get(blob);
  if (!archive) throw new Error(`blob ${blob} is missing`);
  const pieces = await unpackPieces(archive);
  const reader = new TarReader();
  for (const piece of pieces) reader.write(piece);
  const entries = reader.end();
  return { diffId: sum?.diffId ?? (await digestOfPieces(pieces)), size: diskSize(entries), entries };
}

/** An archive without its compression, in pieces. */
export async function unpackPieces(archive: Uint8Array): Promise<Content[]> {
  return isGzip(archive)
    ? gunzipRuns(archive)
    : [isCompressed(archive) ? await decompress(archive) : archive];
}

/** What `du` would say of a layer's folder, directories left out: a hard link takes nothing. */
export function diskSize(entries: readonly TarEntry[]): number {
  const sizes = new Map<string, number>();
  for (const entry of entries) {
    const path = entryNames(entry.name).join('/');
    if (entry.type === 'file') sizes.set(path, contentSize(entry.content ?? new Uint8Array()));
    else if (entry.type === 'symlink') sizes.set(path, new TextEncoder().encode(entry.target).length);
    else sizes.delete(path);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

/** The digest of an archive in pieces. A very large one is never in memory as a whole. */
export async function digestOfPieces(pieces: readonly Content[]): Promise<string> {
  const size = sizeOf(pieces);
  if (size <= HASH_WHOLE) {
    const whole = new Uint8Array(size);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece instanceof Uint8Array ? piece : piece.head.subarray(0, piece.size), at);
      at += contentSize(piece);
    }
    return digestOfBlob(whole);
  }
  const hash = sha256.create();
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) hash.update(piece);
    else {
      hash.update(piece.head);
      for (let left = piece.size - piece.head.length; left > 0; left -= ZEROS.length) {
        hash.update(left < ZEROS.length ? ZEROS.subarray(0, left) : ZEROS);
      }
    }
  }
  return `sha256:${bytesToHex(hash.digest())}`;
}
