import {
  contentBytes,
  type DirectoryNode,
  directory,
  FileError,
  type Node,
  resolvePath,
} from '../../common/files.ts';
import { concat } from '../../common/gzip.ts';
import { cleanPath, IgnoreMatcher, parseIgnoreFile } from '../../common/ignore.ts';
import type { Process } from '../../common/process.ts';
import { packTar, type TarEntry } from '../../common/tar.ts';
import { treeEntries } from '../../common/tree.ts';

/** The files that a build is sent: what `.dockerignore` leaves, in a tar archive. */

/** @throws FileError */
export function directoryAt(process: Process, path: string): DirectoryNode {
  const real = process.files.realpath(resolvePath(process.cwd, path));
  const node = process.files.node(real);
  if (node.type !== 'directory') throw new FileError('ENOTDIR', path);
  return node;
}

/** The node at a path inside a tree, links not followed. */
export function nodeIn(root: DirectoryNode, path: string): Node | undefined {
  let node: Node | undefined = root;
  for (const name of cleanPath(path).split('/')) {
    if (name === '.' || name === '') continue;
    node = node?.type === 'directory' ? node.children.get(name) : undefined;
  }
  return node;
}

/** The text of a file in a tree. */
export function textIn(root: DirectoryNode, path: string): string | undefined {
  const node = nodeIn(root, path);
  return node?.type === 'file' ? new TextDecoder().decode(contentBytes(node.content)) : undefined;
}

/**
 * Leaves out what an ignore file says. The files in `keep` stay, since the builder itself reads them.
 * @throws Error for a pattern that is none
 */
export function withoutIgnored(
  root: DirectoryNode,
  ignoreFile: string | undefined,
  keep: readonly string[],
): DirectoryNode {
  const patterns = ignoreFile === undefined ? [] : parseIgnoreFile(ignoreFile);
  if (patterns.length === 0) return root;
  const kept = keep.map((path) => cleanPath(path));
  const matcher = new IgnoreMatcher(patterns);
  const filter = (node: DirectoryNode, path: string): DirectoryNode => {
    const children: [string, Node][] = [];
    for (const [name, child] of node.children) {
      const at = path === '' ? name : `${path}/${name}`;
      const isKept = kept.includes(at);
      const excluded = matcher.excludes(at);
      if (child.type !== 'directory') {
        if (!excluded || isKept) children.push([name, child]);
        continue;
      }
      const leads = kept.some((k) => k.startsWith(`${at}/`));
      if (excluded && !matcher.hasExceptions && !leads) continue;
      const inside = filter(child, at);
      if (!excluded || inside.children.size > 0) children.push([name, inside]);
    }
    return { ...node, children: new Map(children) };
  };
  return filter(root, '');
}

/** Puts files beside those of a tree. */
export function withFiles(
  root: DirectoryNode,
  folder: string,
  files: readonly [string, Node][],
): DirectoryNode {
  return { ...root, children: new Map([...root.children, [folder, directory(files)]]) };
}

/** All files owned by root. A folder that is ignored has no entry of its own, even where files in it are not. */
function contextEntries(root: DirectoryNode, ignoreFile: string | undefined): TarEntry[] {
  const matcher = new IgnoreMatcher(ignoreFile === undefined ? [] : parseIgnoreFile(ignoreFile));
  return [...treeEntries(root, '')]
    .filter(({ type, name }) => type !== 'directory' || !matcher.excludes(cleanPath(name)))
    .map((entry) => ({ ...entry, uid: 0, gid: 0 }));
}

/** The archive that the legacy builder is sent. */
export function packContext(root: DirectoryNode, ignoreFile?: string): Uint8Array<ArrayBuffer> {
  return concat(packTar(contextEntries(root, ignoreFile)).map(contentBytes));
}

/**
 * The archive with a Dockerfile from elsewhere, under a name of its own that `.dockerignore` is made to hide. As the
 * real CLI writes it, it ends with the last file's bytes: neither padding nor the end mark get out.
 */
export function packContextWithDockerfile(
  root: DirectoryNode,
  name: string,
  dockerfile: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const plain = (path: string, content: Uint8Array): TarEntry => ({
    ...{ name: path, type: 'file', mode: 0o600, uid: 0, gid: 0, mtime: 0 },
    content,
  });
  const ignoreFile = textIn(root, '.dockerignore');
  const hiding = new TextEncoder().encode(`${ignoreFile ?? '.dockerignore'}\n${name}\n`);
  const entries = contextEntries(root, ignoreFile);
  const own = entries.find((entry) => entry.name === '.dockerignore');
  if (own) own.content = hiding;
  entries.push(plain(name, dockerfile));
  if (!own) entries.push(plain('.dockerignore', hiding));
  const archive = concat(packTar(entries).map(contentBytes));
  const last = entries.at(-1)!.content as Uint8Array;
  const padding = (512 - (last.length % 512)) % 512;
  return archive.slice(0, archive.length - 1024 - padding);
}
