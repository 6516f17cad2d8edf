import type { DirectoryNode } from '../../../common/files.ts';
import { cleanPath } from '../../../common/ignore.ts';
import type { BaseImage } from '../base-image.ts';
import type { Lines } from '../dockerfile/errors.ts';
import type { InlineFile } from '../dockerfile/instructions.ts';
import type { Mount } from '../dockerfile/mounts.ts';

/**
 * The steps a build consists of, each on top of others: BuildKit's LLB graph. A step is made once, however many
 * stages use it; what the target does not need is never run.
 */
interface Step {
  /** What the progress shows: `[build 2/4] WORKDIR /src`. */
  name: string;
  /** Of the instruction; a step without one has none. */
  lines?: Lines;
  /** `--no-cache`, for the steps that heed it. */
  ignoreCache: boolean;
}

/** An image from a registry or from the engine's own. */
export interface ImageStep extends Step {
  kind: 'image';
  image: BaseImage;
}

/** The build context as a source of files. */
export interface ContextStep extends Step {
  kind: 'context';
}

/** The files of `--build-context name=folder`, which stand for a stage or an image. */
export interface LocalStep extends Step {
  kind: 'local';
  below: undefined;
  /** The context's name. */
  context: string;
  tree: DirectoryNode;
  /** What their transfer took. */
  bytes: number;
}

export interface WorkdirStep extends Step {
  kind: 'workdir';
  below: FilesStep | undefined;
  path: string;
  user: string;
}

export interface CopyStep extends Step {
  kind: 'copy';
  below: FilesStep | undefined;
  /** Where the files come from; `undefined` is an empty stage. */
  source: FilesStep | ContextStep | undefined;
  sources: string[];
  inline: InlineFile[];
  /** Absolute; ends with a slash when it must be a directory. */
  destination: string;
  chown: string;
  chmod: string;
  /** ADD unpacks archives. */
  unpack: boolean;
  checksum: string;
}

export interface RunMount {
  mount: Mount;
  /** Absolute path in the container. */
  target: string;
  /** For bind mounts. */
  source: FilesStep | ContextStep | undefined;
}

export interface RunStep extends Step {
  kind: 'run';
  below: FilesStep | undefined;
  args: string[];
  env: [string, string][];
  cwd: string;
  user: string;
  network: string;
  mounts: RunMount[];
  /** A here-document that begins with `#!`, to be run as a file. */
  script?: { path: string; data: string };
}

/** A step whose result is a file system. */
export type FilesStep = ImageStep | LocalStep | WorkdirStep | CopyStep | RunStep;

/** The steps right below a step, in the order the builder asks for them. */
export function inputsOf(step: FilesStep | ContextStep): (FilesStep | ContextStep)[] {
  switch (step.kind) {
    case 'image':
    case 'local':
    case 'context':
      return [];
    case 'workdir':
      return step.below ? [step.below] : [];
    case 'copy':
      return [step.below, step.source].filter((s) => s !== undefined);
    case 'run':
      return [step.below, ...step.mounts.map((m) => m.source)].filter((s) => s !== undefined);
  }
}

/** A step and all it needs, each after what it needs. */
export function reachable(target: FilesStep | undefined): (FilesStep | ContextStep)[] {
  const seen = new Set<FilesStep | ContextStep>();
  const visit = (step: FilesStep | ContextStep): void => {
    if (seen.has(step)) return;
    for (const input of inputsOf(step)) visit(input);
    seen.add(step);
  };
  if (target) visit(target);
  return [...seen];
}

/**
 * Steps that are one to BuildKit, because they say the same: images and contexts that several stages begin with. Each
 * leads to the first of its kind, which takes the name of the last.
 */
export function mergeSources(
  steps: readonly (FilesStep | ContextStep)[],
): Map<FilesStep | ContextStep, FilesStep> {
  const firsts = new Map<string, FilesStep>();
  const merged = new Map<FilesStep | ContextStep, FilesStep>();
  for (const step of steps) {
    if (step.kind !== 'image' && step.kind !== 'local') continue;
    const key = step.kind === 'image' ? `${step.image.reference} ${step.image.chainId}` : step.context;
    const first = firsts.get(`${step.kind} ${key}`);
    if (!first) firsts.set(`${step.kind} ${key}`, step);
    else {
      first.name = step.name;
      merged.set(step, first);
    }
  }
  return merged;
}

/** The paths in the build context that any step needs, sorted; `undefined` is all of it. */
export function contextPathsOf(target: FilesStep | undefined): string[] | undefined {
  const paths = new Set<string>();
  for (const step of reachable(target)) {
    if (step.kind === 'copy' && step.source?.kind === 'context') {
      for (const path of step.sources) if (!/^https?:\/\//.test(path)) paths.add(cleanPath(`/${path}`));
    }
    if (step.kind !== 'run') continue;
    for (const { mount, source } of step.mounts) {
      if (source?.kind === 'context') paths.add(cleanPath(`/${mount.source}`));
    }
  }
  if (paths.has('/') || paths.size === 0) return undefined;
  return [...paths].map((path) => path.slice(1)).sort();
}
