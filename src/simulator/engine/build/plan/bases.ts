import { parseReference, referenceString, withDefaultTag } from '../../../common/reference.ts';
import { formatPlatform, type Platform } from '../../platform.ts';
import type { BaseImage } from '../base-image.ts';
import { located } from '../dockerfile/errors.ts';
import type { Linter } from '../dockerfile/lint.ts';
import { withSuggestion } from '../dockerfile/suggest.ts';
import type { NamedContext } from '../named-contexts.ts';
import { resolveFailure, TokenError } from '../registry-client.ts';
import { emptyImage, type StageState } from './stage.ts';

/** The base of no files. */
export const SCRATCH = 'scratch';

interface BaseOptions {
  linter: Linter;
  /** What is built for. */
  platform: Platform;
  /** What `--platform` asks for. */
  requestedPlatform: Platform | undefined;
  /** Names that a stage may have been meant by. */
  names(): Iterable<string>;
  resolveImage(reference: string, platform: Platform): Promise<BaseImage>;
  /** What stands in the place of an image of that name. */
  namedContext(name: string, platform: Platform): Promise<NamedContext | undefined>;
}

/** Finds what stages begin with. */
export class BaseLoader {
  private readonly options: BaseOptions;

  constructor(options: BaseOptions) {
    this.options = options;
  }

  /** @throws DockerfileError */
  async load(state: StageState): Promise<void> {
    state.resolved = true;
    const { base, lines } = state.stage;
    if (base === SCRATCH) {
      state.image = emptyImage(this.options.platform);
      state.platform = this.options.platform;
    } else {
      try {
        await this.loadBase(state, base);
      } catch (error) {
        throw located(error, lines);
      }
    }
    if (state.implicit) state.dispatched = true;
  }

  private async loadBase(state: StageState, base: string): Promise<void> {
    const context = await this.options.namedContext(base, state.platform ?? this.options.platform);
    if (context) return this.useContext(state, context);
    let reference: string;
    try {
      reference = referenceString(withDefaultTag(parseReference(base)));
    } catch (error) {
      throw new Error(`failed to parse stage name ${JSON.stringify(base)}: ${(error as Error).message}`);
    }
    const platform = state.platform ?? this.options.platform;
    let image: BaseImage;
    try {
      image = await this.options.resolveImage(reference, platform);
    } catch (error) {
      const message = resolveFailure(reference, error);
      if (error instanceof TokenError) throw new Error(message);
      throw new Error(
        withSuggestion(`${base}: ${message}`, base, [...this.options.names(), ...commonImages()]),
      );
    }
    this.useImage(state, base, image, platform, `FROM ${image.reference}`);
  }

  private useContext(state: StageState, { name, source }: NamedContext): void {
    const platform = state.platform ?? this.options.platform;
    if ('image' in source) {
      this.useImage(state, name, source.image, platform, '');
      if (state.top) state.top.name = `[context ${name}] ${source.image.reference}`;
      return;
    }
    state.image = emptyImage(platform);
    state.platform = platform;
    state.top = {
      kind: 'local',
      below: undefined,
      context: name,
      ...source,
      name: `[context ${name}] load from client`,
      lines: state.stage.lines,
      // The files are the client's each time anew.
      ignoreCache: true,
    };
  }

  private useImage(
    state: StageState,
    base: string,
    image: BaseImage,
    platform: Platform,
    label: string,
  ): void {
    const { created: _created, ...config } = structuredClone(image.config);
    state.image = config;
    const actual: Platform = { os: config.os, architecture: config.architecture };
    if (!state.platform && !this.options.requestedPlatform && actual.os === '') actual.os = platform.os;
    state.platform = platform;
    if (image.chainId !== '') {
      const name = label === '' ? '' : state.stepName(label);
      state.top = { kind: 'image', image, name, lines: state.stage.lines, ignoreCache: false };
      this.checkBasePlatform(state, base, platform, actual);
    }
  }

  private checkBasePlatform(state: StageState, name: string, expected: Platform, actual: Platform): void {
    if (expected.os === actual.os && expected.architecture === actual.architecture) return;
    const [found, wanted] = [actual, expected].map((p) => JSON.stringify(formatPlatform(p)));
    this.options.linter.report(
      'InvalidBaseImagePlatform',
      state.stage.lines,
      `Base image ${name} was pulled with platform ${found}, expected ${wanted} for current build`,
    );
  }
}

function commonImages(): string[] {
  const names = ['alpine', 'busybox', 'centos', 'debian', 'golang', 'ubuntu', 'fedora'];
  return names.flatMap((name) => [
    name,
    `docker.io/library${name}`,
    `${name}:latest`,
    `docker.io/library${name}:latest`,
  ]);
}
