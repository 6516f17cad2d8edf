import type { EngineContext } from '../context.ts';

/** How a container uses an image, as far as images need to know. */
export interface ImageUse {
  id: string;
  imageId: string;
  /** Chain ID of the image's top layer, which stays while the container does; `''` for an image of no layers. */
  chainId: string;
  state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
}

/** Containers, volumes and networks as plain data. */
export type ContainersState = Record<string, unknown>;

/** The containers, volumes and networks of a machine. */
export class ContainerStore {
  readonly context: EngineContext;

  constructor(context: EngineContext) {
    this.context = context;
  }

  /** In the order they were created. */
  imageUses(): ImageUse[] {
    return [];
  }

  /** The `Containers` and `Volumes` of `GET /system/df`. */
  async diskUsage(): Promise<{ Containers: object[]; Volumes: object[] }> {
    return { Containers: [], Volumes: [] };
  }

  snapshot(): ContainersState {
    return {};
  }

  restore(_state: ContainersState): void {}
}
