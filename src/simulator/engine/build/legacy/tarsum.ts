import { digestOf } from '../../../common/digest.ts';
import { contentBytes, contentSize, type DirectoryNode, type Node } from '../../../common/files.ts';
import { concat } from '../../../common/gzip.ts';

/**
 * What the legacy builder compares of files, and shows in histories (`COPY file:ec38df4b…`): Docker's tarsum,
 * version 1, of a file's tar header without its time, and its content.
 */

const TYPES: Record<Node['type'], string> = { file: '0', directory: '5', symlink: '2', device: '3' };
const encoder = new TextEncoder();

export function fileSum(path: string, node: Node): string {
  const size = node.type === 'file' ? contentSize(node.content) : 0;
  const header = [
    ['name', node.type === 'directory' ? `${path}/` : path],
    ['mode', String(node.mode)],
    ['uid', String(node.uid)],
    ['gid', String(node.gid)],
    ['size', String(size)],
    ['typeflag', TYPES[node.type]],
    ['linkname', node.type === 'symlink' ? node.target : ''],
    ['uname', ''],
    ['gname', ''],
    ['devmajor', '0'],
    ['devminor', '0'],
  ];
  const head = encoder.encode(header.flat().join(''));
  const body = node.type === 'file' ? contentBytes(node.content) : new Uint8Array();
  return digestOf(concat([head, body])).slice('sha256:'.length);
}

/** `dir:…`: of everything in a directory. */
export function directorySum(path: string, node: DirectoryNode): string {
  const sums: string[] = [];
  const walk = (at: string, directory: DirectoryNode): void => {
    for (const [name, child] of directory.children) {
      const childPath = at === '' ? name : `${at}/${name}`;
      sums.push(fileSum(childPath, child));
      if (child.type === 'directory') walk(childPath, child);
    }
  };
  if (path !== '') sums.push(fileSum(path, node));
  walk(path, node);
  return `dir:${listSum(sums.sort())}`;
}

export function listSum(sums: readonly string[]): string {
  return digestOf(sums.join(',')).slice('sha256:'.length);
}
