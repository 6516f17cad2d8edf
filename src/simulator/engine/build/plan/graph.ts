import type { DirectoryNode } from '../../../common/files.ts';
import { cleanPath } from '../../../common/ignore.ts';
import type { BaseImage } from '../base-image.ts';
import type { Lines } from '../dockerfile/errors.ts';
import type { InlineFile } from '../dockerfile/instructions.ts';
import type { Mount } from '../dockerfile/mounts.ts';
import { isRemote } from '../sources.ts';

/**
 * The steps a build consists of, each on top of others: BuildKit's LLB graph. A step is made once, however many
 * stages use it; what the target does not need is never run.
 */
interface Step {
  /** What the progress shows: `[build 2/4] WORKDIR /src`. */
  name: string;
  /** Of the instruction; a step without one has none. */
  lines?: Lines;
  /** Of instructions further down that say the same. */
  repeats?: Lines[];
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

/** A document that stands in the Dockerfile, made a file of. */
export interface InlineStep extends Step {
  kind: 'inline';
  file: Pick<InlineFile, 'name' | 'data'>;
}

/** A file that ADD downloads. */
export interface DownloadStep extends Step {
  kind: 'download';
  url: string;
  checksum: string;
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
  inline: InlineStep[];
  /** Of those sources that are remote, in order. */
  downloads: DownloadStep[];
  /** Absolute; ends with a slash when it must be a directory. */
  destination: string;
  chown: string;
  chmod: string;
  /** ADD unpacks archives. */
  unpack: boolean;
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
  platform: string;
  mounts: RunMount[];
  /** A here-document that begins with `#!`, to be run as a file. */
  script?: InlineStep;
}

/** Where the Dockerfile says a step, from above. */
export function placesOf({ lines, repeats = [] }: AnyStep): Lines[] {
  return lines ? [lines, ...repeats] : [];
}

/** A step whose result is a file system. */
export type FilesStep = ImageStep | LocalStep | WorkdirStep | CopyStep | RunStep;
/** A step that makes one file out of nothing below it. */
export type FileStep = InlineStep | DownloadStep;
export type AnyStep = FilesStep | ContextStep | FileStep;

/** Whether a step's result is a file system, made of what is below it or pulled. */
export function isFilesStep(step: AnyStep): step is FilesStep {
  return step.kind !== 'context' && step.kind !== 'inline' && step.kind !== 'download';
}

/** The step that makes a document a file. */
export function inlineStep({ name, data }: InlineStep['file'], ignoreCache: boolean): InlineStep {
  return { kind: 'inline', name: '[internal] preparing inline document', file: { name, data }, ignoreCache };
}

/** The steps right below a step, in the order the builder asks for them. */
export function inputsOf(step: AnyStep): AnyStep[] {
  switch (step.kind) {
    case 'image':
    case 'local':
    case 'context':
    case 'inline':
    case 'download':
      return [];
    case 'workdir':
      return step.below ? [step.below] : [];
    case 'copy':
      return [step.below, step.source, ...step.downloads, ...step.inline].filter((s) => s !== undefined);
    case 'run':
      return [step.below, ...step.mounts.map((m) => m.source), step.script].filter((s) => s !== undefined);
  }
}

/** A step and all it needs, each after what it needs. */
export function reachable(target: FilesStep | undefined): AnyStep[] {
  const seen = new Set<AnyStep>();
  const visit = (step: AnyStep): void => {
    if (seen.has(step)) return;
    for (const input of inputsOf(step)) visit(input);
    seen.add(step);
  };
  if (target) visit(target);
  return [...seen];
}

const RANKS: Record<AnyStep['kind'], number> = {
  image: 0,
  inline: 1,
  download: 1,
  context: 2,
  local: 2,
  workdir: 3,
  copy: 3,
  run: 3,
};

/** What needs nothing first, then by place in the Dockerfile: a stage only ever needs those before it. */
export function inOrder(steps: readonly AnyStep[]): AnyStep[] {
  const line = (step: AnyStep): number => step.lines?.start ?? 0;
  return [...steps].sort((a, b) => RANKS[a.kind] - RANKS[b.kind] || line(a) - line(b));
}

/**
 * Steps that are one to BuildKit, whose steps are known by the digest of what they say: images that several stages
 * begin with, and whatever stages do alike from there on. Each leads to the first of its kind, which takes the name
 * of the last and the place of the uppermost.
 * @param steps each after what it needs
 */
export function mergeEqual(steps: readonly AnyStep[]): Map<AnyStep, AnyStep> {
  const firsts = new Map<string, AnyStep>();
  const numbers = new Map<AnyStep, number>();
  const merged = new Map<AnyStep, AnyStep>();
  for (const step of steps) {
    const inputs = inputsOf(step).map((input) => numbers.get(merged.get(input) ?? input));
    const key = JSON.stringify([step.kind, inputs, ...definitionOf(step)]);
    const first = firsts.get(key);
    if (!first) {
      numbers.set(step, firsts.size);
      firsts.set(key, step);
      continue;
    }
    first.name = step.name;
    first.ignoreCache ||= step.ignoreCache;
    const places = [first.lines, ...(first.repeats ?? []), step.lines].filter((lines) => lines !== undefined);
    const [uppermost, ...repeats] = places.sort((a, b) => a.start - b.start);
    if (uppermost) Object.assign(first, { lines: uppermost, repeats });
    merged.set(step, first);
  }
  return merged;
}

/** What a step says beside what it stands on, and whether that is a base or only copied from. */
function definitionOf(step: AnyStep): unknown[] {
  switch (step.kind) {
    case 'image':
      return [step.image.reference, step.image.chainId];
    case 'local':
      return [step.context];
    case 'download':
      return [step.url, step.checksum];
    case 'inline':
      return [step.file.name, step.file.data];
    case 'context':
      return [];
    case 'workdir':
      return [step.path, step.user];
    case 'copy': {
      const { sources, destination, chown, chmod, unpack } = step;
      return [!step.below, !step.source, sources, destination, chown, chmod, unpack];
    }
    case 'run': {
      const { args, env, cwd, user, network, platform } = step;
      const mounts = step.mounts.map(({ mount, target, source }) => [mount, target, !source]);
      return [!step.below, args, env, cwd, user, network, platform, mounts, !step.script];
    }
  }
}

/** The paths in the build context that any step needs, sorted; `undefined` is all of it. */
export function contextPathsOf(target: FilesStep | undefined): string[] | undefined {
  const paths = new Set<string>();
  for (const step of reachable(target)) {
    if (step.kind === 'copy' && step.source?.kind === 'context') {
      for (const path of step.sources) if (!isRemote(path)) paths.add(cleanPath(`/${path}`));
    }
    if (step.kind !== 'run') continue;
    for (const { mount, source } of step.mounts) {
      if (source?.kind === 'context') paths.add(cleanPath(`/${mount.source}`));
    }
  }
  if (paths.has('/') || paths.size === 0) return undefined;
  return [...paths].map((path) => path.slice(1)).sort();
}
