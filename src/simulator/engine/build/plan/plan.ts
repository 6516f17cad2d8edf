import { IgnoreMatcher } from '../../../common/ignore.ts';
import { type Platform, parsePlatform } from '../../platform.ts';
import type { BaseImage } from '../base-image.ts';
import { at, DockerfileError } from '../dockerfile/errors.ts';
import { type Environment, type ExpandOptions, expand } from '../dockerfile/expand.ts';
import type { ArgInstruction, Instruction, Stage } from '../dockerfile/instructions.ts';
import { directiveValue, parseDockerfile, parseStatement } from '../dockerfile/lines.ts';
import { Linter, type LintWarning } from '../dockerfile/lint.ts';
import { mountSource } from '../dockerfile/mounts.ts';
import { parseInstruction, parseStages } from '../dockerfile/parse.ts';
import { withSuggestion } from '../dockerfile/suggest.ts';
import { sortedKeys } from '../go-format.ts';
import type { NamedContexts } from '../named-contexts.ts';
import { BaseLoader, SCRATCH } from './bases.ts';
import {
  checkCasing,
  checkDefaultBases,
  checkFromPlatform,
  checkFromVariables,
  checkStageNames,
} from './checks.ts';
import { checkCircles } from './circles.ts';
import { type DispatchContext, dispatch, resolveWorkdir } from './dispatch.ts';
import { evaluateGlobals, mapEnvironment } from './globals.ts';
import { type ContextStep, contextPathsOf } from './graph.ts';
import { neededStages, predefinedArgs, StageState, StageTable } from './stage.ts';

export interface PlanOptions {
  dockerfile: string;
  buildArgs: ReadonlyMap<string, string>;
  labels: Readonly<Record<string, string>>;
  target: string;
  /** Stages whose steps are always run anew, `all` or by name. */
  noCache: 'all' | readonly string[];
  platform: Platform | undefined;
  /** The engine's own. */
  buildPlatform: Platform;
  /** Network of every RUN; `''` and `default` leave it to each. */
  network?: string;
  /** Whether a RUN may use the machine's own network. */
  hostNetworkAllowed?: boolean;
  /** Plan every stage, as `--check` does. */
  allStages: boolean;
  /** Finds out what an image is; called for every image that the target needs. */
  resolveImage(reference: string, platform: Platform): Promise<BaseImage>;
  /** Contexts that stand for stages and images. */
  contexts?: NamedContexts;
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
  private readonly table = new StageTable();
  private reported = 0;
  private expandOptions: ExpandOptions = { escapeToken: '\\' };
  private globals = new Map<string, string>();
  /** Names that FROM may use. */
  private knownArgs = new Set<string>();
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
    this.bases = new BaseLoader({
      linter: this.linter,
      platform: this.platform,
      requestedPlatform: options.platform,
      names: () => this.table.names(),
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
    const { stages, globals } = this.parse();
    this.setGlobals(globals, stages);
    stages.forEach((stage, index) => {
      at(stage.lines, () => this.addStage(stage, index));
    });
    const target = this.findTarget();
    for (const state of [...this.table.list]) this.addCommands(state);
    checkCircles(this.table.list);
    if (this.table.list.length === 1) this.table.list[0]!.label = '';
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

  private parse(): { stages: Stage[]; globals: ArgInstruction[] } {
    const parsed = parseDockerfile(this.options.dockerfile);
    this.expandOptions = { escapeToken: parsed.escapeToken };
    for (const { line } of parsed.emptyContinuations) {
      this.linter.report('NoEmptyContinuation', { start: line, end: line }, 'Empty continuation line');
    }
    const result = parseStages(parsed.statements, parsed.escapeToken, this.linter);
    if (result.stages.length === 0) throw new DockerfileError('dockerfile contains no stages to build');
    checkStageNames(result.stages, this.linter);
    checkCasing(result.stages, this.linter);
    return result;
  }

  private setGlobals(globals: ArgInstruction[], stages: readonly Stage[]): void {
    const { buildArgs, buildPlatform } = this.options;
    const targetName = this.options.target || stages.at(-1)!.name;
    const predefined = predefinedArgs(this.platform, buildPlatform, targetName, buildArgs);
    const defaults = evaluateGlobals(globals, predefined, new Map(), this.expandOptions);
    checkDefaultBases(stages, mapEnvironment(defaults), this.expandOptions, this.linter);
    this.globals = evaluateGlobals(globals, predefined, buildArgs, this.expandOptions);
    const declared = globals.flatMap((global) => global.args.map((arg) => arg.key));
    this.knownArgs = new Set([...declared, ...this.globals.keys()]);
  }

  private addStage(stage: Stage, index: number): void {
    const env = mapEnvironment(this.globals);
    const base = expand(stage.base, env, this.expandOptions);
    checkFromVariables(base.unmatched, this.knownArgs, stage.lines, this.linter);
    if (base.text === '') throw new Error(`base name (${stage.base}) should not be blank`);
    const isReplaced = stage.name !== '' && this.options.contexts?.has(stage.name);
    const own = isReplaced ? { base: stage.name, instructions: [] } : { base: base.text };
    const state = new StageState({ ...stage, ...own }, stage.name || `stage-${index}`);
    if (stage.platform !== '') state.platform = this.stagePlatform(stage, env);
    this.table.add(state);
    const first = base.text !== SCRATCH && !state.base ? 1 : 0;
    const counted = ['add', 'copy', 'run', 'workdir'];
    state.stepCount = first + stage.instructions.filter((i) => counted.includes(i.kind)).length;
    const { noCache } = this.options;
    state.ignoreCache =
      noCache === 'all' || noCache.some((name) => name.toLowerCase() === stage.name.toLowerCase());
  }

  private stagePlatform(stage: Stage, env: Environment): Platform {
    const expanded = expand(stage.platform, env, this.expandOptions);
    checkFromVariables(expanded.unmatched, this.knownArgs, stage.lines, this.linter);
    checkFromPlatform(stage, expanded, this.globals.get('TARGETPLATFORM'), this.linter);
    const unset = [...expanded.unmatched][0];
    const guess = (message: string): Error =>
      new Error(unset === undefined ? message : withSuggestion(message, unset, this.globals.keys()));
    if (expanded.text === '') throw guess(`empty platform value from expression ${stage.platform}`);
    try {
      return parsePlatform(expanded.text, this.options.buildPlatform.architecture);
    } catch (error) {
      // BuildKit gives the error its place twice, and shows it twice.
      throw new DockerfileError(
        `failed to parse platform ${stage.platform}: ${guess((error as Error).message).message}`,
        stage.lines,
        stage.lines,
      );
    }
  }

  private findTarget(): StageState {
    const { target } = this.options;
    if (target === '') return this.table.list.at(-1)!;
    const found = this.table.find(target);
    if (found) return found;
    const message = `target stage ${JSON.stringify(target)} could not be found`;
    throw new DockerfileError(withSuggestion(message, target, this.table.names()));
  }

  private addCommands(state: StageState): void {
    for (const instruction of state.stage.instructions) {
      state.commands.push(this.command(state, instruction, false));
    }
  }

  private command(
    state: StageState,
    instruction: Instruction,
    isOnbuild: boolean,
  ): StageState['commands'][number] {
    const sources = this.sourcesOf(instruction);
    for (const source of sources) {
      state.dependencies.set(source, instruction);
      if (source.implicit && !this.table.list.includes(source)) this.table.add(source);
    }
    return { instruction, sources, isOnbuild };
  }

  private sourcesOf(instruction: Instruction): StageState[] {
    const implicit = (base: string): StageState => new StageState(implicitStage(base, instruction), '', true);
    if (instruction.kind === 'copy' && instruction.from !== '') {
      const { from } = instruction;
      if (/^[-+]?\d+$/.test(from)) return [this.table.at(Number(from))];
      return [this.table.find(from) ?? implicit(from)];
    }
    if (instruction.kind !== 'run') return [];
    return instruction.mountTexts.map((text) => {
      const from = mountSource(text) || SCRATCH;
      return this.table.find(from) ?? implicit(from);
    });
  }

  /** Loads the images that the target needs; ONBUILD instructions may make it need more. */
  private async resolveStages(target: StageState): Promise<Set<StageState>> {
    for (;;) {
      const needed = neededStages(target);
      const wanted = this.options.allStages ? new Set(this.table.list) : needed;
      for (const state of this.table.list) {
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
        return this.command(state, instruction, true);
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
      globals: this.globals,
      expandOptions: this.expandOptions,
      linter: this.linter,
      network: this.options.network ?? '',
      hostNetworkAllowed: this.options.hostNetworkAllowed ?? false,
      context,
      ignore: ignorePatterns.length > 0 ? new IgnoreMatcher(ignorePatterns) : undefined,
    };
    for (const state of this.table.list) {
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

function implicitStage(base: string, { lines }: Instruction): Stage {
  const empty = { name: '', keyword: '', platform: '', code: '', description: '' };
  return { ...empty, base, lines, instructions: [] };
}
