import {
  type Attributes,
  type Content,
  contentBytes,
  type DirectoryNode,
  describe,
  directory,
  FileError,
  type FileNode,
  type Identity,
  type Node,
  permits,
  type Stat,
  type Volume,
} from './file-nodes.ts';
import { type Mount, MountedTree, split, startsWith } from './mounted-tree.ts';
import { type Place, walk } from './path-walk.ts';

export {
  type Content,
  contentBytes,
  contentSize,
  type DirectoryNode,
  directory,
  FileError,
  type FileNode,
  type Identity,
  type Node,
  type Stat,
  Volume,
} from './file-nodes.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Joins a path to a working directory and folds `.` and `..`, without looking at links. */
export function resolvePath(cwd: string, path: string): string {
  const names: string[] = [];
  for (const part of split(path.startsWith('/') ? path : `${cwd}/${path}`)) {
    if (part === '..') names.pop();
    else names.push(part);
  }
  return `/${names.join('/')}`;
}

/**
 * A view of mounted volumes. Paths are absolute (use {@link resolvePath} first for others). All methods are
 * synchronous and throw {@link FileError}.
 */
export class FileSystem {
  private readonly tree: MountedTree;
  private readonly now: () => number;
  private readonly identity: Identity | undefined;

  constructor(root: Volume, now: () => number, mounts?: Mount[], identity?: Identity) {
    this.tree = new MountedTree(mounts ?? [{ at: [], volume: root, from: [], readonly: false }]);
    this.now = now;
    this.identity = identity;
  }

  /** The same files with a user's permissions; uid 0 may do everything. `umask` takes bits from what is created. */
  as(identity: Identity, umask = 0): FileSystem {
    const user = identity.uid === 0 ? undefined : identity;
    const view = new FileSystem(this.tree.root, this.now, this.tree.mounts, user);
    view.owner = identity;
    view.umask = umask;
    return view;
  }

  /** Who owns what this view creates. */
  private owner: Identity = { uid: 0, gid: 0 };
  private umask = 0;

  /** Mounts a volume, or a node inside it, over an existing path; the mounts are shared by all views of it. */
  mount(path: string, volume: Volume, options: { from?: string; readonly?: boolean } = {}): void {
    const { names } = this.find(path, true);
    this.tree.mount({
      at: names,
      volume,
      from: split(options.from ?? '/'),
      readonly: options.readonly ?? false,
    });
  }

  /** The root volume, for snapshots and differences. */
  get volume(): Volume {
    return this.tree.root;
  }

  /** The volume a path is on and the path inside it: what a bind mount of that path mounts. */
  locate(path: string): { volume: Volume; path: string } {
    const { names } = this.find(path, true);
    const { mount, inside } = this.tree.locate(names);
    return { volume: mount.volume, path: `/${inside.join('/')}` };
  }

  stat(path: string): Stat {
    return describe(this.existing(path, true));
  }

  lstat(path: string): Stat {
    return describe(this.existing(path, false));
  }

  /** The node itself, for archives. */
  node(path: string): Node {
    return this.existing(path, false);
  }

  exists(path: string): boolean {
    return this.nodeAt(path) !== undefined;
  }

  isDirectory(path: string): boolean {
    return this.typeOf(path) === 'directory';
  }

  isFile(path: string): boolean {
    return this.typeOf(path) === 'file';
  }

  /** The path with every link resolved. */
  realpath(path: string): string {
    const { names, node } = this.find(path, true);
    if (!node) throw new FileError('ENOENT', path);
    return `/${names.join('/')}`;
  }

  readlink(path: string): string {
    const node = this.existing(path, false);
    if (node.type !== 'symlink') throw new FileError('EINVAL', path);
    return node.target;
  }

  /** The names in a directory, sorted by code point. */
  list(path: string): string[] {
    const { names, node } = this.find(path, true);
    if (!node) throw new FileError('ENOENT', path);
    if (node.type !== 'directory') throw new FileError('ENOTDIR', path);
    this.require(node, 4, path);
    return [...new Set([...node.children.keys(), ...this.tree.mountPoints(names)])].sort();
  }

  /** The content of a file; devices `null` and `zero` are the shell's business, other devices read as empty. */
  content(path: string): Content {
    const node = this.existing(path, true);
    if (node.type === 'directory') throw new FileError('EISDIR', path);
    this.require(node, 4, path);
    return node.type === 'file' ? node.content : new Uint8Array();
  }

  read(path: string): Uint8Array {
    return contentBytes(this.content(path));
  }

  readText(path: string): string {
    return decoder.decode(this.read(path));
  }

  /** Creates or replaces a file. `mode` counts only for a new one. The bytes are kept: do not change them after. */
  write(path: string, data: Content | string, mode = 0o644): void {
    const content = typeof data === 'string' ? encoder.encode(data) : data;
    const { names, node } = this.find(path, true);
    if (node?.type === 'directory') throw new FileError('EISDIR', path);
    if (node?.type === 'device') return;
    if (node) {
      this.require(node, 2, path);
      this.tree.replace(names, { ...(node as FileNode), content, mtime: this.now() }, path, this.now());
    } else {
      if (path.endsWith('/')) throw new FileError('EISDIR', path);
      this.requireParent(names, path);
      this.tree.replace(names, { type: 'file', content, ...this.attributes(mode) }, path, this.now());
    }
  }

  append(path: string, data: Uint8Array | string): void {
    const more = typeof data === 'string' ? encoder.encode(data) : data;
    if (!this.exists(path)) {
      this.write(path, more);
      return;
    }
    const before =
      this.stat(path).type === 'file'
        ? contentBytes((this.existing(path, true) as FileNode).content)
        : new Uint8Array();
    const joined = new Uint8Array(before.length + more.length);
    joined.set(before);
    joined.set(more, before.length);
    this.write(path, joined);
  }

  mkdir(path: string, options: { parents?: boolean; mode?: number } = {}): void {
    if (options.parents) {
      let at = '';
      for (const name of split(resolvePath('/', path))) {
        at += `/${name}`;
        const type = this.typeOf(at);
        if (type === undefined) this.mkdir(at, { mode: options.mode ?? 0o755 });
        else if (type !== 'directory') throw new FileError(at === path ? 'EEXIST' : 'ENOTDIR', at);
      }
      return;
    }
    const { names, node } = this.find(path, false);
    if (node) throw new FileError('EEXIST', path);
    this.requireParent(names, path);
    this.tree.replace(names, directory([], this.attributes(options.mode ?? 0o755)), path, this.now());
  }

  symlink(target: string, path: string): void {
    this.put(path, { type: 'symlink', target, ...this.attributes(0o777), mode: 0o777 }, false);
  }

  /** Puts a node (a whole tree) at a path whose parent exists. */
  put(path: string, node: Node, overwrite = true): void {
    const place = this.find(path, false);
    if (place.node && !overwrite) throw new FileError('EEXIST', path);
    this.requireParent(place.names, path);
    this.tree.replace(place.names, node, path, this.now());
  }

  /** Removes a file, a link or, with `recursive`, a whole directory; an empty directory needs `directory`. */
  remove(path: string, options: { recursive?: boolean; directory?: boolean } = {}): void {
    const { names, node } = this.find(path, false);
    if (!node) throw new FileError('ENOENT', path);
    if (this.tree.isBusy(names)) throw new FileError('EBUSY', path);
    if (node.type === 'directory' && !options.recursive) {
      if (!options.directory) throw new FileError('EISDIR', path);
      if (node.children.size > 0) throw new FileError('ENOTEMPTY', path);
    }
    const parent = this.requireParent(names, path);
    this.requireSticky(parent, node, path);
    this.tree.replace(names, undefined, path, this.now());
  }

  rename(from: string, to: string): void {
    const source = this.find(from, false);
    if (!source.node) throw new FileError('ENOENT', from);
    const target = this.find(to, false);
    if (target.names.join('/') === source.names.join('/')) return;
    if (source.node.type === 'directory' && startsWith(target.names, source.names))
      throw new FileError('EINVAL', to);
    if (target.node?.type === 'directory') {
      if (source.node.type !== 'directory') throw new FileError('EISDIR', to);
      if (target.node.children.size > 0) throw new FileError('ENOTEMPTY', to);
    } else if (target.node && source.node.type === 'directory') throw new FileError('ENOTDIR', to);
    this.requireSticky(this.requireParent(source.names, from), source.node, from);
    this.requireParent(target.names, to);
    this.tree.replace(target.names, source.node, to, this.now());
    this.tree.replace(source.names, undefined, from, this.now());
  }

  chmod(path: string, mode: number): void {
    this.change(path, true, { mode: mode & 0o7777 });
  }

  chown(path: string, uid: number, gid: number, followLink = true): void {
    if (this.identity && (uid !== this.identity.uid || gid !== this.identity.gid))
      throw new FileError('EPERM', path);
    this.change(path, followLink, { uid, gid });
  }

  utimes(path: string, mtime: number, followLink = true): void {
    this.change(path, followLink, { mtime });
  }

  /** Whether this view's user may read (4), write (2) or execute (1) a path. */
  may(path: string, bits: number): boolean {
    try {
      const node = this.find(path, true).node;
      return node !== undefined && permits(node, this.identity, bits);
    } catch {
      return false;
    }
  }

  private change(path: string, follow: boolean, attributes: Partial<Attributes>): void {
    const { names, node } = this.find(path, follow);
    if (!node) throw new FileError('ENOENT', path);
    if (this.identity && node.uid !== this.identity.uid) throw new FileError('EPERM', path);
    this.tree.replace(names, { ...node, ...attributes }, path, this.now());
  }

  private attributes(mode: number): Attributes {
    return { mode: mode & ~this.umask, uid: this.owner.uid, gid: this.owner.gid, mtime: this.now() };
  }

  private typeOf(path: string): Node['type'] | undefined {
    return this.nodeAt(path)?.type;
  }

  /** What stands at a path; `undefined` also where the way there is refused. */
  private nodeAt(path: string): Node | undefined {
    const place = walk(this.tree, this.identity, path, true);
    return typeof place === 'string' ? undefined : place.node;
  }

  private existing(path: string, follow: boolean): Node {
    const { node } = this.find(path, follow);
    if (!node) throw new FileError('ENOENT', path);
    return node;
  }

  private find(path: string, followLast: boolean): Place {
    const place = walk(this.tree, this.identity, path, followLast);
    if (typeof place === 'string') throw new FileError(place, path);
    return place;
  }

  private requireParent(names: readonly string[], path: string): DirectoryNode {
    const parent = this.tree.at(names.slice(0, -1));
    if (!parent) throw new FileError('ENOENT', path);
    if (parent.type !== 'directory') throw new FileError('ENOTDIR', path);
    this.require(parent, 3, path);
    return parent;
  }

  /** In a sticky directory (`/tmp`) only a file's owner removes it. */
  private requireSticky(parent: DirectoryNode, node: Node, path: string): void {
    const who = this.identity;
    if (who && parent.mode & 0o1000 && node.uid !== who.uid && parent.uid !== who.uid) {
      throw new FileError('EPERM', path);
    }
  }

  private require(node: Node, bits: number, path: string): void {
    if (!permits(node, this.identity, bits)) throw new FileError('EACCES', path);
  }
}
