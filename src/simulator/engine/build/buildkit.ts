import { type DirectoryNode, directory } from '../../common/files.ts';
import { cleanPath, parseIgnoreFile } from '../../common/ignore.ts';
import { parseReference, withDefaultTag } from '../../common/reference.ts';
import type { EngineContext } from '../context.ts';
import type { Platform } from '../platform.ts';
import type { MessageWriter } from '../stream.ts';
import { BaseResolver } from './base-resolver.ts';
import { DockerfileError } from './dockerfile/errors.ts';
import type { LintWarning } from './dockerfile/lint.ts';
import { exportFiles, exportImage } from './export-image.ts';
import { resolveInRoot, textOf } from './file-tree.ts';
import { lintResult } from './lint-result.ts';
import { transfer } from './local-sources.ts';
import { NamedContexts } from './named-contexts.ts';
import type { BuildOptions } from './options.ts';
import { type Plan, planBuild } from './plan/plan.ts';
import { provenanceOf } from './provenance.ts';
import { RegistryClient } from './registry-client.ts';
import { Solver } from './solver.ts';
import { loadSyntax } from './syntax-image.ts';
import { BuildTrace, type TracedVertex } from './trace.ts';
import { encodeStatus } from './trace-codec.ts';

/** The Dockerfile of a build, found among the files that the client sent. */
interface Source {
  /** As messages name it. */
  filename: string;
  text: string;
  /** Of an ignore file of its own, `Dockerfile.dockerignore`. */
  ignore: string | undefined;
  vertex: TracedVertex;
}

/** Where a client puts a Dockerfile that is not in its build context. */
const OUTSIDE = /^\.dockerfile\.[0-9a-f]+\//;
/** Where it puts the contexts beside the main one. */
const CONTEXTS = /^\.contexts\.[0-9a-f]+$/;
const TARGETS = new Set(['moby', 'image', 'docker']);

/** A build by BuildKit. Progress and result go into the stream. */
export class BuildKitBuild {
  private readonly context: EngineContext;
  private readonly options: BuildOptions;
  private readonly trace: BuildTrace;
  private readonly client: RegistryClient;
  private readonly write: MessageWriter;
  private readonly signal: AbortSignal;
  /** The build context. */
  private files: DirectoryNode = directory();
  /** With the contexts beside it. */
  private sent: DirectoryNode = directory();

  constructor(context: EngineContext, options: BuildOptions, write: MessageWriter, signal: AbortSignal) {
    this.context = context;
    this.options = options;
    this.write = write;
    this.signal = signal;
    this.client = new RegistryClient(context, options.credentials);
    this.trace = new BuildTrace(context.clock, context.random.hex(16), (update) => {
      write({ id: 'moby.buildkit.trace', aux: toBase64(encodeStatus(update)) });
    });
  }

  /** Builds from the files that the client sent, if it sent any. */
  async run(files: DirectoryNode | undefined): Promise<void> {
    let source: Source | undefined;
    try {
      source = this.loadDockerfile(files);
      await this.build(source);
      this.trace.flush();
    } catch (error) {
      this.trace.flush();
      this.reportFailure(error, source);
    }
  }

  private reportFailure(error: unknown, source: Source | undefined): void {
    if (!(error instanceof Error)) throw error;
    const { message } = error;
    const locations = error instanceof DockerfileError ? error.locations : [];
    const sources = source
      ? locations.map((lines) => ({ filename: source.filename, data: source.text, lines }))
      : [];
    this.write({ errorDetail: { message, ...(sources.length > 0 ? { sources } : {}) }, error: message });
  }

  private loadDockerfile(files: DirectoryNode | undefined): Source {
    const path = cleanPath(this.options.dockerfile).replace(/^\//, '');
    const filename = path.slice(path.lastIndexOf('/') + 1);
    const folder = path.slice(0, path.length - filename.length);
    const vertex = this.trace.start(`[internal] load build definition from ${filename}`);
    if (!files) {
      const message = 'no local sources enabled';
      vertex.status('transferring dockerfile:');
      vertex.fail(message, false);
      throw new DockerfileError(`failed to read dockerfile: ${message}`);
    }
    const { node } = resolveInRoot(files, folder);
    const root = node?.type === 'directory' ? node : directory();
    const names = [
      filename,
      `${filename}.dockerignore`,
      ...(filename === 'Dockerfile' ? ['dockerfile'] : []),
    ];
    const { tree, bytes, size } = transfer(root, { paths: names });
    vertex.status('transferring dockerfile:', bytes).complete();
    vertex.complete();
    this.rememberLocal('dockerfile', size);
    const main = OUTSIDE.test(path) ? without(files, path.split('/')[0]!) : files;
    this.sent = main;
    this.files = [...main.children.keys()].filter((name) => CONTEXTS.test(name)).reduce(without, main);
    const text =
      textOf(tree, filename) ?? (filename === 'Dockerfile' ? textOf(tree, 'dockerfile') : undefined);
    if (text === undefined) {
      throw new DockerfileError(`failed to read dockerfile: open ${filename}: no such file or directory`);
    }
    return { filename, text, ignore: textOf(tree, `${filename}.dockerignore`), vertex };
  }

  /** The engine's own. */
  private get platform(): Platform {
    return { os: 'linux', architecture: this.context.architecture };
  }

  private rememberLocal(name: string, size: number): void {
    this.context.builds.add(`local:${name}:${this.options.sharedKey}`, {
      type: 'source.local',
      description: `local source for ${name.replace('-.dockerignore', '')}`,
      chainId: '',
      size,
      parent: '',
    });
  }

  private async build(source: Source): Promise<void> {
    const { context, options, trace, client } = this;
    const { platform } = this;
    await loadSyntax(source.text, { client, trace, platform, known: context.builds.frontends });
    const resolver = new BaseResolver(context, client, trace, options.pull);
    const warnings: LintWarning[] = [];
    const isLint = options.request === 'lint';
    const plan = planBuild({
      dockerfile: source.text,
      buildArgs: new Map(
        Object.entries(options.buildArgs).filter((arg): arg is [string, string] => arg[1] !== null),
      ),
      labels: options.labels,
      target: options.target,
      noCache: options.noCache ? 'all' : options.noCacheFilter,
      platform: options.platform,
      buildPlatform: platform,
      allStages: isLint && options.target === '',
      resolveImage: (reference, wanted) => resolver.resolve(reference, wanted),
      network: options.networkMode,
      hostNetworkAllowed: options.networkMode === 'host' || options.allowed.includes('network.host'),
      contexts: new NamedContexts(options.contexts, this.sent, trace, resolver),
      ignorePatterns: async () => this.loadIgnoreFile(source),
      onWarning: (warning) => {
        warnings.push(warning);
        if (!isLint) this.warn(source, warning);
      },
    });
    if (isLint) {
      const result = lintResult(source, warnings, await plan.then(() => undefined, asError));
      this.trace.flush();
      this.write({ id: 'moby.buildkit.result', aux: { 'result.json': result } });
      return;
    }
    const planned = await plan;
    trace.flush();
    await this.make(planned);
  }

  private async make(plan: Plan): Promise<void> {
    const { context, options, trace, client, signal } = this;
    const { extraHosts, secrets } = options;
    for (const reference of options.cacheFrom) await this.importCache(reference);
    const solver = new Solver({
      context,
      trace,
      client,
      secrets,
      proxies: proxyEnvironment(options.buildArgs),
      hosts: extraHosts
        .map((entry) => `${entry.slice(entry.indexOf(':') + 1)}\t${entry.split(':')[0]}\n`)
        .join(''),
      signal,
      loadContext: () => this.loadContext(plan),
    });
    const chainId = await solver.solve(plan.target.top);
    if (options.provenance) {
      const aux = provenanceOf(plan, options, solver.downloaded(), this.platform);
      this.write({ id: 'moby.buildkit.provenance', aux });
    }
    const output = options.outputs[0] ?? { type: 'moby', attributes: {} };
    if (TARGETS.has(output.type)) {
      const { name } = output.attributes;
      const id = exportImage({
        context,
        trace,
        image: plan.target.image,
        chainId,
        layerTimes: solver.layerTimes(plan.target.top),
        names: name ? name.split(',') : options.tags,
      });
      trace.flush();
      this.write({ id: 'moby.image.id', aux: { ID: id } });
    } else if (output.type === 'local' || output.type === 'tar') {
      const archive = await exportFiles(context, trace, chainId, output.type);
      trace.flush();
      this.write({ id: 'moby.buildkit.export', aux: toBase64(archive) });
    } else if (output.type !== 'cacheonly') {
      throw new DockerfileError(`exporter ${JSON.stringify(output.type)} could not be found`);
    }
  }

  /** Looks for a cache in a registry. Without one the build goes on; what such a cache holds is not made use of. */
  private async importCache(text: string): Promise<void> {
    const vertex = this.trace.start(`importing cache manifest from ${text}`);
    try {
      const reference = withDefaultTag(parseReference(text));
      await this.client.resolve(reference, this.platform);
      vertex.complete();
    } catch (error) {
      vertex.fail(`failed to configure registry cache importer: ${(error as Error).message}`);
    }
  }

  private warn({ vertex, filename, text }: Source, warning: LintWarning): void {
    vertex.warn({
      short: `${warning.rule}: ${warning.message} (line ${warning.lines.start})`,
      detail: [warning.description],
      url: warning.url,
      source: { filename, data: text },
      lines: warning.lines,
    });
  }

  private loadIgnoreFile(source: Source): string[] {
    if (source.ignore !== undefined) return parseIgnoreFile(source.ignore);
    const vertex = this.trace.start('[internal] load .dockerignore');
    const { tree, bytes, size } = transfer(this.files, { paths: ['.dockerignore'] });
    vertex.status('transferring context:', bytes).complete();
    vertex.complete();
    this.rememberLocal('context-.dockerignore', size);
    return parseIgnoreFile(textOf(tree, '.dockerignore') ?? '');
  }

  private loadContext(plan: Plan): { tree: DirectoryNode; bytes: number } {
    const { builds } = this.context;
    const name = `context:${this.options.sharedKey}`;
    const sent = transfer(this.files, {
      paths: plan.contextPaths,
      exclude: plan.ignorePatterns,
      known: builds.knownFiles(name),
    });
    builds.setKnownFiles(name, sent.known);
    this.rememberLocal('context', sent.size);
    return { tree: sent.tree, bytes: sent.bytes };
  }
}

const PROXIES = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy', 'all_proxy'];

/** Proxies given as build arguments need no ARG: every RUN sees them, in both spellings, and no cache heeds them. */
function proxyEnvironment(args: Readonly<Record<string, string | null>>): Record<string, string> {
  const given = Object.entries(args).filter(([key]) => PROXIES.includes(key.toLowerCase()));
  return Object.fromEntries(
    given.flatMap(([key, value]) =>
      value ? [key.toUpperCase(), key.toLowerCase()].map((name) => [name, value]) : [],
    ),
  );
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function without(root: DirectoryNode, name: string): DirectoryNode {
  return { ...root, children: new Map([...root.children].filter(([child]) => child !== name)) };
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(binary);
}
