import { contentSize, type DirectoryNode, directory, type Node } from '../../common/files.ts';
import { cleanPath, IgnoreMatcher } from '../../common/ignore.ts';
import { matchSources } from './copy-files.ts';
import { resolveInRoot } from './file-tree.ts';

/**
 * Files that come from the client, and how many bytes that takes. BuildKit's client first tells of every file that
 * is wanted, then sends those whose size or time differ from what the builder kept of the last time. The numbers
 * shown (`transferring context: 469B`) count the messages of that protocol (`fsutil`), so they are reckoned here.
 */

/** What the builder kept: a file's path, and what would change if the file did. */
export type KnownFiles = Record<string, string>;

export interface Transfer {
  /** The files that came, as a tree. */
  tree: DirectoryNode;
  bytes: number;
  /** Of those, the messages that only say that something ends, which a sender does not count. */
  endBytes: number;
  known: KnownFiles;
  /** Bytes of all files. */
  size: number;
}

export interface TransferOptions {
  /** Only these paths; `undefined` is everything. */
  paths?: readonly string[] | undefined;
  /** Patterns that leave files out. */
  exclude?: readonly string[];
  known?: KnownFiles | undefined;
}

const CHUNK = 32 * 1024;
/** The message that ends a transfer. */
const FIN = 2;

/** Takes the wanted files of a tree. */
export function transfer(root: DirectoryNode, options: TransferOptions): Transfer {
  const wanted = options.paths && new Set(options.paths.flatMap((path) => withLinks(root, path)));
  const matcher = options.exclude?.length ? new IgnoreMatcher(options.exclude) : undefined;
  const result: Transfer = { tree: directory(), bytes: FIN, endBytes: FIN, known: {}, size: 0 };
  let index = 0;
  const announce = (path: string, node: Node): void => {
    const state = `${node.type} ${node.mode} ${sizeOf(node)} ${node.mtime}`;
    result.bytes += packet(statSize(path, node));
    result.known[path] = state;
    if (node.type === 'file') {
      result.size += contentSize(node.content);
      if (options.known?.[path] !== state) {
        result.bytes += dataSize(index, contentSize(node.content));
        result.endBytes += dataSize(index, 0);
      }
    }
    index++;
  };
  const walk = (node: DirectoryNode, path: string, all: boolean): DirectoryNode | undefined => {
    const kept = new Map<string, Node>();
    for (const [name, child] of [...node.children].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const at = path === '' ? name : `${path}/${name}`;
      const selected = all || wanted === undefined || wanted.has(at);
      const leads = !selected && child.type === 'directory' && leadsTo(wanted, at);
      if (!selected && !leads) continue;
      const excluded = matcher?.excludes(at) ?? false;
      if (child.type !== 'directory') {
        if (!excluded && selected) {
          kept.set(name, child);
          announce(at, child);
        }
        continue;
      }
      if (excluded && !matcher?.hasExceptions) continue;
      const before = index;
      const saved = { bytes: result.bytes, endBytes: result.endBytes, size: result.size };
      announce(at, child);
      const inside = walk(child, at, selected);
      if (inside && (inside.children.size > 0 || (selected && !excluded))) kept.set(name, inside);
      else {
        // An excluded directory is only told of for the sake of what is in it.
        index = before;
        Object.assign(result, saved);
        delete result.known[at];
      }
    }
    return { ...node, children: kept };
  };
  result.tree = walk(root, '', false) ?? directory();
  return result;
}

/** A path and what the links on its way lead to. */
function withLinks(root: DirectoryNode, path: string): string[] {
  return matchSources(root, path).flatMap((match) => {
    const plain = cleanPath(match).slice(1);
    const { names } = resolveInRoot(root, match);
    return [plain, names.join('/')];
  });
}

function leadsTo(wanted: ReadonlySet<string> | undefined, path: string): boolean {
  for (const w of wanted ?? []) if (w.startsWith(`${path}/`)) return true;
  return false;
}

function sizeOf(node: Node): number {
  if (node.type === 'file') return contentSize(node.content);
  return node.type === 'symlink' ? new TextEncoder().encode(node.target).length : 0;
}

/** Go's mode bits for what is no plain file. */
const MODE_BITS: Record<Node['type'], number> = {
  file: 0,
  directory: 2 ** 31,
  symlink: 2 ** 27,
  device: 2 ** 26,
};

function varint(value: number): number {
  let bytes = 1;
  for (let left = value; left >= 128; left = Math.floor(left / 128)) bytes++;
  return bytes;
}

/** Bytes of a protobuf field: left out at its zero value. */
const numberField = (value: number): number => (value === 0 ? 0 : 1 + varint(value));
const bytesField = (length: number): number => (length === 0 ? 0 : 1 + varint(length) + length);

function statSize(path: string, node: Node): number {
  const special =
    (node.mode & 0o4000 ? 2 ** 23 : 0) +
    (node.mode & 0o2000 ? 2 ** 22 : 0) +
    (node.mode & 0o1000 ? 2 ** 20 : 0);
  const mode = MODE_BITS[node.type] + special + (node.mode & 0o777);
  const link = node.type === 'symlink' ? new TextEncoder().encode(node.target).length : 0;
  const fields = [
    bytesField(new TextEncoder().encode(path).length),
    numberField(mode),
    numberField(sizeOf(node)),
    numberField(node.mtime * 1e6),
    bytesField(link),
  ];
  return fields.reduce((sum, bytes) => sum + bytes, 0);
}

const packet = (stat: number): number => 1 + varint(stat) + stat;

function dataSize(index: number, size: number): number {
  const head = 2 + numberField(index);
  let total = head;
  for (let left = size; left > 0; left -= CHUNK) total += head + bytesField(Math.min(left, CHUNK));
  return total;
}
