import { IgnoreMatcher } from '../../../common/ignore.ts';
import type { Platform } from '../../platform.ts';
import type { BaseImage } from '../base-image.ts';
import { at, DockerfileError } from '../dockerfile/errors.ts';
import { directiveValue, parseStatement } from '../dockerfile/lines.ts';
import { Linter, type LintWarning } from '../dockerfile/lint.ts';
import { parseInstruction } from '../dockerfile/parse.ts';
import { sortedKeys } from '../go-format.ts';
import { BaseLoader } from './bases.ts';
import { type DispatchContext, dispatch, resolveWorkdir } from './dispatch.ts';
import { type ContextStep, contextPathsOf } from './graph.ts';
import { neededStages, type StageState } from './stage.ts';
import { type StageOptions, StageReader } from './stage-reader.ts';

export interface PlanOptions extends StageOptions {
  labels: Readonly<Record<string, string>>;
  platform: Platform | undefined;
  /** Network of every RUN; `''` and `default` leave it to each. */
  network: string;
  /** Whether a RUN may use the machine's own network. */
  hostNetworkAllowed: boolean;
  /** Plan every stage, as `--check` does. */
  allStages: boolean;
  /** Finds out what an image is; called for every image that the target needs. */
  resolveImage(reference: string, platform: Platform): Promise<BaseImage>;
  /** The patterns of `.dockerignore`; called once, after the images are known. */
  ignorePatterns(): Promise<string[]>;
  /** Told of every lint warning when it comes up. */
  onWarning(warning: LintWarning): void;
}

export interface Plan {
  target: StageState;
  context: ContextStep;
  /** Paths in the build context that any step needs; `undefined` is all of it. */
  contextPaths: string[] | undefined;
  ignorePatterns: string[];
}

/**
 * Plans a build: from the Dockerfile's text to the steps that make the target's files, and its image's config.
 * @throws DockerfileError
 */
export async function planBuild(options: PlanOptions): Promise<Plan> {
  if (options.dockerfile === '') throw new DockerfileError('the Dockerfile cannot be empty');
  return new Planner(options).run();
}

class Planner {
  private readonly options: PlanOptions;
  private readonly linter: Linter;
  private readonly stages: StageReader;
  private reported = 0;
  private readonly platform: Platform;
  private readonly bases: BaseLoader;

  constructor(options: PlanOptions) {
    this.options = options;
    this.platform = options.platform ?? options.buildPlatform;
    const check =
      options.buildArgs.get('BUILDKIT_DOCKERFILE_CHECK') ??
      directiveValue(options.dockerfile, 'check')?.value;
    try {
      this.linter = new Linter(check);
    } catch (error) {
      throw new DockerfileError(`failed to parse check options: ${(error as Error).message}`);
    }
    this.stages = new StageReader(options, this.platform, this.linter);
    this.bases = new BaseLoader({
      linter: this.linter,
      platform: this.platform,
      requestedPlatform: options.platform,
      names: () => this.stages.table.names(),
      resolveImage: options.resolveImage,
      namedContext: async (name, platform) => options.contexts?.load(name, platform),
    });
  }

  async run(): Promise<Plan> {
    try {
      return await this.plan();
    } finally {
      this.reportWarnings();
    }
  }

  private reportWarnings(): void {
    for (const warning of this.linter.warnings.slice(this.reported)) this.options.onWarning(warning);
    this.reported = this.linter.warnings.length;
  }

  private async plan(): Promise<Plan> {
    const target = this.stages.read();
    this.reportWarnings();
    const needed = await this.resolveStages(target);
    const ignorePatterns = await this.options.ignorePatterns();
    const context: ContextStep = {
      kind: 'context',
      name: '[internal] load build context',
      ignoreCache: false,
    };
    this.dispatchStages(needed, context, ignorePatterns);
    const labels = this.options.labels;
    if (Object.keys(labels).length > 0) {
      target.config.Labels = sortedKeys({ ...target.config.Labels, ...labels });
    }
    if (this.linter.failure) throw new DockerfileError(this.linter.failure);
    this.setPlatform(target);
    return { target, context, ignorePatterns, contextPaths: contextPathsOf(target.top) };
  }

  /** Loads the images that the target needs; ONBUILD instructions may make it need more. */
  private async resolveStages(target: StageState): Promise<Set<StageState>> {
    for (;;) {
      const needed = neededStages(target);
      const wanted = this.options.allStages ? new Set(this.stages.table.list) : needed;
      for (const state of this.stages.table.list) {
        if (wanted.has(state) && !state.base && !state.resolved) await this.bases.load(state);
      }
      let more = false;
      for (const state of wanted) more = this.readOnbuild(state) || more;
      if (!more) return wanted;
    }
  }

  private readOnbuild(state: StageState): boolean {
    if (state.onbuildRead) return false;
    state.onbuildRead = true;
    const triggers = [...(state.image.config?.OnBuild ?? [])];
    for (const { instruction } of state.base?.commands ?? []) {
      if (instruction.kind === 'onbuild') triggers.push(instruction.value);
    }
    if (triggers.length === 0) return false;
    state.config.OnBuild = null;
    const { lines } = state.stage;
    try {
      const commands = triggers.map((text) => {
        const instruction = parseInstruction({ ...parseStatement(text), lines });
        return this.stages.command(state, instruction, true);
      });
      state.commands.unshift(...commands);
      state.stepCount += commands.length;
      return commands.some((command) => command.sources.length > 0);
    } catch (error) {
      throw new DockerfileError((error as Error).message, lines);
    }
  }

  private dispatchStages(needed: Set<StageState>, context: ContextStep, ignorePatterns: string[]): void {
    const dispatchContext: DispatchContext = {
      buildArgs: this.options.buildArgs,
      globals: this.stages.globals,
      expandOptions: this.stages.expandOptions,
      linter: this.linter,
      network: this.options.network,
      hostNetworkAllowed: this.options.hostNetworkAllowed,
      context,
      ignore: ignorePatterns.length > 0 ? new IgnoreMatcher(ignorePatterns) : undefined,
    };
    for (const state of this.stages.table.list) {
      if (!needed.has(state) || state.dispatched) continue;
      state.inherit();
      state.dispatched = true;
      state.platform ??= this.platform;
      state.initializeEnvironment();
      const { WorkingDir } = state.config;
      if (WorkingDir) {
        state.config.WorkingDir = resolveWorkdir('/', WorkingDir);
        state.directory = state.config.WorkingDir;
      }
      for (const command of state.commands) {
        at(command.instruction.lines, () => dispatch(state, command, dispatchContext));
      }
    }
  }

  private setPlatform({ image }: StageState): void {
    const { platform } = this.options;
    if (!platform) return;
    const same = platform.os === image.os && platform.architecture === image.architecture;
    image.os = platform.os;
    image.architecture = platform.architecture;
    if (platform.variant) image.variant = platform.variant;
    else if (!same) delete image.variant;
  }
}
