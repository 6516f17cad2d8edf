import type { DirectoryNode } from '../../common/files.ts';
import type { EngineContext } from '../context.ts';
import type { SentContext } from './build-context.ts';
import {
  type BuildInputs,
  dockerfileText,
  type LoadedContext,
  placeOf,
  type Source,
  withoutContexts,
} from './inputs.ts';
import type { BuildOptions } from './options.ts';
import type { BuildTrace, TracedVertex } from './trace.ts';

/** An archive that a client uploads, `docker build - < context.tar`: all of it comes at once, and nothing is ignored. */
export class UploadedInputs implements BuildInputs {
  readonly contexts: DirectoryNode;
  private readonly context: EngineContext;
  private readonly options: BuildOptions;
  private readonly trace: BuildTrace;
  private readonly upload: SentContext;
  private unpacked: TracedVertex | undefined;

  constructor(context: EngineContext, options: BuildOptions, trace: BuildTrace, upload: SentContext) {
    this.context = context;
    this.options = options;
    this.trace = trace;
    this.upload = { ...upload, tree: withoutContexts(upload.tree) };
    this.contexts = upload.tree;
  }

  loadDockerfile(): Source {
    const vertex = this.unpack();
    const { path, filename, folder } = placeOf(this.upload.tree, this.options.dockerfile);
    return { filename: path, text: dockerfileText(folder, filename, path), vertex };
  }

  /** The same archive is known again, whatever it is called. */
  private unpack(): TracedVertex {
    const { builds } = this.context;
    const key = `upload:${this.upload.digest}`;
    const known = builds.find(key);
    if (known) builds.use(known);
    else {
      const { size } = this.upload;
      builds.add(key, { type: 'regular', description: 'copy /context /', chainId: '', size, parent: '' });
    }
    const finish = (vertex: TracedVertex): TracedVertex => {
      if (known) vertex.cached();
      else vertex.complete();
      return vertex;
    };
    const load = finish(this.trace.start('[internal] load remote build context'));
    this.unpacked = finish(this.trace.start('copy /context /', [load]));
    return this.unpacked;
  }

  ignorePatterns(): string[] {
    return [];
  }

  loadContext(): LoadedContext {
    const vertex = this.unpacked;
    return { tree: this.upload.tree, bytes: 0, ...(vertex ? { vertex } : {}) };
  }
}
