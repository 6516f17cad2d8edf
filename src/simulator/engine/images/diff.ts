import type { DirectoryNode, Node } from '../../common/files.ts';
import { directory } from '../../common/files.ts';
import type { TarEntry } from '../../common/tar.ts';
import { entryNames, entryOf, extractEntry, TreeBuilder, treeEntries } from '../../common/tree.ts';

/** OCI Image Specification, layer.md, "Whiteouts". */
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** Applies a layer to the tree below it. */
export function applyLayer(below: DirectoryNode, entries: Iterable<TarEntry>): DirectoryNode {
  const tree = new TreeBuilder(below);
  const added: TarEntry[] = [];
  // Whiteouts hide what lower layers hold, never what their own layer adds, wherever in the archive they stand.
  for (const entry of entries) {
    const names = entryNames(entry.name);
    const last = names.at(-1) ?? '';
    const folder = names.slice(0, -1);
    if (last === OPAQUE) {
      const node = tree.get(folder);
      if (node?.type === 'directory') tree.set(folder, directory([], node));
    } else if (last.startsWith(WHITEOUT)) tree.set([...folder, last.slice(WHITEOUT.length)], undefined);
    else added.push(entry);
  }
  for (const entry of added) extractEntry(tree, entry);
  return tree.root;
}

/**
 * The layer that makes `after` of `before`, as overlay2 finds it in its upper directory: every node made anew and
 * every directory on the way to one, in the order of a walk. Nodes never change, so one reference compared says
 * whether a whole folder is as it was.
 */
export function* diffTrees(before: DirectoryNode, after: DirectoryNode, path = ''): Generator<TarEntry> {
  const names = new Set([...before.children.keys(), ...after.children.keys()]);
  for (const name of [...names].sort()) {
    const old = before.children.get(name);
    const now = after.children.get(name);
    if (now === old) continue;
    if (!now) yield whiteout(`${path}${WHITEOUT}${name}`, after);
    else yield* changed(old, now, `${path}${name}`);
  }
}

function* changed(old: Node | undefined, now: Node, path: string): Generator<TarEntry> {
  if (now.type !== 'directory') yield entryOf(path, now);
  else if (old?.type !== 'directory') yield* treeEntries(now, path);
  else {
    yield entryOf(path, now);
    yield* diffTrees(old, now, `${path}/`);
  }
}

/** The kernel makes whiteouts when it changes the directory they are in. */
function whiteout(name: string, parent: DirectoryNode): TarEntry {
  return { name, type: 'file', mode: 0o600, uid: 0, gid: 0, mtime: parent.mtime, content: new Uint8Array() };
}
