import { type Platform, parsePlatform } from '../../platform.ts';
import { at, DockerfileError } from '../dockerfile/errors.ts';
import { type Environment, type ExpandOptions, expand } from '../dockerfile/expand.ts';
import type { ArgInstruction, Instruction, Stage } from '../dockerfile/instructions.ts';
import { parseDockerfile } from '../dockerfile/lines.ts';
import type { Linter } from '../dockerfile/lint.ts';
import { mountSource } from '../dockerfile/mounts.ts';
import { parseStages } from '../dockerfile/parse.ts';
import { withSuggestion } from '../dockerfile/suggest.ts';
import type { NamedContexts } from '../named-contexts.ts';
import { SCRATCH } from './bases.ts';
import {
  checkCasing,
  checkDefaultBases,
  checkFromPlatform,
  checkFromVariables,
  checkStageNames,
} from './checks.ts';
import { checkCircles } from './circles.ts';
import { evaluateGlobals, mapEnvironment } from './globals.ts';
import { StageOutline } from './outline.ts';
import { type Command, predefinedArgs, StageState, StageTable } from './stage.ts';

export interface StageOptions {
  dockerfile: string;
  buildArgs: ReadonlyMap<string, string>;
  target: string;
  /** Stages whose steps are always run anew, `all` or by name. */
  noCache: 'all' | readonly string[];
  /** The engine's own. */
  buildPlatform: Platform;
  /** Contexts that stand for stages and images. */
  contexts?: NamedContexts;
}

/** Reads out of a Dockerfile which stages there are, and which of them each needs. */
export class StageReader {
  readonly table = new StageTable();
  expandOptions: ExpandOptions = { escapeToken: '\\' };
  /** ARGs that stand before the first FROM, and those that are always there. */
  globals = new Map<string, string>();
  private readonly options: StageOptions;
  private readonly platform: Platform;
  private readonly linter: Linter;
  /** What every stage knows of the ARGs before the first FROM. */
  private outline = new StageOutline();
  /** Names that FROM may use. */
  private knownArgs = new Set<string>();

  constructor(options: StageOptions, platform: Platform, linter: Linter) {
    this.options = options;
    this.platform = platform;
    this.linter = linter;
  }

  /**
   * Fills the table; gives the stage to build.
   * @throws DockerfileError
   */
  read(): StageState {
    const { stages, globals } = this.parse();
    this.setGlobals(globals, stages);
    stages.forEach((stage, index) => {
      at(stage.lines, () => this.addStage(stage, index));
    });
    const target = this.findTarget();
    for (const state of [...this.table.list]) this.addCommands(state);
    checkCircles(this.table.list);
    if (this.table.list.length === 1) this.table.list[0]!.label = '';
    return target;
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
    checkDefaultBases(stages, mapEnvironment(defaults.values), this.expandOptions, this.linter);
    const evaluated = evaluateGlobals(globals, predefined, buildArgs, this.expandOptions);
    this.globals = evaluated.values;
    this.outline = new StageOutline(evaluated.known);
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
    state.outline = this.outline.copy();
    this.table.add(state);
    for (const name of base.matched) state.outline.use(name);
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

  /**
   * An instruction with the stages that it takes files from, which its own stage then needs.
   * @throws Error `invalid stage index N`
   */
  command(state: StageState, instruction: Instruction, isOnbuild: boolean): Command {
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
}

function implicitStage(base: string, { lines }: Instruction): Stage {
  const empty = { name: '', keyword: '', platform: '', code: '', description: '' };
  return { ...empty, base, lines, instructions: [] };
}
