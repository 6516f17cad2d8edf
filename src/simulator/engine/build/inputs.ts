import { type DirectoryNode, directory } from '../../common/files.ts';
import { cleanPath } from '../../common/ignore.ts';
import { DockerfileError } from './dockerfile/errors.ts';
import { resolveInRoot, textOf } from './file-tree.ts';
import type { Plan } from './plan/plan.ts';
import type { TracedVertex } from './trace.ts';

/** The Dockerfile of a build, found among its files. */
export interface Source {
  /** As messages name it. */
  filename: string;
  text: string;
  /** The step that it came by. */
  vertex: TracedVertex;
}

/** The build context, when it is needed. */
export interface LoadedContext {
  tree: DirectoryNode;
  /** What the transfer took. */
  bytes: number;
  /** The step that it came by, of one that was there before any step asked for it. */
  vertex?: TracedVertex;
}

/** Where a build's files come from. */
export interface BuildInputs {
  /** The contexts beside the main one. */
  readonly contexts: DirectoryNode;
  /** Called first. @throws DockerfileError */
  loadDockerfile(): Source;
  /** What `.dockerignore` says. */
  ignorePatterns(): string[];
  loadContext(plan: Plan): LoadedContext;
}

/** Where a client puts the contexts beside the main one. */
const CONTEXTS = /^\.contexts\.[0-9a-f]+$/;

/** The main build context alone. */
export function withoutContexts(tree: DirectoryNode): DirectoryNode {
  return [...tree.children.keys()].filter((name) => CONTEXTS.test(name)).reduce(without, tree);
}

export function without(root: DirectoryNode, name: string): DirectoryNode {
  return { ...root, children: new Map([...root.children].filter(([child]) => child !== name)) };
}

/** Where a Dockerfile is to be: its path, its name, and its folder, which is empty when there is none. */
export function placeOf(
  tree: DirectoryNode,
  dockerfile: string,
): { path: string; filename: string; folder: DirectoryNode } {
  const path = cleanPath(dockerfile).replace(/^\//, '');
  const filename = path.slice(path.lastIndexOf('/') + 1);
  const { node } = resolveInRoot(tree, path.slice(0, path.length - filename.length));
  return { path, filename, folder: node?.type === 'directory' ? node : directory() };
}

/**
 * The text of a Dockerfile, which may be written in lower case.
 * @param shown what messages call it
 * @throws DockerfileError
 */
export function dockerfileText(tree: DirectoryNode, filename: string, shown: string): string {
  const text = textOf(tree, filename) ?? (filename === 'Dockerfile' ? textOf(tree, 'dockerfile') : undefined);
  if (text !== undefined) return text;
  throw new DockerfileError(`failed to read dockerfile: open ${shown}: no such file or directory`);
}
