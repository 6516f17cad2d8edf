import { type DirectoryNode, directory, FileError } from '../../common/files.ts';
import type { EngineContext } from '../context.ts';
import { describeStep, imageKey, inlineKey } from './cache-key.ts';
import { DockerfileError } from './dockerfile/errors.ts';
import { Downloads } from './downloads.ts';
import type { LoadedContext } from './inputs.ts';
import { checksumFailure, refuseMissing } from './missing-files.ts';
import {
  type AnyStep,
  type ContextStep,
  type FileStep,
  type FilesStep,
  type ImageStep,
  type InlineStep,
  inOrder,
  inputsOf,
  mergeSources,
  reachable,
} from './plan/graph.ts';
import { pullBase } from './pull-base.ts';
import type { RegistryClient } from './registry-client.ts';
import { StepExecutor } from './step-executor.ts';
import { type Result, StepKeys } from './step-keys.ts';
import type { BuildTrace, TracedVertex } from './trace.ts';

export interface SolveOptions {
  context: EngineContext;
  trace: BuildTrace;
  client: RegistryClient;
  secrets: ReadonlyMap<string, Uint8Array>;
  /** Variables that every RUN sees, whatever its Dockerfile says. */
  proxies: Readonly<Record<string, string>>;
  hosts: string;
  signal: AbortSignal;
  /** Loads the build context, telling of it on the vertex; called once, when a step needs it. */
  loadContext(): LoadedContext;
}

/** Runs the steps of a plan, or takes their results from the cache, and tells of it as BuildKit does. */
export class Solver {
  private readonly options: SolveOptions;
  private readonly context: EngineContext;
  private readonly results = new Map<AnyStep, Result>();
  private readonly vertexes = new Map<AnyStep, TracedVertex>();
  private readonly executor: StepExecutor;
  private readonly keys: StepKeys;
  private readonly downloads: Downloads;
  private merged = new Map<AnyStep, AnyStep>();
  private contextTree: DirectoryNode = directory();

  constructor(options: SolveOptions) {
    this.options = options;
    this.context = options.context;
    this.downloads = new Downloads(options.context, options.trace);
    this.keys = new StepKeys({
      context: options.context,
      resultOf: (step) => this.results.get(step)!,
      inputsOf: (step) => this.inputsOf(step),
      treeOf: (step) => this.treeOf(step),
    });
    this.executor = new StepExecutor(
      options,
      (step) => this.treeOf(step),
      (step) => this.downloads.file(this.merged.get(step) ?? step),
    );
  }

  /** Makes the target's files. @throws DockerfileError */
  async solve(target: FilesStep | undefined): Promise<string> {
    if (!target) return '';
    const all = reachable(target);
    this.merged = mergeSources(all);
    const steps = inOrder(all.filter((step) => !this.merged.has(step)));
    const context = steps.find((step) => step.kind === 'context');
    const loaded = context && this.loadContext(context, steps);
    for (const step of steps) {
      const inputs = this.inputsOf(step).map((input) => this.vertexes.get(input)!);
      const known = step.kind === 'context' ? loaded?.vertex : undefined;
      this.vertexes.set(step, known ?? this.options.trace.announce(step.name, inputs));
      this.results.set(step, { hit: false });
    }
    for (const [step, same] of this.merged) this.results.set(step, this.results.get(same)!);
    this.contextTree = loaded?.tree ?? directory();
    for (const step of steps) await this.probe(step);
    const pulled = this.begin(steps, loaded?.vertex ? undefined : loaded?.bytes);
    await refuseMissing({
      steps,
      tree: this.contextTree,
      reference: () => this.checksumReference(undefined),
      inputsOf: (step) => this.inputsOf(step),
      isReady: (step) =>
        (isSource(step) && step.kind !== 'image') || this.results.get(step)!.chainId !== undefined,
      vertexOf: (step) => this.vertexes.get(step)!,
      finish: (step) => this.complete(step),
    });
    await this.fetch(steps, pulled);
    for (const step of steps) {
      if (!isSource(step)) await this.complete(step);
    }
    return this.results.get(target)!.chainId ?? '';
  }

  private inputsOf(step: AnyStep): AnyStep[] {
    return inputsOf(step).map((input) => this.merged.get(input) ?? input);
  }

  /** Digests of what was downloaded, by URL. */
  downloaded(): Map<string, string> {
    return this.downloads.digests();
  }

  /** When each layer that the steps below and up to `target` made came to be, lowest first. */
  layerTimes(target: FilesStep | undefined): number[] {
    const times: number[] = [];
    for (let step = target; step && step.kind !== 'image'; step = step.below) {
      times.unshift(this.results.get(step)?.record?.created ?? this.context.clock.now());
    }
    return times;
  }

  private async treeOf(step: AnyStep | undefined): Promise<DirectoryNode> {
    if (!step || step.kind === 'inline') return directory();
    if (step.kind === 'context') return this.contextTree;
    return this.context.images.layers.tree(this.results.get(step)?.chainId ?? '');
  }

  /** Looks whether the cache has a step's result, as far as that can be known yet. */
  private async probe(step: AnyStep): Promise<void> {
    if (step.kind === 'context' || step.kind === 'inline' || step.kind === 'download') return;
    const result = this.results.get(step)!;
    if (result.key === undefined) {
      try {
        result.key = await this.keys.make(step);
      } catch (error) {
        // A file that is not there is complained of when the step's turn comes.
        if (!(error instanceof FileError)) throw error;
      }
    }
    if (result.key === undefined || step.ignoreCache || step.kind === 'image') return;
    const record = this.context.builds.find(result.key);
    if (record) Object.assign(result, { record, chainId: record.chainId, hit: true });
  }

  /** Whether a step's files are needed, because something on top of it has to be made. */
  private isNeeded(step: AnyStep, steps: readonly AnyStep[], target: AnyStep): boolean {
    if (step === target) return true;
    return steps.some((other) => this.inputsOf(other).includes(step) && !this.results.get(other)!.hit);
  }

  /**
   * The first steps go on at once: base images, and the build context.
   * @param contextBytes what the transfer of the context takes; nothing for one that is there already
   * @returns the images that are yet to be pulled
   */
  private begin(steps: readonly AnyStep[], contextBytes: number | undefined): ImageStep[] {
    const images = steps.filter((step) => step.kind === 'image');
    const source = steps.find((step) => step.kind === 'context');
    const target = steps.at(-1)!;
    const context = contextBytes === undefined ? undefined : source && this.vertexes.get(source)!;
    // Whichever the solver reaches first: a COPY right on the base asks for both, and the context is quicker.
    const contextFirst =
      images.length === 1 && steps.some((s) => s.kind === 'copy' && this.inputsOf(s)[0] === images[0]);
    if (contextFirst) context?.start();
    for (const image of images) this.vertexes.get(image)!.start();
    const documents = steps.filter((step) => step.kind === 'inline');
    for (const document of documents) this.vertexes.get(document)!.start();
    if (!contextFirst) context?.start();
    const pulled: ImageStep[] = [];
    for (const image of images) {
      const needed = this.isNeeded(image, steps, target);
      if (needed && this.results.get(image)!.chainId === undefined) pulled.push(image);
      else this.finishSource(image, needed);
    }
    for (const document of documents) this.finishSource(document, this.isNeeded(document, steps, target));
    if (context) {
      context.status('transferring context:', contextBytes).complete();
      context.complete();
    }
    return pulled;
  }

  private async fetch(steps: readonly AnyStep[], pulled: readonly ImageStep[]): Promise<void> {
    for (const step of steps) {
      if (step.kind !== 'download') continue;
      this.results.get(step)!.key = await this.downloads.fetch(step, this.vertexes.get(step)!);
    }
    for (const image of pulled) await this.pull(image);
  }

  /** A source that is there already. */
  private finishSource(step: ImageStep | InlineStep, needed: boolean): void {
    const vertex = this.vertexes.get(step)!;
    const { builds } = this.context;
    const chainId = step.kind === 'image' ? step.image.chainId : '';
    const key = step.kind === 'image' ? imageKey(chainId) : inlineKey(step);
    const record = builds.find(key);
    if (needed && record) {
      builds.use(record);
      vertex.cached();
      return;
    }
    if (needed) this.remember(step, key, chainId);
    vertex.complete();
  }

  private async pull(step: ImageStep): Promise<void> {
    const vertex = this.vertexes.get(step)!;
    try {
      await pullBase(this.context, this.options.client, step.image, vertex);
    } catch (error) {
      vertex.fail((error as Error).message);
      throw new DockerfileError((error as Error).message, ...(step.lines ? [step.lines] : []));
    }
    this.results.get(step)!.chainId = step.image.chainId;
    this.remember(step, imageKey(step.image.chainId), step.image.chainId);
    vertex.complete();
    this.options.trace.flush();
  }

  private remember(step: FilesStep | InlineStep, key: string, chainId: string): void {
    const layer = this.context.images.layers.get(chainId);
    const below =
      step.kind === 'image' || step.kind === 'inline'
        ? undefined
        : step.below && this.results.get(step.below)?.record;
    const record = this.context.builds.add(key, {
      type: step.kind === 'local' ? 'source.local' : 'regular',
      description: describeStep(step),
      chainId,
      size: step.kind === 'image' ? 0 : (layer?.size ?? 0),
      parent: below?.id ?? '',
    });
    Object.assign(this.results.get(step)!, { record, chainId, key });
  }

  private async complete(step: Exclude<FilesStep, ImageStep>): Promise<void> {
    const vertex = this.vertexes.get(step)!;
    const result = this.results.get(step)!;
    if (!result.hit) await this.probe(step);
    if (result.hit && result.record) {
      this.context.builds.use(result.record);
      vertex.cached();
      return;
    }
    this.options.signal.throwIfAborted();
    for (const input of this.inputsOf(step)) this.downloads.use(input, this.vertexes.get(input)!);
    vertex.start();
    this.options.trace.flush();
    const lines = step.lines ? [step.lines] : [];
    if (result.key === undefined) {
      const message = await this.missingSource(step);
      vertex.fail(message);
      throw new DockerfileError(`failed to compute cache key: ${message}`, ...lines);
    }
    try {
      const parent = (step.below && this.results.get(step.below)!.chainId) ?? '';
      const chainId = await this.executor.execute(step, parent, vertex);
      this.remember(step, result.key, chainId);
      vertex.complete();
    } catch (error) {
      this.options.signal.throwIfAborted();
      const message =
        error instanceof FileError
          ? `lstat ${error.path}: ${error.message.toLowerCase()}`
          : (error as Error).message;
      vertex.fail(message);
      throw new DockerfileError(message, ...lines);
    } finally {
      this.options.trace.flush();
    }
  }

  /** What messages call the files that a checksum is made of. */
  private checksumReference(id: string | undefined): string {
    const { builds } = this.context;
    return `${builds.worker}::${id ?? builds.newId()}`;
  }

  /** The build context, which must be had before anything is made. @throws DockerfileError */
  private loadContext(context: AnyStep, steps: readonly AnyStep[]): LoadedContext {
    try {
      return this.options.loadContext();
    } catch (error) {
      const { trace } = this.options;
      for (const step of steps) if (step.kind === 'image') trace.start(step.name).cached();
      const message = (error as Error).message;
      trace.start(context.name).fail(message);
      throw new DockerfileError(message);
    }
  }

  /** Why the files that a COPY names cannot be looked at. */
  private async missingSource(step: FilesStep): Promise<string> {
    try {
      await this.keys.make(step);
    } catch (error) {
      if (error instanceof FileError) {
        const source = step.kind === 'copy' ? step.source : undefined;
        const record = source && source.kind !== 'context' ? this.results.get(source)?.record : undefined;
        return checksumFailure(this.checksumReference(record?.id), error);
      }
      throw error;
    }
    return 'unknown';
  }
}

/** Whether a step is ready when its turn comes: it has nothing below it. */
function isSource(step: AnyStep): step is ImageStep | ContextStep | FileStep {
  return ['image', 'context', 'inline', 'download'].includes(step.kind);
}
