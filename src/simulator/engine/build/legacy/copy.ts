import type { DirectoryNode, Node } from '../../../common/files.ts';
import { cleanPath } from '../../../common/ignore.ts';
import type { Machine } from '../../context.ts';
import { copyNode, copyPath, matchSources } from '../copy-files.ts';
import type { CopyInstruction } from '../dockerfile/instructions.ts';
import { fetchForLegacy } from '../fetch-url.ts';
import { FileTree, resolveInRoot } from '../file-tree.ts';
import { legacyOwnerOf } from '../owner.ts';
import { directorySum, fileSum, listSum } from './tarsum.ts';

/** One thing that a COPY or ADD of the legacy builder copies. */
interface CopySource {
  /** In the build context or image, without a slash before it; `''` is all of it. */
  path: string;
  /** `file:…` or `dir:…`, for the cache and the history. */
  sum: string;
  /** What was downloaded. */
  downloaded?: { name: string; node: Node };
}

export interface PreparedCopy {
  sources: CopySource[];
  /** Of all sources. */
  sum: string;
  destination: string;
}

/** Finds the sources of an instruction. @throws Error in the daemon's words, without `COPY failed: ` */
export async function prepareCopy(
  machine: Machine,
  instruction: CopyInstruction,
  root: DirectoryNode,
  workingDirectory: string,
): Promise<PreparedCopy> {
  const keyword = instruction.kind.toUpperCase();
  const isImage = instruction.from !== '';
  const sources: CopySource[] = [];
  try {
    for (const source of instruction.sources) {
      if (/^https?:\/\//.test(source)) sources.push(await download(machine, instruction, source));
      else sources.push(...findSources(root, source, isImage));
    }
    if (sources.length === 0) throw new Error('no source files were specified');
  } catch (error) {
    throw new Error(`${keyword} failed: ${(error as Error).message}`);
  }
  if (sources.length > 1 && !instruction.destination.endsWith('/')) {
    throw new Error(
      `When using ${keyword} with more than one source file, the destination must be a directory and end with a /`,
    );
  }
  const sum = sources.length === 1 ? sources[0]!.sum : `multi:${listSum(sources.map((s) => s.sum))}`;
  return { sources, sum, destination: destinationIn(workingDirectory, instruction.destination) };
}

async function download(
  machine: Machine,
  { kind, destination }: CopyInstruction,
  url: string,
): Promise<CopySource> {
  if (kind === 'copy') throw new Error("source can't be a URL for COPY");
  const file = await fetchForLegacy(machine, url);
  if (destination.endsWith('/') && new URL(url).pathname.endsWith('/')) {
    throw new Error(`cannot determine filename for source ${url}`);
  }
  return { path: file.name, sum: `file:${fileSum(file.name, file.node)}`, downloaded: file };
}

function findSources(root: DirectoryNode, source: string, isImage: boolean): CopySource[] {
  const outside = cleanPath(source);
  if (/^\.\.(?:\/|$)/.test(outside)) {
    throw new Error(`forbidden path outside the build context: ${outside} ()`);
  }
  return matches(root, source).map((match) => {
    const path = cleanPath(match).slice(1);
    const { node } = resolveInRoot(root, match);
    if (!node) {
      const shown = source.replace(/^\//, '').replace(/^\.\//, '');
      const text = `stat ${shown}: file does not exist`;
      throw new Error(
        isImage ? text : `file not found in build context or excluded by .dockerignore: ${text}`,
      );
    }
    const sum = node.type === 'directory' ? directorySum(path, node) : `file:${fileSum(path, node)}`;
    return { path, sum };
  });
}

/** A pattern that is none matches nothing. */
function matches(root: DirectoryNode, source: string): string[] {
  try {
    return matchSources(root, source);
  } catch {
    return [];
  }
}

function destinationIn(workingDirectory: string, destination: string): string {
  if (destination.startsWith('/')) return destination;
  const path = cleanPath(`/${workingDirectory}/${destination}`);
  return destination.endsWith('/') && path !== '/' ? `${path}/` : path;
}

/** Copies what was prepared onto an image's files. */
export async function performCopy(
  instruction: CopyInstruction,
  prepared: PreparedCopy,
  from: DirectoryNode,
  onto: DirectoryNode,
  now: number,
): Promise<DirectoryNode> {
  const tree = new FileTree(onto, now);
  const keepOwner = instruction.from !== '' && instruction.chown === '';
  const owner = keepOwner ? undefined : legacyOwnerOf(onto, instruction.chown || '0:0');
  const options = { owner, chmod: '', unpack: instruction.kind === 'add' };
  for (const { path, downloaded } of prepared.sources) {
    if (downloaded) {
      copyNode(downloaded.node, downloaded.name, tree, prepared.destination, { ...options, unpack: false });
    } else await copyPath(from, `/${path}`, tree, prepared.destination, options);
  }
  return tree.finish();
}
