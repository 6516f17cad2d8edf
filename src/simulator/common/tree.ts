import { type DirectoryNode, directory, FileError, type FileNode, type Node } from './file-nodes.ts';
import type { TarEntry } from './tar.ts';

/** Between trees of files and the entries of an archive. */

/** Numbers of the devices that programs know by name (Documentation/admin-guide/devices.txt of Linux). */
const DEVICES: Record<string, [number, number]> = {
  null: [1, 3],
  zero: [1, 5],
  full: [1, 7],
  random: [1, 8],
  urandom: [1, 9],
  tty: [5, 0],
};

/**
 * A tree being changed many times: directories are copied on their first change only. The tree it began with stays
 * as it was. Paths are names from the root; links are not followed.
 */
export class TreeBuilder {
  root: DirectoryNode;
  private readonly owned = new WeakSet<DirectoryNode>();

  constructor(root: DirectoryNode = directory()) {
    this.root = root;
  }

  get(names: readonly string[]): Node | undefined {
    let node: Node | undefined = this.root;
    for (const name of names) node = node?.type === 'directory' ? node.children.get(name) : undefined;
    return node;
  }

  /** Puts a node, or removes what is there; missing parents are made, and a parent that is no directory replaced. */
  set(names: readonly string[], node: Node | undefined): void {
    const last = names.at(-1);
    if (last === undefined) {
      if (node && node.type !== 'directory') throw new FileError('ENOTDIR', '/');
      this.root = node ?? directory();
      return;
    }
    if (!node && !this.get(names)) return;
    let at = this.own(this.root);
    this.root = at;
    for (const name of names.slice(0, -1)) {
      const child = at.children.get(name);
      const next = this.own(child?.type === 'directory' ? child : directory());
      (at.children as Map<string, Node>).set(name, next);
      at = next;
    }
    if (node) (at.children as Map<string, Node>).set(last, node);
    else (at.children as Map<string, Node>).delete(last);
  }

  private own(node: DirectoryNode): DirectoryNode {
    if (this.owned.has(node)) return node;
    const copy = { ...node, children: new Map(node.children) };
    this.owned.add(copy);
    return copy;
  }
}

/** Names of an entry's path; `.` and empty ones dropped, `..` folded so that nothing leaves the root. */
export function entryNames(path: string): string[] {
  const names: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') names.pop();
    else if (part !== '' && part !== '.') names.push(part);
  }
  return names;
}

/** Puts an entry into a tree. A directory keeps what is in it; a hard link takes the linked file's content. */
export function extractEntry(tree: TreeBuilder, entry: TarEntry): void {
  const names = entryNames(entry.name);
  const { mode, uid, gid, mtime } = entry;
  const attributes = { mode, uid, gid, mtime };
  if (entry.type === 'directory') {
    const before = tree.get(names);
    tree.set(names, directory(before?.type === 'directory' ? before.children : [], attributes));
  } else if (entry.type === 'link') {
    const linked = tree.get(entryNames(entry.target ?? ''));
    if (!linked || linked.type === 'directory') throw new FileError('ENOENT', entry.target ?? '');
    tree.set(names, linked);
  } else tree.set(names, leaf(entry, attributes));
}

function leaf(entry: TarEntry, attributes: Pick<FileNode, 'mode' | 'uid' | 'gid' | 'mtime'>): Node {
  switch (entry.type) {
    case 'symlink':
      return { type: 'symlink', target: entry.target ?? '', ...attributes };
    case 'fifo':
      return { type: 'device', device: 'fifo', ...attributes };
    case 'character':
    case 'block':
      return { type: 'device', device: deviceName(entry), ...attributes };
    default:
      return { type: 'file', content: entry.content ?? new Uint8Array(), ...attributes };
  }
}

function deviceName({ type, major = 0, minor = 0 }: TarEntry): string {
  const known = Object.entries(DEVICES).find(([, [a, b]]) => a === major && b === minor);
  return known && type === 'character' ? known[0] : `${type} ${major}:${minor}`;
}

/** The entry of one node; `name` without a final slash. */
export function entryOf(name: string, node: Node): TarEntry {
  const { mode, uid, gid, mtime } = node;
  const attributes = { mode, uid, gid, mtime };
  switch (node.type) {
    case 'directory':
      return { name: `${name}/`, type: 'directory', ...attributes };
    case 'symlink':
      return { name, type: 'symlink', target: node.target, ...attributes };
    case 'file':
      return { name, type: 'file', content: node.content, ...attributes };
    default: {
      if (node.device === 'fifo') return { name, type: 'fifo', ...attributes };
      const other = /^(character|block) (\d+):(\d+)$/.exec(node.device);
      const [major, minor] = DEVICES[node.device] ?? [Number(other?.[2] ?? 0), Number(other?.[3] ?? 0)];
      return { name, type: other?.[1] === 'block' ? 'block' : 'character', major, minor, ...attributes };
    }
  }
}

/** The entries of a tree in the order of a file system walk: by name, a directory before what is in it. */
export function* treeEntries(node: Node, name: string): Generator<TarEntry> {
  if (name !== '') yield entryOf(name, node);
  if (node.type !== 'directory') return;
  for (const child of [...node.children.keys()].sort()) {
    yield* treeEntries(node.children.get(child)!, name === '' ? child : `${name}/${child}`);
  }
}
