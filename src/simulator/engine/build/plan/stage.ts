import type { HistoryEntry, ImageConfig, RunConfig } from '../../images/config.ts';
import { formatPlatform, type Platform } from '../../platform.ts';
import type { Lines } from '../dockerfile/errors.ts';
import type { Environment } from '../dockerfile/expand.ts';
import type { Instruction, Stage } from '../dockerfile/instructions.ts';
import type { FilesStep } from './graph.ts';
import { StageOutline } from './outline.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const HISTORY_COMMENT = 'buildkit.dockerfile.v0';

/** An instruction with the stages that its files come from. */
export interface Command {
  instruction: Instruction;
  /** One for `COPY --from`, one for each `RUN --mount`. */
  sources: StageState[];
  isOnbuild: boolean;
}

/** A stage while it is planned: its image so far and the step that makes its files. */
export class StageState {
  readonly stage: Stage;
  /** Shown before the step numbers; `''` for the only stage of a build. */
  label: string;
  /** An image that only `COPY --from` or a mount names. */
  readonly implicit: boolean;
  base: StageState | undefined;
  platform: Platform | undefined;
  commands: Command[] = [];
  readonly dependencies = new Map<StageState, Instruction>();
  image: ImageConfig;
  top: FilesStep | undefined;
  readonly environment = new Map<string, string>();
  directory = '/';
  /** ARGs in force, in order. */
  buildArgs: { key: string; value?: string }[] = [];
  stepCount = 0;
  private stepIndex = 0;
  ignoreCache = false;
  resolved = false;
  dispatched = false;
  onbuildRead = false;
  workdirSet = false;
  /** Where CMD, ENTRYPOINT and HEALTHCHECK stand. */
  readonly used = new Map<string, Lines>();
  outline = new StageOutline();

  constructor(stage: Stage, label: string, implicit = false) {
    this.stage = stage;
    this.label = label;
    this.implicit = implicit;
    this.image = emptyImage({ os: 'linux', architecture: 'amd64' });
  }

  /** Takes over what the base stage ends with. */
  inherit(): void {
    const { base } = this;
    if (!base) return;
    this.top = base.top;
    this.platform = base.platform;
    this.image = structuredClone(base.image);
    this.config.OnBuild = null;
    for (const [key, value] of base.environment) this.environment.set(key, value);
    this.directory = base.directory;
    this.workdirSet = base.workdirSet;
    this.buildArgs = [...base.buildArgs, ...this.buildArgs];
  }

  get config(): RunConfig {
    this.image.config ??= {};
    return this.image.config;
  }

  get env(): Environment {
    return { get: (name) => this.environment.get(name), keys: () => [...this.environment.keys()] };
  }

  /** Sees to it that PATH is set, and takes the image's variables. */
  initializeEnvironment(): void {
    const env = this.config.Env ?? [];
    if (!env.some((entry) => entry.startsWith('PATH='))) env.push(`PATH=${DEFAULT_PATH}`);
    this.config.Env = env;
    for (const entry of env) {
      const equals = entry.indexOf('=');
      this.environment.set(
        equals === -1 ? entry : entry.slice(0, equals),
        equals === -1 ? '' : entry.slice(equals + 1),
      );
    }
  }

  addHistory(createdBy: string, hasLayer: boolean): void {
    const entry: HistoryEntry = { created_by: createdBy, comment: HISTORY_COMMENT };
    this.image.history = [...(this.image.history ?? []), hasLayer ? entry : { ...entry, empty_layer: true }];
  }

  /** The name of the next step: `[build 2/4] COPY . .` */
  stepName(text: string, onbuild = false): string {
    if (this.stepCount === 0) return text;
    this.stepIndex++;
    const width = String(this.stepCount).length;
    const label = this.label === '' ? '' : `${this.label} `;
    const index = String(this.stepIndex).padStart(width);
    return `[${label}${index}/${this.stepCount}] ${onbuild ? 'ONBUILD ' : ''}${text}`;
  }
}

/** What `FROM scratch` begins with. */
export function emptyImage(platform: Platform): ImageConfig {
  return {
    architecture: platform.architecture,
    os: platform.os,
    ...(platform.variant ? { variant: platform.variant } : {}),
    config: { Env: [`PATH=${DEFAULT_PATH}`], WorkingDir: '/' },
    rootfs: { type: 'layers', diff_ids: [] },
  };
}

/** All stages of a build, and the images that its instructions name. */
export class StageTable {
  readonly list: StageState[] = [];
  private readonly byName = new Map<string, StageState>();

  add(state: StageState): void {
    this.list.push(state);
    state.base = this.byName.get(state.stage.base);
    if (state.base) state.outline = state.base.outline.copy();
    if (state.stage.name !== '') this.byName.set(state.stage.name, state);
  }

  find(name: string): StageState | undefined {
    return this.byName.get(name.toLowerCase());
  }

  /** @throws Error `invalid stage index N` */
  at(index: number): StageState {
    const state = this.list[index];
    if (!state) throw new Error(`invalid stage index ${index}`);
    return state;
  }

  names(): string[] {
    return this.list.map((state) => state.label).filter((label) => label !== '');
  }
}

/** A stage and all stages that it needs. */
export function neededStages(target: StageState): Set<StageState> {
  const needed = new Set<StageState>();
  const visit = (state: StageState): void => {
    if (needed.has(state)) return;
    needed.add(state);
    if (state.base) visit(state.base);
    for (const dependency of state.dependencies.keys()) visit(dependency);
  };
  visit(target);
  return needed;
}

/** The predefined ARGs: `TARGETPLATFORM` and its relatives. */
export function predefinedArgs(
  target: Platform,
  build: Platform,
  stageName: string,
  overrides: ReadonlyMap<string, string>,
): Map<string, string> {
  const list: [string, string][] = [
    ['BUILDPLATFORM', formatPlatform(build)],
    ['BUILDOS', build.os],
    ['BUILDOSVERSION', ''],
    ['BUILDARCH', build.architecture],
    ['BUILDVARIANT', build.variant ?? ''],
    ['TARGETPLATFORM', formatPlatform(target)],
    ['TARGETOS', target.os],
    ['TARGETOSVERSION', ''],
    ['TARGETARCH', target.architecture],
    ['TARGETVARIANT', target.variant ?? ''],
    ['TARGETSTAGE', stageName || 'default'],
  ];
  return new Map(list.map(([key, value]) => [key, overrides.get(key) ?? value]));
}
