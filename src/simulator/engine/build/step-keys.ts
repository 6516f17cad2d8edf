import type { DirectoryNode, FileError } from '../../common/files.ts';
import type { EngineContext } from '../context.ts';
import { copyKey, imageKey, localKey, runKey, workdirKey } from './cache-key.ts';
import { sourcesDigest } from './content-hash.ts';
import type { AnyStep, FilesStep, RunStep } from './plan/graph.ts';
import { isPresent } from './pull-base.ts';
import type { CacheRecord } from './store.ts';

/** What one step came to. */
export interface Result {
  /** Cache key; unknown until the files that it copies from are known. */
  key?: string | undefined;
  /** The file for want of which there is no key. */
  missing?: FileError;
  /** Chain ID of its files, once they are there. */
  chainId?: string;
  record?: CacheRecord;
  /** Taken from the cache. */
  hit: boolean;
}

interface Build {
  context: EngineContext;
  resultOf(step: AnyStep): Result;
  /** What a step stands on, equal steps being one. */
  inputsOf(step: AnyStep): AnyStep[];
  /** Its files; none for no step. */
  treeOf(step: AnyStep | undefined): Promise<DirectoryNode>;
  /** Whether they are there. */
  isReady(step: AnyStep): boolean;
}

/** Makes the keys under which the cache knows the results of a build's steps. */
export class StepKeys {
  private readonly build: Build;

  constructor(build: Build) {
    this.build = build;
  }

  /**
   * A step's key; `undefined` as long as the files that it takes are not known.
   * @throws FileError for a file that is not there
   */
  async make(step: FilesStep): Promise<string | undefined> {
    const { build } = this;
    if (step.kind === 'image') {
      if (isPresent(build.context, step.image)) build.resultOf(step).chainId = step.image.chainId;
      return imageKey(step.image.chainId);
    }
    if (step.kind === 'local') return localKey(step);
    const below = this.keyOf(step.below);
    if (below === undefined) return undefined;
    if (step.kind === 'workdir') return workdirKey(step, below);
    if (step.kind === 'run') return this.ofRun(step, below);
    const downloads = step.downloads.map((download) => build.resultOf(download).key);
    if (downloads.includes(undefined)) return undefined;
    const fetched = downloads as string[];
    const { source } = step;
    // What is copied from the step's own base needs no look at its files, and nothing is looked for in an empty stage:
    // that a file is not there shows when it is copied.
    const [base, from] = build.inputsOf(step);
    if (!source || (step.below && base === from)) return copyKey(step, below, fetched, undefined);
    return build.isReady(source) ? copyKey(step, below, fetched, await build.treeOf(source)) : undefined;
  }

  private async ofRun(step: RunStep, below: string): Promise<string | undefined> {
    const mounts = step.mounts.filter(({ mount }) => mount.type === 'bind');
    if (!mounts.every(({ source }) => !source || this.build.isReady(source))) return undefined;
    const digests: string[] = [];
    for (const { mount, source } of mounts) {
      digests.push(sourcesDigest(await this.build.treeOf(source), [mount.source]));
    }
    return runKey(step, below, digests);
  }

  private keyOf(step: AnyStep | undefined): string | undefined {
    if (!step) return 'scratch';
    return step.kind === 'context' ? 'context' : this.build.resultOf(step).key;
  }
}
