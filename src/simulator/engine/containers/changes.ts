import type { DirectoryNode } from '../../common/files.ts';
import type { Container } from './container.ts';

const MODIFIED = 0;
const ADDED = 1;
const DELETED = 2;

interface Change {
  Path: string;
  Kind: number;
}

/** `docker diff`: what a container has changed of its image's files, by path; `null` when nothing. */
export function containerChanges(container: Container): Change[] | null {
  const changes = [...compare(container.base, container.disk.root, '')];
  return changes.length > 0 ? changes.sort((a, b) => (a.Path < b.Path ? -1 : 1)) : null;
}

function* compare(before: DirectoryNode, after: DirectoryNode, path: string): Generator<Change> {
  for (const [name, node] of after.children) {
    const old = before.children.get(name);
    const at = `${path}/${name}`;
    if (node === old) continue;
    if (!old || (old.type === 'directory') !== (node.type === 'directory')) {
      yield { Path: at, Kind: old ? MODIFIED : ADDED };
      if (node.type === 'directory') yield* added(node, at);
      continue;
    }
    yield { Path: at, Kind: MODIFIED };
    if (node.type === 'directory' && old.type === 'directory') yield* compare(old, node, at);
  }
  for (const name of before.children.keys()) {
    if (!after.children.has(name)) yield { Path: `${path}/${name}`, Kind: DELETED };
  }
}

function* added(folder: DirectoryNode, path: string): Generator<Change> {
  for (const [name, node] of folder.children) {
    yield { Path: `${path}/${name}`, Kind: ADDED };
    if (node.type === 'directory') yield* added(node, `${path}/${name}`);
  }
}
