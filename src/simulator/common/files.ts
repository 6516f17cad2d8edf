/**
 * A file system in memory. Its nodes are never changed once made: a write replaces the nodes on the path to the
 * root. So a snapshot is one reference, and costs nothing however many bytes are held.
 */

/** `head` followed by zeros up to `size` bytes: a large file that costs little. */
export interface Sparse {
  head: Uint8Array;
  size: number;
}

export type Content = Uint8Array | Sparse;

interface Attributes {
  /** Permission bits, 0o0000 to 0o7777. */
  mode: number;
  uid: number;
  gid: number;
  /** Milliseconds since the epoch. */
  mtime: number;
}

export interface FileNode extends Attributes {
  readonly type: 'file';
  readonly content: Content;
}
export interface DirectoryNode extends Attributes {
  readonly type: 'directory';
  readonly children: ReadonlyMap<string, Node>;
}
export interface SymlinkNode extends Attributes {
  readonly type: 'symlink';
  readonly target: string;
}
/** `null`, `zero`, `full`, `random`, `urandom`, `tty`, `fifo`, or anything a layer brought along. */
export interface DeviceNode extends Attributes {
  readonly type: 'device';
  readonly device: string;
}
export type Node =
  | Readonly<FileNode>
  | Readonly<DirectoryNode>
  | Readonly<SymlinkNode>
  | Readonly<DeviceNode>;

export type ErrorCode =
  | 'ENOENT'
  | 'EACCES'
  | 'EEXIST'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'ENOTEMPTY'
  | 'ELOOP'
  | 'EINVAL'
  | 'EROFS'
  | 'EPERM'
  | 'EBUSY'
  | 'ENAMETOOLONG';

const STRERROR: Record<ErrorCode, string> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  EINVAL: 'Invalid argument',
  EROFS: 'Read-only file system',
  EPERM: 'Operation not permitted',
  EBUSY: 'Device or resource busy',
  ENAMETOOLONG: 'File name too long',
};

/** A refused operation. `message` is strerror(3)'s text, which Unix tools print after the path. */
export class FileError extends Error {
  readonly code: ErrorCode;
  readonly path: string;
  constructor(code: ErrorCode, path: string) {
    super(STRERROR[code]);
    this.name = 'FileError';
    this.code = code;
    this.path = path;
  }
}

export function contentSize(content: Content): number {
  return content instanceof Uint8Array ? content.length : content.size;
}

export function contentBytes(content: Content): Uint8Array {
  if (content instanceof Uint8Array) return content;
  const bytes = new Uint8Array(content.size);
  bytes.set(content.head.subarray(0, content.size));
  return bytes;
}

export interface Stat extends Attributes {
  type: Node['type'];
  /** Bytes of a file, length of a link's target, 4096 for a directory. */
  size: number;
  /** A symbolic link's target. */
  target?: string;
  device?: string;
}

/** A tree that file systems mount: the disk of a machine, a container's root, a named volume. */
export class Volume {
  root: DirectoryNode;
  constructor(root: DirectoryNode = directory()) {
    this.root = root;
  }
}

export function directory(
  children: Iterable<readonly [string, Node]> = [],
  attributes: Partial<Attributes> = {},
): DirectoryNode {
  return {
    type: 'directory',
    mode: 0o755,
    uid: 0,
    gid: 0,
    mtime: 0,
    ...attributes,
    children: new Map(children),
  };
}

interface Mount {
  /** Names of the mount point, from the root. */
  at: readonly string[];
  volume: Volume;
  /** Names of the mounted node inside the volume. */
  from: readonly string[];
  readonly: boolean;
}

/** Who asks. Without an identity everything is allowed, as to root. */
export interface Identity {
  uid: number;
  gid: number;
  /** Supplementary group ids. */
  groups?: readonly number[];
}

interface Place {
  /** Canonical names from the root, links resolved. */
  names: string[];
  node: Node | undefined;
}

const MAX_LINKS = 40;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Names of an absolute path; `.` and empty parts dropped, `..` kept. */
const split = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

const startsWith = (names: readonly string[], prefix: readonly string[]): boolean =>
  prefix.length <= names.length && prefix.every((name, i) => names[i] === name);

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
  private readonly mounts: Mount[];
  private readonly now: () => number;
  private readonly identity: Identity | undefined;

  constructor(root: Volume, now: () => number, mounts?: Mount[], identity?: Identity) {
    this.mounts = mounts ?? [{ at: [], volume: root, from: [], readonly: false }];
    this.now = now;
    this.identity = identity;
  }

  /** The same files with a user's permissions; uid 0 may do everything. `umask` takes bits from what is created. */
  as(identity: Identity, umask = 0): FileSystem {
    const user = identity.uid === 0 ? undefined : identity;
    const view = new FileSystem(this.mounts[0]!.volume, this.now, this.mounts, user);
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
    this.mounts.push({
      at: names,
      volume,
      from: split(options.from ?? '/'),
      readonly: options.readonly ?? false,
    });
  }

  /** The root volume, for snapshots and differences. */
  get volume(): Volume {
    return this.mounts[0]!.volume;
  }

  /** The volume a path is on and the path inside it: what a bind mount of that path mounts. */
  locate(path: string): { volume: Volume; path: string } {
    const { names } = this.find(path, true);
    const mount = this.mountOf(names);
    return { volume: mount.volume, path: `/${[...mount.from, ...names.slice(mount.at.length)].join('/')}` };
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
    const entries = new Set(node.children.keys());
    for (const mount of this.mounts) {
      if (mount.at.length === names.length + 1 && startsWith(mount.at, names)) entries.add(mount.at.at(-1)!);
    }
    return [...entries].sort();
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
      this.replace(names, { ...(node as FileNode), content, mtime: this.now() }, path);
    } else {
      if (path.endsWith('/')) throw new FileError('EISDIR', path);
      this.requireParent(names, path);
      this.replace(names, { type: 'file', content, ...this.attributes(mode) }, path);
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
    this.replace(names, directory([], this.attributes(options.mode ?? 0o755)), path);
  }

  symlink(target: string, path: string): void {
    this.put(path, { type: 'symlink', target, ...this.attributes(0o777), mode: 0o777 }, false);
  }

  /** Puts a node (a whole tree) at a path whose parent exists. */
  put(path: string, node: Node, overwrite = true): void {
    const place = this.find(path, false);
    if (place.node && !overwrite) throw new FileError('EEXIST', path);
    this.requireParent(place.names, path);
    this.replace(place.names, node, path);
  }

  /** Removes a file, a link or, with `recursive`, a whole directory; an empty directory needs `directory`. */
  remove(path: string, options: { recursive?: boolean; directory?: boolean } = {}): void {
    const { names, node } = this.find(path, false);
    if (!node) throw new FileError('ENOENT', path);
    if (names.length === 0 || this.mounts.some((m) => m.at.length > 0 && startsWith(m.at, names))) {
      throw new FileError('EBUSY', path);
    }
    if (node.type === 'directory' && !options.recursive) {
      if (!options.directory) throw new FileError('EISDIR', path);
      if (node.children.size > 0) throw new FileError('ENOTEMPTY', path);
    }
    const parent = this.requireParent(names, path);
    this.requireSticky(parent, node, path);
    this.replace(names, undefined, path);
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
    this.replace(target.names, source.node, to);
    this.replace(source.names, undefined, from);
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
      return node !== undefined && this.allows(node, bits);
    } catch {
      return false;
    }
  }

  private change(path: string, follow: boolean, attributes: Partial<Attributes>): void {
    const { names, node } = this.find(path, follow);
    if (!node) throw new FileError('ENOENT', path);
    if (this.identity && node.uid !== this.identity.uid) throw new FileError('EPERM', path);
    this.replace(names, { ...node, ...attributes }, path);
  }

  private attributes(mode: number): Attributes {
    return { mode: mode & ~this.umask, uid: this.owner.uid, gid: this.owner.gid, mtime: this.now() };
  }

  private typeOf(path: string): Node['type'] | undefined {
    return this.nodeAt(path)?.type;
  }

  /** What stands at a path; `undefined` also where the way there is refused. */
  private nodeAt(path: string): Node | undefined {
    const place = this.walk(path, true);
    return typeof place === 'string' ? undefined : place.node;
  }

  private existing(path: string, follow: boolean): Node {
    const { node } = this.find(path, follow);
    if (!node) throw new FileError('ENOENT', path);
    return node;
  }

  private find(path: string, followLast: boolean): Place {
    const place = this.walk(path, followLast);
    if (typeof place === 'string') throw new FileError(place, path);
    return place;
  }

  /**
   * path_resolution(7): walks a path, following links; the last part may be missing. Gives the code of what refuses,
   * which is no exception: a search through PATH meets it in most folders.
   */
  private walk(path: string, followLast: boolean): Place | ErrorCode {
    let todo = split(path);
    if (todo.some((name) => name.length > 255)) return 'ENAMETOOLONG';
    const mustBeDirectory = path.length > 1 && path.endsWith('/');
    let names: string[] = [];
    let node: Node | undefined = this.at(names);
    let links = 0;
    while (todo.length > 0) {
      const [name, ...rest] = todo as [string, ...string[]];
      if (!node) return 'ENOENT';
      if (node.type !== 'directory') return 'ENOTDIR';
      if (!this.allows(node, 1)) return 'EACCES';
      if (name === '..') {
        names = names.slice(0, -1);
        node = this.at(names);
        todo = rest;
        continue;
      }
      const next = [...names, name];
      // Where nothing is mounted, what is in a directory is what its node holds.
      const child: Node | undefined = this.mounts.length === 1 ? node.children.get(name) : this.at(next);
      if (child?.type === 'symlink' && (rest.length > 0 || followLast || mustBeDirectory)) {
        if (++links > MAX_LINKS) return 'ELOOP';
        if (child.target.startsWith('/')) names = [];
        node = this.at(names);
        todo = [...split(child.target), ...rest];
        continue;
      }
      names = next;
      node = child;
      todo = rest;
    }
    if (mustBeDirectory && node && node.type !== 'directory') return 'ENOTDIR';
    return { names, node };
  }

  private mountOf(names: readonly string[]): Mount {
    let best = this.mounts[0]!;
    for (const mount of this.mounts) {
      if (mount.at.length >= best.at.length && startsWith(names, mount.at)) best = mount;
    }
    return best;
  }

  private at(names: readonly string[]): Node | undefined {
    const mount = this.mountOf(names);
    let node: Node | undefined = mount.volume.root;
    for (const name of [...mount.from, ...names.slice(mount.at.length)]) {
      node = node?.type === 'directory' ? node.children.get(name) : undefined;
    }
    return node;
  }

  private replace(names: readonly string[], node: Node | undefined, path: string): void {
    const mount = this.mountOf(names);
    if (mount.readonly) throw new FileError('EROFS', path);
    const inside = [...mount.from, ...names.slice(mount.at.length)];
    if (inside.length === 0) {
      if (node?.type !== 'directory') throw new FileError('EBUSY', path);
      mount.volume.root = node;
      return;
    }
    mount.volume.root = graft(mount.volume.root, inside, node, this.now());
  }

  private requireParent(names: readonly string[], path: string): DirectoryNode {
    const parent = this.at(names.slice(0, -1));
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
    if (!this.allows(node, bits)) throw new FileError('EACCES', path);
  }

  private allows(node: Node, bits: number): boolean {
    const who = this.identity;
    if (!who) return bits !== 1 || node.type === 'directory' || (node.mode & 0o111) !== 0;
    if (node.type === 'symlink') return true;
    const shift = node.uid === who.uid ? 6 : node.gid === who.gid || who.groups?.includes(node.gid) ? 3 : 0;
    return ((node.mode >> shift) & bits) === bits;
  }
}

function describe(node: Node): Stat {
  const { mode, uid, gid, mtime, type } = node;
  const base = { type, mode, uid, gid, mtime };
  switch (node.type) {
    case 'file':
      return { ...base, size: contentSize(node.content) };
    case 'symlink':
      return { ...base, size: encoder.encode(node.target).length, target: node.target };
    case 'device':
      return { ...base, size: 0, device: node.device };
    default:
      return { ...base, size: 4096 };
  }
}

/** A copy of the tree with one node replaced or removed; only the directories on its path are made anew. */
function graft(
  root: DirectoryNode,
  names: readonly string[],
  node: Node | undefined,
  now: number,
): DirectoryNode {
  const [name, ...rest] = names as [string, ...string[]];
  const children = new Map(root.children);
  if (rest.length > 0) {
    const child = children.get(name);
    if (child?.type !== 'directory') throw new FileError('ENOTDIR', name);
    children.set(name, graft(child, rest, node, now));
    return { ...root, children };
  }
  // As on a real disk, a directory's time changes when its list of names does.
  const listChanged = children.has(name) !== (node !== undefined);
  if (node) children.set(name, node);
  else children.delete(name);
  return { ...root, children, mtime: listChanged ? now : root.mtime };
}
