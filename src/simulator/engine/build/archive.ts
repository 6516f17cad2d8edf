import { type Content, contentBytes, type Node } from '../../common/files.ts';
import { concat, gunzip, isGzip } from '../../common/gzip.ts';
import type { TarEntry } from '../../common/tar.ts';
import { unpackTar } from '../../common/tar-reader.ts';

/** The first bytes of compressions that Docker knows and nothing here unpacks. */
const FOREIGN: [string, number[]][] = [
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

/**
 * The entries of a file when it is a tar archive, gzip'd or not; nothing when it is none.
 * @throws Error for an archive compressed in another way
 */
export async function readArchive(node: Node): Promise<TarEntry[] | undefined> {
  if (node.type !== 'file') return undefined;
  const bytes = contentBytes(node.content);
  for (const [name, magic] of FOREIGN) {
    if (magic.every((byte, i) => bytes[i] === byte)) {
      throw new Error(`unpacking ${name} archives is not simulated: use tar or tar.gz`);
    }
  }
  try {
    const plain: Content = isGzip(bytes) ? await unzip(bytes) : bytes;
    const entries = unpackTar(plain);
    return entries.length > 0 ? entries : undefined;
  } catch {
    return undefined;
  }
}

async function unzip(bytes: Uint8Array): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  await gunzip(bytes, (chunk) => chunks.push(chunk));
  return concat(chunks);
}
