import { digestOf } from '../../common/digest.ts';
import { contentBytes } from '../../common/files.ts';
import type { EngineContext } from '../context.ts';
import { describeStep, downloadKey } from './cache-key.ts';
import { DockerfileError } from './dockerfile/errors.ts';
import { FetchError, type FetchedFile, fetchUrl } from './fetch-url.ts';
import type { AnyStep, DownloadStep } from './plan/graph.ts';
import type { BuildTrace, TracedVertex } from './trace.ts';

/** The files that a build's ADD instructions download. */
export class Downloads {
  private readonly context: EngineContext;
  private readonly trace: BuildTrace;
  /** What came, and whether it has been told what became of it. */
  private readonly fetched = new Map<
    AnyStep,
    { step: DownloadStep; file: FetchedFile; key: string; told: boolean }
  >();

  constructor(context: EngineContext, trace: BuildTrace) {
    this.context = context;
    this.trace = trace;
  }

  /**
   * Downloads in any case: only the content tells whether the cache has what is made of it. Gives the cache key.
   * @throws DockerfileError without a place: a source fails before the step that wants it
   */
  async fetch(step: DownloadStep, vertex: TracedVertex): Promise<string> {
    vertex.start();
    try {
      const file = await fetchUrl(this.context, step.url, step.checksum);
      const key = downloadKey(file);
      this.fetched.set(step, { step, file, key, told: false });
      vertex.complete();
      return key;
    } catch (error) {
      vertex.fail((error as Error).message);
      const during = error instanceof FetchError ? error.during : '';
      throw new DockerfileError(`${during}${(error as Error).message}`);
    } finally {
      this.trace.flush();
    }
  }

  /** By URL. */
  digests(): Map<string, string> {
    return new Map(
      [...this.fetched.values()].map(({ step, file }) => [
        step.url,
        digestOf(contentBytes(file.node.content)),
      ]),
    );
  }

  /** The file of a step that was fetched. */
  file(step: AnyStep): FetchedFile {
    return this.fetched.get(step)!.file;
  }

  /** Tells of a download again when a step is made of it: it is loaded now, or was in the cache. */
  use(step: AnyStep, vertex: TracedVertex): void {
    const download = this.fetched.get(step);
    if (!download || download.told) return;
    download.told = true;
    vertex.start();
    const { builds } = this.context;
    const record = builds.find(download.key);
    if (record) {
      builds.use(record);
      vertex.cached();
    } else {
      const size = contentBytes(download.file.node.content).length;
      const description = describeStep(download.step);
      builds.add(download.key, { type: 'regular', description, chainId: '', size, parent: '' });
      vertex.complete();
    }
    this.trace.flush();
  }
}
