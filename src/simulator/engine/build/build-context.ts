import { type DirectoryNode, directory } from '../../common/files.ts';
import { concat, gunzip, isGzip } from '../../common/gzip.ts';
import { unpackTar } from '../../common/tar-reader.ts';
import { extractEntry, TreeBuilder } from '../../common/tree.ts';

/** Reads the archive that a client sends as its build context. @throws TarError */
export async function readContext(request: Request): Promise<DirectoryNode> {
  let bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length === 0) return directory();
  if (isGzip(bytes)) {
    const chunks: Uint8Array[] = [];
    await gunzip(bytes, (chunk) => chunks.push(chunk));
    bytes = concat(chunks);
  }
  const tree = new TreeBuilder();
  for (const entry of unpackTar(bytes)) extractEntry(tree, { ...entry, uid: 0, gid: 0 });
  return tree.root;
}
