import { decompress } from '../../common/compression/index.ts';
import { contentBytes, type Node } from '../../common/files.ts';
import type { TarEntry } from '../../common/tar.ts';
import { unpackTar } from '../../common/tar-reader.ts';

/** The entries of a file when it is a tar archive, compressed or not; nothing when it is none. */
export async function readArchive(node: Node): Promise<TarEntry[] | undefined> {
  if (node.type !== 'file') return undefined;
  try {
    const entries = unpackTar(await decompress(contentBytes(node.content)));
    return entries.length > 0 ? entries : undefined;
  } catch {
    return undefined;
  }
}
