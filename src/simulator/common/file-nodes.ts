/**
 * The nodes of a file system in memory. They are never changed once made: a write replaces the nodes on the path to
 * the root. So a snapshot is one reference, and costs nothing however many bytes are held.
 */

/** `head` followed by zeros up to `size` bytes: a large file that costs little. */
export interface Sparse {
  head: Uint8Array;
  size: number;
}

export type Content = Uint8Array | Sparse;

export interface Attributes {
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

/** Who asks. Without an identity everything is allowed, as to root. */
export interface Identity {
  uid: number;
  gid: number;
  /** Supplementary group ids. */
  groups?: readonly number[];
}

/** Whether somebody may read (4), write (2) or execute (1) a node. */
export function permits(node: Node, who: Identity | undefined, bits: number): boolean {
  if (!who) return bits !== 1 || node.type === 'directory' || (node.mode & 0o111) !== 0;
  if (node.type === 'symlink') return true;
  const shift = node.uid === who.uid ? 6 : node.gid === who.gid || who.groups?.includes(node.gid) ? 3 : 0;
  return ((node.mode >> shift) & bits) === bits;
}

/** What stat(2) tells of a node. */
export function describe(node: Node): Stat {
  const { mode, uid, gid, mtime, type } = node;
  const base = { type, mode, uid, gid, mtime };
  switch (node.type) {
    case 'file':
      return { ...base, size: contentSize(node.content) };
    case 'symlink':
      return { ...base, size: new TextEncoder().encode(node.target).length, target: node.target };
    case 'device':
      return { ...base, size: 0, device: node.device };
    default:
      return { ...base, size: 4096 };
  }
}

/** A copy of the tree with one node replaced or removed; only the directories on its path are made anew. */
export function graft(
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
