import type { DirectoryNode } from '../../../common/files.ts';
import type { ContainerConfig } from '../../containers/config.ts';
import type { Image } from '../../images/store.ts';
import type { BuildArgs } from './build-args.ts';

/** A stage of the legacy builder while it is built. */
export interface LegacyStage {
  name: string;
  /** The image so far; none on `FROM scratch`, before its first instruction. */
  image: Image | undefined;
  config: ContainerConfig;
  args: BuildArgs;
  author: string;
  cmdSet: boolean;
  /** After one miss the cache is not asked again. */
  cacheBusted: boolean;
}

/** Stages that are done, by name and number. */
export class FinishedStages {
  private readonly list: LegacyStage[] = [];

  byName(name: string): LegacyStage | undefined {
    return this.list.find((stage) => stage.name !== '' && stage.name === name.toLowerCase());
  }

  /** @throws Error for the number of a stage that is not done */
  find(nameOrNumber: string): LegacyStage | undefined {
    const named = this.byName(nameOrNumber);
    if (named || !/^[-+]?\d+$/.test(nameOrNumber)) return named;
    const index = Number(nameOrNumber);
    if (index === this.list.length) throw new Error('refers to current build stage');
    const stage = this.list[index];
    if (!stage) throw new Error('index out of bounds');
    return stage;
  }

  add(stage: LegacyStage): void {
    this.list.push(stage);
  }
}

/** What an instruction's files were, and are. */
export interface Change {
  before: DirectoryNode;
  after: DirectoryNode;
  /** The container that made it. */
  container: string;
}
