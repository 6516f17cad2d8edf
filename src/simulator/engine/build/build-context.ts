import { decompress } from '../../common/compression/index.ts';
import { digestOf } from '../../common/digest.ts';
import type { DirectoryNode } from '../../common/files.ts';
import { unpackTar } from '../../common/tar-reader.ts';
import { extractEntry, TreeBuilder } from '../../common/tree.ts';

/** The archive that a client sends. */
export interface SentContext {
  tree: DirectoryNode;
  /** Of the archive as it came. */
  digest: string;
  size: number;
}

/** Reads the archive that a client sends as its build context, if it sends any. @throws TarError */
export async function readContext(request: Request): Promise<SentContext | undefined> {
  const archive = new Uint8Array(await request.arrayBuffer());
  const bytes = await decompress(archive);
  if (bytes.length === 0) return undefined;
  const builder = new TreeBuilder();
  for (const entry of unpackTar(bytes)) extractEntry(builder, { ...entry, uid: 0, gid: 0 });
  return { tree: builder.root, digest: digestOf(archive), size: archive.length };
}
