import { FileError } from '../../common/files.ts';
import type { EngineContext } from '../context.ts';
import { imageKey, inlineKey, manifestKey } from './cache-key.ts';
import { DockerfileError } from './dockerfile/errors.ts';
import { Downloads } from './downloads.ts';
import type { LoadedContext } from './inputs.ts';
import { checksumFailure, refuseMissing } from './missing-files.ts';
import {
  type AnyStep,
  type ContextStep,
  type FilesStep,
  type ImageStep,
  type InlineStep,
  isFilesStep,
  placesOf,
} from './plan/graph.ts';
import { isUnknown, pullBase } from './pull-base.ts';
import type { RegistryClient } from './registry-client.ts';
import { StepExecutor } from './step-executor.ts';
import { StepResults } from './step-results.ts';
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
  private readonly target: FilesStep | undefined;
  private readonly results: StepResults;
  private readonly vertexes = new Map<AnyStep, TracedVertex>();
  private readonly executor: StepExecutor;
  private readonly downloads: Downloads;

  /** @param target the step whose files are wanted; nothing where the build has none */
  constructor(options: SolveOptions, target: FilesStep | undefined) {
    this.options = options;
    this.context = options.context;
    this.target = target;
    this.results = new StepResults(options.context, target);
    this.downloads = new Downloads(options.context, options.trace);
    this.executor = new StepExecutor(
      options,
      (step) => this.results.treeOf(step),
      (step) => this.downloads.file(this.results.representative(step)),
    );
  }

  /** Makes the target's files; gives their chain of layers. @throws DockerfileError */
  async solve(): Promise<string> {
    const { results, target } = this;
    const { steps } = results;
    const context = steps.find((step) => step.kind === 'context');
    const loaded = context && this.loadContext(context);
    if (loaded) results.contextTree = loaded.tree;
    for (const step of steps) {
      const inputs = results.inputsOf(step).map((input) => this.vertexes.get(input)!);
      const known = step.kind === 'context' ? loaded?.vertex : undefined;
      this.vertexes.set(step, known ?? this.options.trace.announce(step.name, inputs));
    }
    for (const step of steps) await results.probe(step);
    const pulled = this.begin(loaded?.vertex ? undefined : loaded?.bytes);
    await refuseMissing({
      results,
      reference: () => this.checksumReference(undefined),
      vertexOf: (step) => this.vertexes.get(step)!,
      finish: (step) => this.complete(step),
    });
    await this.fetch(pulled);
    for (const step of steps) {
      if (isFilesStep(step) && step.kind !== 'image') await this.complete(step);
    }
    return (target && results.resultOf(target).chainId) ?? '';
  }

  /** Digests of what was downloaded, by URL. */
  downloaded(): Map<string, string> {
    return this.downloads.digests();
  }

  /** When each layer that the steps up to the target made came to be, lowest first. */
  layerTimes(): number[] {
    const times: number[] = [];
    for (let step = this.target; step && step.kind !== 'image'; step = step.below) {
      times.unshift(this.results.resultOf(step).record?.created ?? this.context.clock.now());
    }
    return times;
  }

  /**
   * The first steps go on at once: base images, and the build context.
   * @param contextBytes what the transfer of the context takes; nothing for one that is there already
   * @returns the images that are yet to be pulled
   */
  private begin(contextBytes: number | undefined): ImageStep[] {
    const { results } = this;
    const { steps } = results;
    const images = steps.filter((step) => step.kind === 'image');
    const source = steps.find((step) => step.kind === 'context');
    const context = contextBytes === undefined ? undefined : source && this.vertexes.get(source)!;
    // Whichever the solver reaches first: a COPY right on the base asks for both, and the context is quicker.
    const contextFirst =
      images.length === 1 && steps.some((s) => s.kind === 'copy' && results.inputsOf(s)[0] === images[0]);
    if (contextFirst) context?.start();
    for (const image of images) this.vertexes.get(image)!.start();
    const documents = steps.filter((step) => step.kind === 'inline');
    for (const document of documents) this.vertexes.get(document)!.start();
    if (!contextFirst) context?.start();
    const pulled: ImageStep[] = [];
    for (const image of images) {
      const needed = results.isNeeded(image);
      if (needed && !results.isReady(image)) pulled.push(image);
      else this.finishSource(image, needed);
    }
    for (const document of documents) this.finishSource(document, results.isNeeded(document));
    if (context) {
      context.status('transferring context:', contextBytes).complete();
      context.complete();
    }
    return pulled;
  }

  private async fetch(pulled: readonly ImageStep[]): Promise<void> {
    for (const step of this.results.steps) {
      if (step.kind !== 'download') continue;
      this.results.resultOf(step).key = await this.downloads.fetch(step, this.vertexes.get(step)!);
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
    if (step.kind === 'image' && isUnknown(this.context, step.image)) {
      vertex.status(`resolve ${step.image.reference}`).complete();
    }
    if (needed && record) {
      builds.use(record);
      vertex.cached();
      return;
    }
    if (needed) this.results.remember(step, key, chainId);
    vertex.complete();
  }

  private async pull(step: ImageStep): Promise<void> {
    const vertex = this.vertexes.get(step)!;
    try {
      await pullBase(this.context, this.options.client, step.image, vertex);
    } catch (error) {
      vertex.fail((error as Error).message);
      throw new DockerfileError((error as Error).message, ...placesOf(step));
    }
    const key = imageKey(step.image.chainId);
    this.results.remember(step, key, step.image.chainId);
    this.context.builds.addKey(manifestKey(step.image), key);
    vertex.complete();
    this.options.trace.flush();
  }

  private async complete(step: Exclude<FilesStep, ImageStep>): Promise<void> {
    const vertex = this.vertexes.get(step)!;
    const result = this.results.resultOf(step);
    if (!result.hit) await this.results.probe(step);
    if (result.hit && result.record) {
      this.context.builds.use(result.record);
      vertex.cached();
      return;
    }
    this.options.signal.throwIfAborted();
    for (const input of this.results.inputsOf(step)) this.downloads.use(input, this.vertexes.get(input)!);
    vertex.start();
    this.options.trace.flush();
    const lines = placesOf(step);
    if (result.key === undefined) {
      const message = this.missingSource(step, result.missing!);
      vertex.fail(message);
      throw new DockerfileError(`failed to compute cache key: ${message}`, ...lines);
    }
    try {
      const parent = (step.below && this.results.resultOf(step.below).chainId) ?? '';
      const chainId = await this.executor.execute(step, parent, vertex);
      this.results.remember(step, result.key, chainId);
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
  private loadContext(context: ContextStep): LoadedContext {
    try {
      return this.options.loadContext();
    } catch (error) {
      const { trace } = this.options;
      for (const step of this.results.steps) if (step.kind === 'image') trace.start(step.name).cached();
      const message = (error as Error).message;
      trace.start(context.name).fail(message);
      throw new DockerfileError(message);
    }
  }

  /** Why the files that a COPY names cannot be looked at. */
  private missingSource(step: FilesStep, error: FileError): string {
    const source = step.kind === 'copy' ? step.source : undefined;
    const record = source && source.kind !== 'context' ? this.results.resultOf(source).record : undefined;
    return checksumFailure(this.checksumReference(record?.id), error);
  }
}
