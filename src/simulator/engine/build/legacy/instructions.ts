import type { DirectoryNode } from '../../../common/files.ts';
import { CONFIG_FIELDS, type ContainerConfig } from '../../containers/config.ts';
import { decode } from '../../containers/schema.ts';
import type { EngineContext } from '../../context.ts';
import type { Image } from '../../images/store.ts';
import type { MessageWriter } from '../../stream.ts';
import type { CopyInstruction, Instruction, RunInstruction } from '../dockerfile/instructions.ts';
import { parseMount } from '../dockerfile/mounts.ts';
import type { BuildOptions } from '../options.ts';
import { UnknownOwner } from '../owner.ts';
import { resolveWorkdir } from '../plan/dispatch.ts';
import type { StepContainers } from './containers.ts';
import { performCopy, prepareCopy } from './copy.ts';
import { cachedStep, commitStep, imageFor } from './images.ts';
import { withComment } from './run-config.ts';
import { StageSettings } from './settings.ts';
import type { Change, FinishedStages, LegacyStage } from './stage.ts';

/** A command ended with a status; the build ends with it too. */
export class ExitError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface RunnerOptions {
  context: EngineContext;
  options: BuildOptions;
  escapeToken: string;
  containers: StepContainers;
  stages: FinishedStages;
  /** The build context. */
  files: DirectoryNode;
  state: LegacyStage;
  print(text: string): void;
  write: MessageWriter;
  signal: AbortSignal;
}

const NEEDS_BUILDKIT =
  'option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled';

/** Runs the instructions of one stage. Throws in the daemon's words. */
export class InstructionRunner {
  private readonly options: RunnerOptions;
  private readonly context: EngineContext;
  private readonly state: LegacyStage;
  private readonly settings: StageSettings;

  constructor(options: RunnerOptions) {
    this.options = options;
    this.context = options.context;
    this.state = options.state;
    this.settings = new StageSettings(options.state, options.escapeToken, options.print);
  }

  async run(instruction: Instruction): Promise<void> {
    let failed = true;
    try {
      await this.dispatch(instruction);
      failed = false;
    } finally {
      await this.options.containers.afterInstruction(failed);
      this.state.config.Image = this.state.image?.id ?? '';
    }
  }

  private async dispatch(instruction: Instruction): Promise<void> {
    const { config } = this.state;
    switch (instruction.kind) {
      case 'run':
        return this.runCommand(instruction);
      case 'copy':
      case 'add':
        return this.copy(instruction);
      case 'workdir':
        config.WorkingDir = this.workdir(instruction.value);
        return this.commit(`WORKDIR ${config.WorkingDir}`, false);
      default:
        return this.commit(this.settings.change(instruction));
    }
  }

  private workdir(written: string): string {
    const path = this.settings.word(written);
    if (path === '') throw new Error('cannot normalize nothing');
    return resolveWorkdir(this.state.config.WorkingDir || '/', path);
  }

  /** An instruction that runs nothing is a container that is made, committed and removed. */
  private async commit(comment: string, separate = true): Promise<void> {
    const config = withComment(this.state.config, comment, separate);
    if (this.fromCache(config)) return;
    const container = await this.options.containers.create(config);
    await this.save(config, { before: container.base, after: container.disk.root, container: container.id });
  }

  private fromCache(config: ContainerConfig): boolean {
    const { state } = this;
    if (this.options.options.noCache || state.cacheBusted) return false;
    const platform = { os: 'linux', architecture: this.platform().architecture };
    // What is compared has been through JSON, where what is not set is missing.
    const wanted = decode<ContainerConfig>(structuredClone(config), CONFIG_FIELDS, 'Config');
    const cached = cachedStep(this.context, state.image, wanted, platform, this.options.options.cacheFrom);
    if (!cached) {
      state.cacheBusted = true;
      return false;
    }
    this.options.print(' ---> Using cache\n');
    state.image = cached;
    return true;
  }

  private platform(): { os: string; architecture: string; variant?: string } {
    const { image } = this.state;
    if (image) {
      const { os, architecture, variant } = image.config;
      return { os, architecture, ...(variant ? { variant } : {}) };
    }
    return this.options.options.platform ?? { os: 'linux', architecture: this.context.architecture };
  }

  private async save(containerConfig: ContainerConfig, change: Change): Promise<void> {
    const { state } = this;
    state.image = await commitStep(this.context, {
      parent: state.image,
      config: state.config,
      containerConfig,
      container: change.container,
      author: state.author,
      created: this.context.containers.stamps.now(),
      platform: this.platform(),
      before: change.before,
      after: change.after,
    });
  }

  private async runCommand(instruction: RunInstruction): Promise<void> {
    const { config, args } = this.state;
    const [flag] = instruction.flagsUsed;
    for (const mount of instruction.mountTexts) parseMount(mount, (text) => this.settings.word(text));
    if (flag !== undefined) throw new Error(`the --${flag} ${NEEDS_BUILDKIT}`);
    const command = this.settings.commandOf(instruction.command);
    const buildEnv = args.missingFrom(config.Env ?? []);
    const shown = buildEnv.filter((entry) => args.isDeclaredOrNotBuiltin(entry.split('=', 1)[0]!)).sort();
    const saved = buildEnv.length > 0 ? [`|${shown.length}`, ...shown, ...command] : command;
    const probe = { ...structuredClone(config), Cmd: saved, Entrypoint: null, ArgsEscaped: false };
    if (this.fromCache(probe)) return;
    const container = await this.options.containers.create({
      ...structuredClone(config),
      Cmd: command,
      ArgsEscaped: false,
      Env: [...(config.Env ?? []), ...buildEnv],
      // Nothing to run leaves the image's own entrypoint and command.
      ...(saved.length > 0 ? { Entrypoint: [''] } : {}),
      Healthcheck: { Test: ['NONE'], Interval: 0, Timeout: 0, StartPeriod: 0, StartInterval: 0, Retries: 0 },
    });
    const code = await this.options.containers.run(container, this.options.signal);
    if (code !== 0) {
      throw new ExitError(`The command '${command.join(' ')}' returned a non-zero code: ${code}`, code);
    }
    await this.save(probe, { before: container.base, after: container.disk.root, container: container.id });
  }

  private async copy(written: CopyInstruction): Promise<void> {
    if (written.chmod !== '') throw new Error(`the --chmod ${NEEDS_BUILDKIT}`);
    const instruction = {
      ...written,
      chown: this.settings.word(written.chown),
      sources: written.sources.map((source) => this.settings.word(source)),
      destination: this.settings.word(written.destination),
    };
    const { config } = this.state;
    const { clock, images } = this.context;
    const source = await this.sourceTree(instruction);
    const prepared = await prepareCopy(this.context, instruction, source, config.WorkingDir || '/');
    const chown = instruction.chown === '' ? '' : `--chown=${instruction.chown} `;
    const keyword = instruction.kind.toUpperCase();
    const comment = `${keyword} ${chown}${prepared.sum} in ${instruction.destination} `;
    const containerConfig = withComment(config, comment, false);
    if (this.fromCache(containerConfig)) return;
    const before = await images.layers.tree(this.state.image?.chainId ?? '');
    let after: DirectoryNode;
    try {
      after = await performCopy(instruction, prepared, source, before, clock.now());
    } catch (error) {
      if (error instanceof UnknownOwner) throw error;
      throw new Error(`failed to copy files: ${(error as Error).message}`);
    }
    await this.save(containerConfig, { before, after, container: '' });
  }

  private async sourceTree({ from }: CopyInstruction): Promise<DirectoryNode> {
    if (from === '') return this.options.files;
    try {
      const image = this.options.stages.find(from)?.image ?? (await this.otherImage(from));
      return await this.context.images.layers.tree(image.chainId);
    } catch (error) {
      throw new Error(`invalid from flag value ${from}: ${(error as Error).message}`);
    }
  }

  private otherImage(name: string): Promise<Image> {
    const { options, write, signal } = this.options;
    const { credentials, pull: always, platform } = options;
    return imageFor(this.context, name, { write, credentials, always, platform, signal });
  }
}
