import { encodeBase64 } from '../../common/base64.ts';
import { goBool } from '../../common/go-bool.ts';
import { splitCommas } from '../../common/pflag/values.ts';
import { parseReference, withDefaultTag } from '../../common/reference.ts';
import type { EngineContext } from '../context.ts';
import type { Platform } from '../platform.ts';
import type { MessageWriter } from '../stream.ts';
import { BaseResolver } from './base-resolver.ts';
import type { SentContext } from './build-context.ts';
import { DockerfileError } from './dockerfile/errors.ts';
import type { LintWarning } from './dockerfile/lint.ts';
import { exportFiles, exportImage } from './export-image.ts';
import type { BuildInputs, Source } from './inputs.ts';
import { lintResult } from './lint-result.ts';
import { LocalInputs } from './local-inputs.ts';
import { NamedContexts } from './named-contexts.ts';
import type { BuildOptions } from './options.ts';
import { type Plan, planBuild } from './plan/plan.ts';
import { provenanceOf } from './provenance.ts';
import { RegistryClient } from './registry-client.ts';
import { describeRequests, listTargets, outlineOf } from './requests.ts';
import { Solver } from './solver.ts';
import { loadSyntax } from './syntax-image.ts';
import { BuildTrace } from './trace.ts';
import { encodeStatus } from './trace-codec.ts';
import { UploadedInputs } from './uploaded-inputs.ts';

const EXPORTERS = new Set(['moby', 'image', 'docker', 'local', 'tar', 'cacheonly']);

/** A build by BuildKit. Progress and result go into the stream. */
export class BuildKitBuild {
  private readonly context: EngineContext;
  private readonly options: BuildOptions;
  private readonly trace: BuildTrace;
  private readonly client: RegistryClient;
  private readonly write: MessageWriter;
  private readonly signal: AbortSignal;

  constructor(context: EngineContext, options: BuildOptions, write: MessageWriter, signal: AbortSignal) {
    this.context = context;
    this.options = options;
    this.write = write;
    this.signal = signal;
    this.client = new RegistryClient(context, options.credentials);
    this.trace = new BuildTrace(context.clock, context.random.hex(16), (update) => {
      write({ id: 'moby.buildkit.trace', aux: encodeBase64(encodeStatus(update)) });
    });
  }

  /** Builds from what the client sent, if it sent anything. */
  async run(sent: SentContext | undefined): Promise<void> {
    const { context, options, trace } = this;
    // A client that names its files keeps them for itself, and is asked for what is wanted of them.
    const inputs =
      sent && options.sharedKey === ''
        ? new UploadedInputs(context, options, trace, sent)
        : new LocalInputs(context, options, trace, sent?.tree);
    let source: Source | undefined;
    try {
      this.checkOutputs();
      sourceDate(options.buildArgs);
      source = inputs.loadDockerfile();
      await loadSyntax(source.text, {
        client: this.client,
        trace,
        platform: this.platform,
        known: context.builds.frontends,
      });
      if (options.request !== undefined) await this.answer(source, inputs);
      else await this.make(await this.plan(source, inputs), inputs);
      trace.flush();
    } catch (error) {
      trace.flush();
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

  /** The engine's own. */
  private get platform(): Platform {
    return { os: 'linux', architecture: this.context.architecture };
  }

  private plan(source: Source, inputs: BuildInputs, warnings?: LintWarning[]): Promise<Plan> {
    const { context, options, trace, client, platform } = this;
    const resolver = new BaseResolver(context, client, trace, options.pull);
    return planBuild({
      dockerfile: source.text,
      buildArgs: new Map(
        Object.entries(options.buildArgs).filter((arg): arg is [string, string] => arg[1] !== null),
      ),
      labels: options.labels,
      target: options.target,
      noCache: options.noCache ? 'all' : splitCommas(options.noCacheFilter),
      // Questions are answered for the engine's own platform.
      platform: options.request === undefined ? options.platform : undefined,
      buildPlatform: platform,
      allStages: warnings !== undefined && options.target === '',
      resolveImage: (reference, wanted) => resolver.resolve(reference, wanted),
      network: options.networkMode,
      hostNetworkAllowed: options.networkMode === 'host' || options.allowed.includes('network.host'),
      contexts: new NamedContexts(options.contexts, inputs.contexts, trace, resolver),
      ignorePatterns: async () => inputs.ignorePatterns(),
      onWarning: (warning) => {
        if (warnings) warnings.push(warning);
        else this.warn(source, warning);
      },
    });
  }

  /** `--call`: tells of the Dockerfile instead of building it. */
  private async answer(source: Source, inputs: BuildInputs): Promise<void> {
    const aux = await this.answerOf(source, inputs);
    this.trace.flush();
    this.write({ id: 'moby.buildkit.result', aux });
  }

  private async answerOf(source: Source, inputs: BuildInputs): Promise<Record<string, string>> {
    const unsupported = `unsupported request frontend.${this.options.request}`;
    switch (this.options.request) {
      case 'lint': {
        const warnings: LintWarning[] = [];
        const error = await this.plan(source, inputs, warnings).then(() => undefined, asError);
        return lintResult(source, warnings, error);
      }
      case 'outline':
        return withoutPlace(async () => outlineOf((await this.plan(source, inputs)).target, source.text));
      case 'targets':
        return withoutPlace(async () => listTargets(source.text));
      case 'subrequests.describe':
        return describeRequests();
      default:
        // The frontend says it, and so does the one that asked it.
        throw new Error(`${unsupported}: ${unsupported}`);
    }
  }

  private async make(plan: Plan, inputs: BuildInputs): Promise<void> {
    const { context, options, trace, client, signal } = this;
    const { extraHosts, secrets } = options;
    for (const reference of options.cacheFrom) await this.importCache(reference);
    const solver = new Solver(
      {
        context,
        trace,
        client,
        secrets,
        proxies: proxyEnvironment(options.buildArgs),
        hosts: extraHosts
          .map((entry) => `${entry.slice(entry.indexOf(':') + 1)}\t${entry.split(':')[0]}\n`)
          .join(''),
        signal,
        loadContext: () => inputs.loadContext(plan),
      },
      plan.target.top,
    );
    const chainId = await solver.solve();
    if (options.provenance) {
      const aux = provenanceOf(plan, options, solver.downloaded(), this.platform);
      this.write({ id: 'moby.buildkit.provenance', aux });
    }
    for (const output of this.outputs()) await this.export(output, plan, solver, chainId);
  }

  private outputs(): BuildOptions['outputs'] {
    const { outputs } = this.options;
    return outputs.length > 0 ? outputs : [{ type: 'moby', attributes: {} }];
  }

  /** @throws Error for an output that cannot be, before anything is done */
  private checkOutputs(): void {
    const unknown = this.outputs().find(({ type }) => !EXPORTERS.has(type));
    if (unknown) throw new Error(`exporter ${JSON.stringify(unknown.type)} could not be found`);
    for (const { attributes } of this.outputs()) attributes.name?.split(',').map(parseName);
  }

  private async export(
    { type, attributes: { name } }: BuildOptions['outputs'][number],
    plan: Plan,
    solver: Solver,
    chainId: string,
  ): Promise<void> {
    const { context, options, trace } = this;
    const epoch = sourceDate(options.buildArgs);
    if (type === 'cacheonly') return;
    if (type === 'local' || type === 'tar') {
      const archive = await exportFiles(context, trace, chainId, type, epoch);
      trace.flush();
      this.write({ id: 'moby.buildkit.export', aux: encodeBase64(archive) });
      return;
    }
    const id = exportImage({
      context,
      trace,
      image: plan.target.image,
      chainId,
      layerTimes: solver.layerTimes(),
      names: name ? name.split(',') : options.tags,
      epoch,
      inlineCache: options.inlineCache || goBool(options.buildArgs.BUILDKIT_INLINE_CACHE ?? '') === true,
    });
    trace.flush();
    this.write({ id: 'moby.image.id', aux: { ID: id } });
  }

  /** Looks for a cache in a registry. Without one the build goes on; what such a cache holds is not made use of. */
  private async importCache(text: string): Promise<void> {
    const vertex = this.trace.start(`importing cache manifest from ${text}`);
    try {
      const reference = withDefaultTag(parseReference(text));
      // An image of the engine's own is a cache by itself.
      if (!this.context.images.references.get(reference)) await this.client.resolve(reference, this.platform);
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
}

/** @throws Error when an image cannot be called that */
function parseName(name: string): void {
  if (name !== '') parseReference(name);
}

/** SOURCE_DATE_EPOCH in milliseconds. @throws Error */
function sourceDate({ SOURCE_DATE_EPOCH: text }: BuildOptions['buildArgs']): number | undefined {
  if (!text) return undefined;
  if (!/^[-+]?\d{1,11}$/.test(text)) {
    const reason = `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`;
    throw new Error(`invalid SOURCE_DATE_EPOCH: ${text}: ${reason}`);
  }
  return Number(text) * 1000;
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

/** What is wrong with a Dockerfile that is only asked about is told without its lines. */
async function withoutPlace<T>(answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    throw new Error(asError(error).message);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
