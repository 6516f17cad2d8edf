import { decompress } from '../../common/compression/index.ts';
import type { DirectoryNode } from '../../common/files.ts';
import { unpackTar } from '../../common/tar-reader.ts';
import { extractEntry, TreeBuilder } from '../../common/tree.ts';

/** Reads the archive that a client sends as its build context, if it sends any. @throws TarError */
export async function readContext(request: Request): Promise<DirectoryNode | undefined> {
  const bytes = await decompress(new Uint8Array(await request.arrayBuffer()));
  if (bytes.length === 0) return undefined;
  const tree = new TreeBuilder();
  for (const entry of unpackTar(bytes)) extractEntry(tree, { ...entry, uid: 0, gid: 0 });
  return tree.root;
}
