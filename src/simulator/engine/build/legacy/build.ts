import { contentBytes, type DirectoryNode } from '../../../common/files.ts';
import { cleanPath, IgnoreMatcher, parseIgnoreFile } from '../../../common/ignore.ts';
import { familiarString, parseReference, withDefaultTag } from '../../../common/reference.ts';
import type { EngineContext } from '../../context.ts';
import { ApiError, invalidParameter } from '../../errors.ts';
import type { Image } from '../../images/store.ts';
import { tagImage } from '../../images/tag.ts';
import { type Platform, parsePlatform } from '../../platform.ts';
import type { MessageWriter } from '../../stream.ts';
import { environment, expand } from '../dockerfile/expand.ts';
import type { ArgInstruction, Instruction, Stage } from '../dockerfile/instructions.ts';
import { type ParsedDockerfile, parseDockerfile, parseStatement } from '../dockerfile/lines.ts';
import { parseInstruction, parseStages, type Stages } from '../dockerfile/parse.ts';
import { resolveInRoot } from '../file-tree.ts';
import type { BuildOptions } from '../options.ts';
import { BuildArgs } from './build-args.ts';
import { inRed, StepContainers } from './containers.ts';
import { imageFor } from './images.ts';
import { ExitError, InstructionRunner } from './instructions.ts';
import { configOf } from './run-config.ts';
import { FinishedStages, type LegacyStage } from './stage.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const short = (image: Image | undefined): string => (image?.id ?? '').replace('sha256:', '').slice(0, 12);

/** A build by the legacy builder: every instruction makes an image. */
export class LegacyBuild {
  private readonly context: EngineContext;
  private readonly options: BuildOptions;
  private readonly write: MessageWriter;
  private readonly signal: AbortSignal;
  private readonly stages = new FinishedStages();
  private readonly containers: StepContainers;
  private escapeToken = '\\';
  private step = 1;
  private steps = 0;

  constructor(context: EngineContext, options: BuildOptions, write: MessageWriter, signal: AbortSignal) {
    this.context = context;
    this.options = options;
    // `-q` holds everything back until something goes wrong.
    this.write = options.quiet ? (message) => this.held.push(message) : write;
    this.out = write;
    this.signal = signal;
    this.containers = new StepContainers(context, options, (text) => this.print(text));
  }

  private readonly held: object[] = [];
  private readonly out: MessageWriter;

  private print(text: string): void {
    this.write({ stream: text });
  }

  /** Builds from the files that the client sent. @throws ApiError before the first message */
  async run(files: DirectoryNode): Promise<void> {
    const parsed = this.parse(files);
    try {
      const image = await this.build(parsed, withoutIgnored(files, this.options.dockerfile));
      this.print(`Successfully built ${short(image)}\n`);
      for (const tag of this.options.tags) {
        const reference = withDefaultTag(parseReference(tag));
        tagImage(this.context, image.id, reference);
        this.print(`Successfully tagged ${familiarString(reference)}\n`);
      }
      if (this.options.quiet) this.out({ stream: `${image.id}\n` });
    } catch (error) {
      if (this.options.quiet) for (const message of this.held) this.out(message);
      const { message } = error as Error;
      const code = error instanceof ExitError ? { code: error.exitCode } : {};
      this.out({ errorDetail: { ...code, message }, error: message });
    }
  }

  private parse(
    files: DirectoryNode,
  ): Stages & { emptyContinuations: ParsedDockerfile['emptyContinuations'] } {
    const { dockerfile } = this.options;
    const { node } = resolveInRoot(files, dockerfile);
    const lowercase = dockerfile === 'Dockerfile' ? resolveInRoot(files, 'dockerfile').node : undefined;
    const found = node ?? lowercase;
    if (found?.type !== 'file') throw new ApiError(500, `Cannot locate specified Dockerfile: ${dockerfile}`);
    const text = new TextDecoder().decode(contentBytes(found.content));
    if (text === '') throw invalidParameter(`the Dockerfile (${dockerfile}) cannot be empty`);
    let parsed: ParsedDockerfile;
    try {
      parsed = parseDockerfile(text);
    } catch (error) {
      throw invalidParameter(`failed to parse ${dockerfile}: ${(error as Error).message}`);
    }
    this.escapeToken = parsed.escapeToken;
    let result: Stages;
    try {
      result = parseStages(parsed.statements, parsed.escapeToken);
    } catch (error) {
      throw invalidParameter((error as Error).message);
    }
    return {
      ...result,
      stages: this.upToTarget(result.stages),
      emptyContinuations: parsed.emptyContinuations,
    };
  }

  private upToTarget(stages: Stage[]): Stage[] {
    const { target, labels } = this.options;
    let kept = stages;
    if (target !== '') {
      const index = stages.findIndex((stage) => stage.name === target.toLowerCase());
      if (index === -1) throw invalidParameter(`target stage ${JSON.stringify(target)} could not be found`);
      kept = stages.slice(0, index + 1);
    }
    const last = kept.at(-1);
    if (!last) throw new ApiError(500, 'No image was generated. Is your Dockerfile empty?');
    const extra = Object.entries(labels)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([key, value]): Instruction => ({
          kind: 'label',
          name: 'label',
          code: `LABEL ${key}=${value}`,
          lines: last.lines,
          pairs: [{ key, value, legacy: false }],
          literal: true,
        }),
      );
    return [...kept.slice(0, -1), { ...last, instructions: [...last.instructions, ...extra] }];
  }

  private printStep(code: string): void {
    this.print(`Step ${this.step++}/${this.steps} : ${code}`);
    this.print('\n');
  }

  private async build(
    { stages, globals, emptyContinuations }: ReturnType<LegacyBuild['parse']>,
    files: DirectoryNode,
  ): Promise<Image> {
    for (const { text } of emptyContinuations) {
      this.print(inRed(`[WARNING]: Empty continuation line found in: ${text}\n`));
    }
    if (emptyContinuations.length > 0) {
      this.print(inRed('[WARNING]: Empty continuation lines will become errors in a future release.\n'));
    }
    this.steps = globals.length + stages.reduce((sum, stage) => sum + 1 + stage.instructions.length, 0);
    let args = new BuildArgs(this.options.buildArgs);
    for (const global of globals) this.declareGlobal(global, args);
    let last: LegacyStage | undefined;
    for (const stage of stages) {
      if (stage.name !== '' && this.stages.byName(stage.name)) {
        throw new Error(`${stage.name} stage name already used`);
      }
      args = args.forStage();
      last = await this.buildStage(stage, args, files);
      if (last.image) this.write({ aux: { ID: last.image.id } });
      this.stages.add(last);
    }
    const unused = args.unused();
    if (unused.length > 0) {
      this.print(`[Warning] One or more build-args [${unused.join(' ')}] were not consumed\n`);
    }
    if (!last?.image) throw new Error('No image was generated. Is your Dockerfile empty?');
    return last.image;
  }

  private declareGlobal(global: ArgInstruction, args: BuildArgs): void {
    this.printStep(global.code);
    const env = environment(args.allAllowed());
    const word = (text: string): string => expand(text, env, { escapeToken: this.escapeToken }).text;
    for (const { key, value } of global.args) {
      const expanded = value === undefined ? undefined : word(value);
      args.declare(word(key), expanded);
      args.declareMeta(word(key), expanded);
    }
  }

  private async buildStage(stage: Stage, args: BuildArgs, files: DirectoryNode): Promise<LegacyStage> {
    this.printStep(stage.code);
    const state = await this.beginStage(stage, args);
    const runner = new InstructionRunner({
      context: this.context,
      options: this.options,
      escapeToken: this.escapeToken,
      containers: this.containers,
      stages: this.stages,
      files,
      state,
      print: (text) => this.print(text),
      write: this.write,
      signal: this.signal,
    });
    await this.runTriggers(state, runner);
    this.print(` ---> ${short(state.image)}\n`);
    for (const instruction of stage.instructions) {
      if (this.signal.aborted) {
        this.print('Build cancelled\n');
        throw new Error('Build cancelled');
      }
      this.printStep(instruction.code);
      await runner.run(instruction);
      this.print(` ---> ${short(state.image)}\n`);
    }
    return state;
  }

  private async beginStage(stage: Stage, args: BuildArgs): Promise<LegacyStage> {
    const env = environment(args.allMeta());
    const word = (text: string): string => expand(text, env, { escapeToken: this.escapeToken }).text;
    const name = word(stage.base);
    if (name === '') throw new Error(`base name (${stage.base}) should not be blank`);
    const image = name === 'scratch' ? undefined : await this.baseImage(stage, name, word);
    const config = configOf(image?.config.config);
    if (!config.Env?.some((entry) => entry.startsWith('PATH='))) {
      config.Env = [...(config.Env ?? []), `PATH=${DEFAULT_PATH}`];
    }
    config.Image = image?.id ?? '';
    return { name: stage.name, image, config, args, author: '', cmdSet: false, cacheBusted: false };
  }

  private async baseImage(
    stage: Stage,
    name: string,
    word: (text: string) => string,
  ): Promise<Image | undefined> {
    const before = this.stages.byName(name);
    if (before) return before.image;
    const text = word(stage.platform);
    const platform = stage.platform === '' ? this.options.platform : this.platformOf(text);
    const { pull: always, credentials } = this.options;
    return imageFor(this.context, name, {
      write: this.write,
      credentials,
      always,
      platform,
      signal: this.signal,
    });
  }

  private platformOf(text: string): Platform {
    try {
      return parsePlatform(text, this.context.architecture);
    } catch (error) {
      throw new Error(`failed to parse platform ${text}: ${(error as Error).message}`);
    }
  }

  private async runTriggers(state: LegacyStage, runner: InstructionRunner): Promise<void> {
    const triggers = state.config.OnBuild ?? [];
    if (triggers.length === 0) return;
    state.config.OnBuild = null;
    this.print(`# Executing ${triggers.length} build trigger${triggers.length > 1 ? 's' : ''}`);
    this.print('\n');
    for (const trigger of triggers) await runner.run(parseInstruction(parseStatement(trigger)));
  }
}

/** The Dockerfile and the ignore file themselves may be ignored: the client sends them all the same. */
function withoutIgnored(files: DirectoryNode, dockerfile: string): DirectoryNode {
  const { node } = resolveInRoot(files, '.dockerignore');
  if (node?.type !== 'file') return files;
  const matcher = new IgnoreMatcher(parseIgnoreFile(new TextDecoder().decode(contentBytes(node.content))));
  const children = new Map(files.children);
  for (const name of ['.dockerignore', cleanPath(dockerfile)]) {
    if (matcher.excludes(name)) children.delete(name);
  }
  return { ...files, children };
}
