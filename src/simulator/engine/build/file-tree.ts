import { contentBytes, type DirectoryNode, directory, FileError, type Node } from '../../common/files.ts';
import { TreeBuilder } from '../../common/tree.ts';

const MAX_LINKS = 255;

const split = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/** Finds where a path inside a root leads, links followed; what does not exist is kept as written. */
export function resolveInRoot(
  root: DirectoryNode,
  path: string,
  followLast = true,
): { names: string[]; node: Node | undefined } {
  const left = split(path);
  const names: string[] = [];
  /** The nodes on the way; a missing one ends the following of links. */
  const nodes: (Node | undefined)[] = [root];
  for (let links = 0; left.length > 0; ) {
    const name = left.shift()!;
    if (name === '..') {
      if (names.length > 0) {
        names.pop();
        nodes.pop();
      }
      continue;
    }
    const parent = nodes.at(-1);
    const child = parent?.type === 'directory' ? parent.children.get(name) : undefined;
    if (child?.type === 'symlink' && (left.length > 0 || followLast)) {
      if (++links > MAX_LINKS) throw new FileError('ELOOP', path);
      if (child.target.startsWith('/')) {
        names.length = 0;
        nodes.length = 1;
      }
      left.unshift(...split(child.target));
      continue;
    }
    names.push(name);
    nodes.push(child);
  }
  return { names, node: nodes.at(-1) };
}

/** The text of a file in a tree, if it is there. */
export function textOf(root: DirectoryNode, name: string): string | undefined {
  const { node } = resolveInRoot(root, name);
  return node?.type === 'file' ? new TextDecoder().decode(contentBytes(node.content)) : undefined;
}

/** Who owns what is made. */
export interface Owner {
  uid: number;
  gid: number;
}

/**
 * A tree of files being changed by a builder. What is put into a directory changes the directory's time, as the
 * kernel does.
 */
export class FileTree {
  private readonly tree: TreeBuilder;
  private readonly now: number;
  private readonly touched = new Map<string, { names: string[]; time: number }>();

  constructor(root: DirectoryNode, now: number) {
    this.tree = new TreeBuilder(root);
    this.now = now;
  }

  get root(): DirectoryNode {
    return this.tree.root;
  }

  resolve(path: string): { names: string[]; node: Node | undefined } {
    return resolveInRoot(this.tree.root, path);
  }

  get(names: readonly string[]): Node | undefined {
    return this.tree.get(names);
  }

  /** Puts a node whose parent exists. */
  put(names: readonly string[], node: Node): void {
    this.tree.set(names, node);
    if (names.length > 0) this.touch(names.slice(0, -1), this.now);
  }

  /** Removes whatever is there. */
  remove(names: readonly string[]): void {
    if (!this.tree.get(names)) return;
    this.tree.set(names, undefined);
    this.touch(names.slice(0, -1), this.now);
  }

  /** Changes a node's attributes, keeping what is in it. */
  setAttributes(
    names: readonly string[],
    attributes: Partial<Pick<Node, 'mode' | 'uid' | 'gid' | 'mtime'>>,
  ): void {
    const node = this.tree.get(names);
    if (node) this.tree.set(names, { ...node, ...attributes });
  }

  /** Sets the time a directory has at the end. */
  touch(names: readonly string[], time: number): void {
    this.touched.set(names.join('/'), { names: [...names], time });
  }

  /** Makes a directory and its parents. @throws Error in the kernel's words */
  makeDirectories(path: string, mode: number, owner: Owner): string[] {
    const { names } = this.resolve(path);
    for (let i = 1; i <= names.length; i++) {
      const part = names.slice(0, i);
      const node = this.tree.get(part);
      if (node?.type === 'directory') continue;
      if (node) throw new Error(`mkdir /${part.join('/')}: not a directory`);
      this.put(part, directory([], { mode, ...owner, mtime: this.now }));
    }
    return names;
  }

  /** The changed tree. */
  finish(): DirectoryNode {
    for (const { names, time } of this.touched.values()) this.setAttributes(names, { mtime: time });
    return this.tree.root;
  }
}
