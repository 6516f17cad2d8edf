import { digestOf } from '../../common/digest.ts';
import { type Content, type DirectoryNode, FileError, type Node } from '../../common/files.ts';
import { matchSources } from './copy-files.ts';
import { resolveInRoot } from './file-tree.ts';

/**
 * What the cache compares of the files that a step reads: names, kinds, permissions, owners and contents, but not
 * times. A file touched is no change, a file chmod'ed is one.
 */

const digests = new WeakMap<object, string>();

/**
 * The digest of the paths that a COPY's sources stand for.
 * @throws FileError ENOENT with the path, when one without wildcards does not exist
 */
export function sourcesDigest(root: DirectoryNode, sources: readonly string[]): string {
  const parts = sources.flatMap((source) => {
    const matches = matchSources(root, source);
    return matches.map((path) => {
      const { node } = resolveInRoot(root, path);
      if (!node) throw new FileError('ENOENT', path);
      return `${path}\0${nodeDigest(node)}`;
    });
  });
  return digestOf(parts.join('\0'));
}

function nodeDigest(node: Node): string {
  const known = digests.get(node);
  if (known) return known;
  const digest = digestOf(`${node.type} ${node.mode.toString(8)} ${node.uid}:${node.gid}\0${body(node)}`);
  digests.set(node, digest);
  return digest;
}

function body(node: Node): string {
  switch (node.type) {
    case 'file':
      return contentDigest(node.content);
    case 'symlink':
      return node.target;
    case 'device':
      return node.device;
    case 'directory':
      return [...node.children]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, child]) => `${name}\0${nodeDigest(child)}`)
        .join('\0');
  }
}

function contentDigest(content: Content): string {
  const known = digests.get(content);
  if (known) return known;
  const digest =
    content instanceof Uint8Array ? digestOf(content) : digestOf(`${digestOf(content.head)} ${content.size}`);
  digests.set(content, digest);
  return digest;
}
