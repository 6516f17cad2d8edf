import { type DirectoryNode, directory, FileError, type Node } from '../../common/files.ts';
import { cleanPath, globExpression } from '../../common/ignore.ts';
import { extractEntry, TreeBuilder } from '../../common/tree.ts';
import { readArchive } from './archive.ts';
import { changeMode } from './file-mode.ts';
import { type FileTree, type Owner, resolveInRoot } from './file-tree.ts';

/** COPY and ADD on trees of files, by the rules of BuildKit's file operations. */

export interface CopyOptions {
  /** `undefined` keeps the owners that files have. */
  owner: Owner | undefined;
  /** `--chmod`; `''` keeps the modes. */
  chmod: string;
  /** Archives are unpacked. */
  unpack: boolean;
}

const ROOT: Owner = { uid: 0, gid: 0 };
const DIRECTORY_MODE = 0o755;

/** The paths that a source with `*`, `?` or `[…]` stands for; itself when it has none. */
export function matchSources(root: DirectoryNode, source: string): string[] {
  const parts = cleanPath(`/${source}`).split('/').slice(1);
  const first = parts.findIndex(hasWildcard);
  if (first === -1) return [cleanPath(`/${source}`)];
  const base = resolveInRoot(root, parts.slice(0, first).join('/'));
  let found: { names: string[]; node: Node }[] = base.node ? [{ names: base.names, node: base.node }] : [];
  for (const part of parts.slice(first)) {
    const expression = globExpression(part);
    found = found.flatMap(({ names, node }) => {
      const { node: inside } = node.type === 'symlink' ? resolveInRoot(root, names.join('/')) : { node };
      if (inside?.type !== 'directory') return [];
      return [...inside.children]
        .filter(([name]) => expression.test(name))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, child]) => ({ names: [...names, name], node: child }));
    });
  }
  return found.map(({ names }) => `/${names.join('/')}`);
}

/** The folder that a source with wildcards is looked for in; nothing when it has none. */
export function wildcardFolder(source: string): string | undefined {
  const parts = cleanPath(`/${source}`).split('/').slice(1);
  const first = parts.findIndex(hasWildcard);
  return first === -1 ? undefined : `/${parts.slice(0, first).join('/')}`;
}

function hasWildcard(name: string): boolean {
  return /(^|[^\\])[*?[]/.test(name);
}

/** Copies what `source` (an existing path without wildcards) leads to. `destination` is absolute. */
export async function copyPath(
  from: DirectoryNode,
  source: string,
  to: FileTree,
  destination: string,
  options: CopyOptions,
): Promise<void> {
  const { names, node } = resolveInRoot(from, source);
  if (!node) throw new FileError('ENOENT', source);
  const owner = options.owner ?? ROOT;
  if (options.unpack) {
    const entries = await readArchive(node);
    if (entries) {
      extractInto(to, to.makeDirectories(destination, DIRECTORY_MODE, owner), entries);
      return;
    }
  }
  copyNode(node, names.at(-1) ?? '', to, destination, options);
}

function extractInto(to: FileTree, names: string[], entries: Parameters<typeof extractEntry>[1][]): void {
  const node = to.get(names);
  const tree = new TreeBuilder(node?.type === 'directory' ? node : directory());
  for (const entry of entries) extractEntry(tree, entry);
  to.put(names, tree.root);
}

/** Copies a node; into the destination when that is a directory or ends with a slash, else under its name. */
export function copyNode(
  node: Node,
  name: string,
  to: FileTree,
  destination: string,
  options: CopyOptions,
): void {
  const owner = options.owner ?? ROOT;
  const directoryMode = /^[0-7]+$/.test(options.chmod) ? Number.parseInt(options.chmod, 8) : DIRECTORY_MODE;
  const parent = destination.endsWith('/')
    ? destination
    : destination.slice(0, destination.lastIndexOf('/') + 1);
  to.makeDirectories(parent, directoryMode, owner);
  let target = to.resolve(destination);
  if (node.type === 'directory') {
    const before = target.node;
    if (!before) to.makeDirectories(destination, directoryMode, owner);
    else if (before.type !== 'directory') throw copyOver(target.names, node);
    mergeChildren(node, to, target.names, options);
    // The directory itself is only a place to copy into: if it was there, it looks untouched.
    if (before) to.touch(target.names, before.mtime);
    return;
  }
  if (target.node?.type === 'directory') {
    target = { names: [...target.names, name], node: target.node.children.get(name) };
  }
  putLeaf(node, to, target.names, options);
}

function mergeChildren(from: DirectoryNode, to: FileTree, names: string[], options: CopyOptions): void {
  for (const [name, child] of [...from.children].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = [...names, name];
    if (child.type !== 'directory') {
      putLeaf(child, to, path, options);
      continue;
    }
    const before = to.get(path);
    if (before && before.type !== 'directory') throw copyOver(path, child);
    if (!before) to.put(path, directory());
    mergeChildren(child, to, path, options);
    to.setAttributes(path, attributesOf(child, options));
    to.touch(path, child.mtime);
  }
}

function putLeaf(node: Node, to: FileTree, names: string[], options: CopyOptions): void {
  if (to.get(names)?.type === 'directory') throw copyOver(names, node);
  to.put(names, { ...node, ...attributesOf(node, options) });
}

function attributesOf(
  node: Node,
  { owner, chmod }: CopyOptions,
): Pick<Node, 'mode' | 'uid' | 'gid' | 'mtime'> {
  const mode =
    chmod === '' || node.type === 'symlink'
      ? node.mode
      : changeMode(chmod, node.mode, node.type === 'directory');
  return { mode, uid: owner?.uid ?? node.uid, gid: owner?.gid ?? node.gid, mtime: node.mtime };
}

/** Something stands in the way of what is copied. */
export class InTheWayError extends Error {
  override name = 'InTheWayError';
  private readonly path: string;
  private readonly isDirectory: boolean;

  constructor(path: string, isDirectory: boolean, root = '') {
    const place = `${root}${path}`;
    super(
      isDirectory
        ? `cannot copy to non-directory: ${place}`
        : `cannot replace to directory ${place} with file`,
    );
    this.path = path;
    this.isDirectory = isDirectory;
  }

  /** The same, told of the place where the builder has its files mounted. */
  in(root: string): InTheWayError {
    return new InTheWayError(this.path, this.isDirectory, root);
  }
}

function copyOver(names: string[], node: Node): InTheWayError {
  return new InTheWayError(`/${names.join('/')}`, node.type === 'directory');
}
