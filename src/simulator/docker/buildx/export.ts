import { FileSystem, resolvePath, Volume } from '../../common/files.ts';
import { unpackTar } from '../../common/tar-reader.ts';
import { extractEntry, TreeBuilder } from '../../common/tree.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { writeLocalFile } from '../framework/local-file.ts';
import { isFiles, type Output } from './outputs.ts';

/** Puts the files of `--output type=local` and `type=tar` where they are wanted. @throws CommandError */
export async function writeExports(
  invocation: Invocation,
  outputs: readonly Output[],
  archives: readonly Uint8Array[],
): Promise<void> {
  for (const [i, output] of outputs.filter(isFiles).entries()) {
    const archive = archives[i];
    if (archive) await writeExport(invocation, output, archive);
  }
}

async function writeExport(
  invocation: Invocation,
  { type, destination }: Output,
  archive: Uint8Array,
): Promise<void> {
  const { process } = invocation;
  if (type === 'tar') {
    if (destination === '-') await process.stdout.write(archive);
    else writeLocalFile(process, destination, archive);
    return;
  }
  const folder = resolvePath(process.cwd, destination);
  const tree = new TreeBuilder();
  for (const entry of unpackTar(archive)) extractEntry(tree, entry);
  const files = new FileSystem(new Volume(tree.root), () => process.host.clock.now());
  try {
    process.files.mkdir(folder, { parents: true });
    copyTree(files, '/', (path) => `${folder}${path}`, process.files);
  } catch (error) {
    throw new CommandError(`failed to copy files: ${(error as Error).message}`);
  }
}

/** Files and folders keep the times that they have in the image. */
function copyTree(from: FileSystem, path: string, to: (path: string) => string, files: FileSystem): void {
  for (const name of from.list(path)) {
    const child = path === '/' ? `/${name}` : `${path}/${name}`;
    const node = from.node(child);
    if (node.type === 'directory') {
      if (!files.exists(to(child))) files.mkdir(to(child), { mode: node.mode });
      copyTree(from, child, to, files);
    } else if (node.type === 'file') files.write(to(child), node.content, node.mode);
    else if (node.type === 'symlink' && !files.exists(to(child))) files.symlink(node.target, to(child));
    else continue;
    files.utimes(to(child), node.mtime, false);
  }
}
