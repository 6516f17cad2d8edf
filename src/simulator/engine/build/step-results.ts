import { type DirectoryNode, directory, FileError } from '../../common/files.ts';
import type { EngineContext } from '../context.ts';
import { describeStep } from './cache-key.ts';
import {
  type AnyStep,
  type FilesStep,
  type InlineStep,
  inOrder,
  inputsOf,
  isFilesStep,
  mergeEqual,
  reachable,
} from './plan/graph.ts';
import { type Result, StepKeys } from './step-keys.ts';

/** The steps that a build takes, and what is known of each: whether the cache has it, and its files once made. */
export class StepResults {
  readonly context: EngineContext;
  /** Each after what it needs. */
  readonly steps: readonly AnyStep[];
  /** The files of the build context, once they came. */
  contextTree: DirectoryNode = directory();
  private readonly target: AnyStep | undefined;
  private readonly merged: ReadonlyMap<AnyStep, AnyStep>;
  private readonly results = new Map<AnyStep, Result>();
  private readonly keys: StepKeys;

  constructor(context: EngineContext, target: FilesStep | undefined) {
    this.context = context;
    this.keys = new StepKeys(this);
    const all = reachable(target);
    this.merged = mergeEqual(all);
    this.target = target && this.representative(target);
    this.steps = inOrder(all.filter((step) => !this.merged.has(step)));
    for (const step of this.steps) this.results.set(step, { hit: false });
  }

  /** The step that stands for a step and its equals. */
  representative(step: AnyStep): AnyStep {
    return this.merged.get(step) ?? step;
  }

  resultOf(step: AnyStep): Result {
    return this.results.get(this.representative(step))!;
  }

  /** What a step stands on, equal steps being one. */
  inputsOf(step: AnyStep): AnyStep[] {
    return inputsOf(step).map((input) => this.representative(input));
  }

  /** A step's files; none for no step. */
  async treeOf(step: AnyStep | undefined): Promise<DirectoryNode> {
    if (!step || step.kind === 'inline') return directory();
    if (step.kind === 'context') return this.contextTree;
    return this.context.images.layers.tree(this.resultOf(step).chainId ?? '');
  }

  /** Whether a step's files are there; those of one that stands on nothing are when its turn comes. */
  isReady(step: AnyStep): boolean {
    return !isFilesStep(step) || this.resultOf(step).chainId !== undefined;
  }

  /** Looks whether the cache has a step's result, as far as that can be known yet. */
  async probe(step: AnyStep): Promise<void> {
    if (!isFilesStep(step)) return;
    const result = this.resultOf(step);
    if (result.key === undefined) {
      try {
        result.key = await this.keys.make(step);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        // It is complained of when the step's turn comes.
        result.missing = error;
      }
    }
    if (result.key === undefined || step.ignoreCache || step.kind === 'image') return;
    const record = this.context.builds.find(result.key);
    if (record) Object.assign(result, { record, chainId: record.chainId, hit: true });
  }

  /** Whether a step's files are needed, because something on top of it has to be made. */
  isNeeded(step: AnyStep): boolean {
    if (step === this.target) return true;
    return this.steps.some((other) => this.inputsOf(other).includes(step) && !this.resultOf(other).hit);
  }

  /** Keeps what a step came to, in the cache too. */
  remember(step: FilesStep | InlineStep, key: string, chainId: string): void {
    const layer = this.context.images.layers.get(chainId);
    const below = step.kind === 'image' || step.kind === 'inline' ? undefined : step.below;
    const record = this.context.builds.add(key, {
      type: step.kind === 'local' ? 'source.local' : 'regular',
      description: describeStep(step),
      chainId,
      size: step.kind === 'image' ? 0 : (layer?.size ?? 0),
      parent: (below && this.resultOf(below).record?.id) ?? '',
    });
    Object.assign(this.resultOf(step), { record, chainId, key });
  }
}
