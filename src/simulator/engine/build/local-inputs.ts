import { type DirectoryNode, directory } from '../../common/files.ts';
import { parseIgnoreFile } from '../../common/ignore.ts';
import type { EngineContext } from '../context.ts';
import { DockerfileError } from './dockerfile/errors.ts';
import { textOf } from './file-tree.ts';
import {
  type BuildInputs,
  dockerfileText,
  type LoadedContext,
  placeOf,
  type Source,
  without,
  withoutContexts,
} from './inputs.ts';
import { type KnownFiles, type Transfer, transfer } from './local-sources.ts';
import type { BuildOptions } from './options.ts';
import type { Plan } from './plan/plan.ts';
import type { BuildTrace } from './trace.ts';

/** Where a client puts a Dockerfile that is not in its build context. */
const OUTSIDE = /^\.dockerfile\.[0-9a-f]+\//;

/** Files that lie with the client, who is asked for those that are wanted. */
export class LocalInputs implements BuildInputs {
  /** With the contexts beside the main one. */
  contexts: DirectoryNode = directory();
  private readonly context: EngineContext;
  private readonly options: BuildOptions;
  private readonly trace: BuildTrace;
  private readonly sent: DirectoryNode | undefined;
  /** The build context. */
  private files: DirectoryNode = directory();
  /** An ignore file of the Dockerfile's own, `Dockerfile.dockerignore`. */
  private ownIgnore: string | undefined;

  /** @param sent nothing when the client has no files to give */
  constructor(
    context: EngineContext,
    options: BuildOptions,
    trace: BuildTrace,
    sent: DirectoryNode | undefined,
  ) {
    this.context = context;
    this.options = options;
    this.trace = trace;
    this.sent = sent;
  }

  loadDockerfile(): Source {
    const files = this.sent;
    const { path, filename, folder } = placeOf(files ?? directory(), this.options.dockerfile);
    const vertex = this.trace.start(`[internal] load build definition from ${filename}`);
    if (!files) {
      const message = 'no local sources enabled';
      vertex.status('transferring dockerfile:');
      vertex.fail(message, false);
      throw new DockerfileError(`failed to read dockerfile: ${message}`);
    }
    const names = [
      filename,
      `${filename}.dockerignore`,
      ...(filename === 'Dockerfile' ? ['dockerfile'] : []),
    ];
    const { tree, bytes, size } = transfer(folder, { paths: names });
    vertex.status('transferring dockerfile:', bytes).complete();
    vertex.complete();
    this.remember('dockerfile', size);
    const main = OUTSIDE.test(path) ? without(files, path.split('/')[0]!) : files;
    this.contexts = main;
    this.files = withoutContexts(main);
    this.ownIgnore = textOf(tree, `${filename}.dockerignore`);
    return { filename, text: dockerfileText(tree, filename, filename), vertex };
  }

  ignorePatterns(): string[] {
    if (this.ownIgnore !== undefined) return parseIgnoreFile(this.ownIgnore);
    const vertex = this.trace.start('[internal] load .dockerignore');
    const { tree, bytes, size } = transfer(this.files, { paths: ['.dockerignore'] });
    vertex.status('transferring context:', bytes).complete();
    vertex.complete();
    this.remember('context-.dockerignore', size);
    return parseIgnoreFile(textOf(tree, '.dockerignore') ?? '');
  }

  loadContext(plan: Plan): LoadedContext {
    const { builds } = this.context;
    const name = `context:${this.options.sharedKey}`;
    const sent = this.transferContext(plan, builds.knownFiles(name));
    builds.setKnownFiles(name, sent.known);
    this.remember('context', sent.size);
    return { tree: sent.tree, bytes: sent.bytes };
  }

  /** @throws Error as the client refuses paths with a bad pattern in them */
  private transferContext(plan: Plan, known: KnownFiles | undefined): Transfer {
    const paths = plan.contextPaths;
    try {
      return transfer(this.files, { paths, exclude: plan.ignorePatterns, known });
    } catch (error) {
      const reason = `invalid includepatterns: [${(paths ?? []).join(' ')}]: ${(error as Error).message}`;
      throw new Error(`rpc error: code = Unknown desc = ${reason}`);
    }
  }

  private remember(name: string, size: number): void {
    this.context.builds.add(`local:${name}:${this.options.sharedKey}`, {
      type: 'source.local',
      description: `local source for ${name.replace('-.dockerignore', '')}`,
      chainId: '',
      size,
      parent: '',
    });
  }
}
