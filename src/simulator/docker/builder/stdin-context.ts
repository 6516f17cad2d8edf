import { decompress } from '../../common/compression/index.ts';
import { type DirectoryNode, directory } from '../../common/files.ts';
import { concat } from '../../common/gzip.ts';
import { unpackTar } from '../../common/tar-reader.ts';
import { extractEntry, TreeBuilder } from '../../common/tree.ts';
import type { Invocation } from '../framework/invocation.ts';

/** All of standard input. */
export async function readStdin({ process, signal }: Invocation): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for (let bytes = await process.stdin.read(signal); bytes; bytes = await process.stdin.read(signal)) {
    chunks.push(bytes);
  }
  return concat(chunks);
}

/**
 * `docker build -`: standard input is an archive, which is sent on as it is, or a Dockerfile without any files;
 * `isEmpty` when there was nothing.
 */
export async function stdinContext(
  invocation: Invocation,
  file: string,
): Promise<{ tree: DirectoryNode; dockerfile: string; archive?: Uint8Array<ArrayBuffer>; isEmpty: boolean }> {
  const archive = await readStdin(invocation);
  const bytes = await decompress(archive);
  if (isTar(bytes)) {
    const tree = new TreeBuilder();
    for (const entry of unpackTar(bytes)) extractEntry(tree, entry);
    return { tree: tree.root, dockerfile: file || 'Dockerfile', archive, isEmpty: false };
  }
  // The CLI keeps it in a file of its own meanwhile, made just now.
  const mtime = invocation.process.host.clock.now();
  const node = { type: 'file' as const, content: bytes, mode: 0o600, uid: 0, gid: 0, mtime };
  return { tree: directory([['Dockerfile', node]]), dockerfile: 'Dockerfile', isEmpty: bytes.length === 0 };
}

function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= 512 && new TextDecoder('latin1').decode(bytes.subarray(257, 262)) === 'ustar';
}
