import type { EngineContext } from '../context.ts';

/** The build cache as plain data. */
export type BuildState = Record<string, unknown>;

/** The build cache of a machine. */
export class BuildStore {
  readonly context: EngineContext;

  constructor(context: EngineContext) {
    this.context = context;
  }

  /** Chain IDs of the layers that the cache keeps. */
  chainIds(): Iterable<string> {
    return [];
  }

  /** The `BuildCache` of `GET /system/df`. */
  async diskUsage(): Promise<object[]> {
    return [];
  }

  snapshot(): BuildState {
    return {};
  }

  restore(_state: BuildState): void {}
}
