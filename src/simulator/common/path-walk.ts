import { type ErrorCode, type Identity, type Node, permits } from './file-nodes.ts';
import { type MountedTree, split } from './mounted-tree.ts';

/** Where a path leads. */
export interface Place {
  /** Canonical names from the root, links resolved. */
  names: string[];
  node: Node | undefined;
}

const MAX_LINKS = 40;

/**
 * path_resolution(7): walks a path, following links; the last part may be missing. Gives the code of what refuses,
 * which is no exception: a search through PATH meets it in most folders.
 */
export function walk(
  tree: MountedTree,
  who: Identity | undefined,
  path: string,
  followLast: boolean,
): Place | ErrorCode {
  let todo = split(path);
  if (todo.some((name) => name.length > 255)) return 'ENAMETOOLONG';
  const mustBeDirectory = path.length > 1 && path.endsWith('/');
  let names: string[] = [];
  let node: Node | undefined = tree.at(names);
  let links = 0;
  while (todo.length > 0) {
    const [name, ...rest] = todo as [string, ...string[]];
    if (!node) return 'ENOENT';
    if (node.type !== 'directory') return 'ENOTDIR';
    if (!permits(node, who, 1)) return 'EACCES';
    if (name === '..') {
      names = names.slice(0, -1);
      node = tree.at(names);
      todo = rest;
      continue;
    }
    const next = [...names, name];
    // Where nothing is mounted, what is in a directory is what its node holds.
    const child: Node | undefined = tree.isPlain ? node.children.get(name) : tree.at(next);
    if (child?.type === 'symlink' && (rest.length > 0 || followLast || mustBeDirectory)) {
      if (++links > MAX_LINKS) return 'ELOOP';
      if (child.target.startsWith('/')) names = [];
      node = tree.at(names);
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
