import { digestOf } from '../../common/digest.ts';
import { contentBytes, type DirectoryNode } from '../../common/files.ts';
import { cleanPath } from '../../common/ignore.ts';
import type { BaseImage } from './base-image.ts';
import { sourcesDigest } from './content-hash.ts';
import type { FetchedFile } from './fetch-url.ts';
import type {
  CopyStep,
  FileStep,
  FilesStep,
  InlineStep,
  LocalStep,
  RunStep,
  WorkdirStep,
} from './plan/graph.ts';
import { isRemote } from './sources.ts';

/**
 * What a step's result depends on. Two steps of one key give the same files, so the second is never run: BuildKit's
 * cache. The key of a step contains that of the step below it.
 */

export function imageKey(chainId: string): string {
  return `image:${chainId}`;
}

/** Leads to an image by the digest that a registry gave for it. */
export function manifestKey({ reference }: BaseImage): string {
  return `manifest:${reference}`;
}

function hash(kind: string, value: unknown): string {
  return `${kind}:${digestOf(JSON.stringify(value))}`;
}

export function localKey({ context, tree }: LocalStep): string {
  return hash('local', [context, sourcesDigest(tree, ['.'])]);
}

export function inlineKey({ file }: InlineStep): string {
  return hash('inline', [file.name, file.data]);
}

export function workdirKey(step: WorkdirStep, below: string): string {
  return hash('workdir', [below, step.path, step.user]);
}

export function downloadKey({ name, node }: FetchedFile): string {
  return hash('download', [name, digestOf(contentBytes(node.content)), node.mtime]);
}

/**
 * @param downloads keys of what was downloaded for it
 * @param source the files copied from; `undefined` for those below the step itself, which `below` stands for
 * @throws FileError ENOENT for a source that is not there
 */
export function copyKey(
  step: CopyStep,
  below: string,
  downloads: readonly string[],
  source: DirectoryNode | undefined,
): string {
  const local = step.sources.filter((path) => !isRemote(path));
  const { destination, chown, chmod, unpack } = step;
  const sources = step.sources.map((path) => (isRemote(path) ? '' : cleanPath(`/${path}`)));
  const files = source && sourcesDigest(source, local);
  const inline = step.inline.map(({ file }) => file);
  return hash('copy', [below, sources, inline, destination, chown, chmod, unpack, downloads, files]);
}

/** @param mounted digests of the files that bind mounts show */
export function runKey(step: RunStep, below: string, mounted: readonly string[]): string {
  const mounts = step.mounts.map(({ mount, target }) => [mount.type, target, mount.source, mount.id]);
  return hash('run', [
    below,
    step.args,
    step.env,
    step.cwd,
    step.user,
    step.network,
    step.platform,
    mounts,
    mounted,
    step.script?.file.data,
  ]);
}

/** The step's kind in `docker buildx du`. */
export function describeStep(step: FilesStep | FileStep): string {
  if (step.kind === 'inline') return step.name;
  if (step.kind === 'download') return `http url ${step.url}`;
  if (step.kind === 'local') return `local source for ${step.context}`;
  return step.kind === 'image'
    ? `pulled from ${step.image.reference}`
    : step.name.replace(/^\[[^\]]*\] /, '');
}
