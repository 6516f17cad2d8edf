import { contentSize } from '../../common/files.ts';
import type { TarEntry } from '../../common/tar.ts';
import type { EngineContext } from '../context.ts';
import { conflict, invalidParameter, notFound } from '../errors.ts';
import { diffTrees } from '../images/diff.ts';
import type { NetworkData } from '../networks/model.ts';
import { PortTable } from '../networks/ports.ts';
import { NetworkStore } from '../networks/store.ts';
import { volumeJson } from '../volumes/json.ts';
import { type VolumeData, VolumeStore } from '../volumes/store.ts';
import { Container } from './container.ts';
import { ExecStore } from './exec-store.ts';
import { resume } from './lifecycle.ts';
import { containerSummary } from './list.ts';
import type { ContainerData, SavedContainer, StateName } from './model.ts';
import { randomName } from './names.ts';
import { Stamps } from './time.ts';

/** How a container uses an image, as far as images need to know. */
export interface ImageUse {
  id: string;
  imageId: string;
  /** Chain ID of the image's top layer, which stays while the container does; `''` for an image of no layers. */
  chainId: string;
  state: StateName;
}

/** Containers, volumes and networks as plain data. */
export interface ContainersState {
  containers: SavedContainer[];
  networks: NetworkData[];
  volumes: VolumeData[];
  /** The number of the next container. */
  order: number;
}

/** The containers, volumes and networks of a machine. */
export class ContainerStore {
  readonly context: EngineContext;
  readonly stamps: Stamps;
  readonly networks: NetworkStore;
  readonly volumes: VolumeStore;
  readonly execs = new ExecStore();
  /** The machine's ports that containers have published. */
  readonly ports: PortTable;
  private containers = new Map<string, Container>();
  private order = 0;

  constructor(context: EngineContext) {
    this.context = context;
    this.stamps = new Stamps(context.clock);
    this.networks = new NetworkStore(context.random, this.stamps);
    this.volumes = new VolumeStore(context);
    this.ports = new PortTable(context.network);
  }

  /** In the order they were created. */
  all(): Container[] {
    return [...this.containers.values()];
  }

  /** As the engine goes through them. */
  newestFirst(): Container[] {
    return this.all().reverse();
  }

  /** By ID, then by name, then by a beginning of the ID. */
  get(term: string): Container {
    const found = this.lookup(term);
    if (found) return found;
    throw notFound(`No such container: ${term}`);
  }

  lookup(term: string): Container | undefined {
    if (term === '') throw invalidParameter('invalid name or ID supplied: ""');
    const whole = this.containers.get(term) ?? this.byName(term);
    if (whole) return whole;
    const partial = this.all().filter(({ id }) => id.startsWith(term));
    if (partial.length > 1) throw invalidParameter(`multiple IDs found with provided prefix: ${term}`);
    return partial[0];
  }

  byName(name: string): Container | undefined {
    const full = name.startsWith('/') ? name : `/${name}`;
    return this.all().find(({ data }) => data.name === full);
  }

  /** Checks a name, or makes one up; gives it with its slash. */
  reserveName(name: string): string {
    if (name === '') return this.unusedName();
    if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name.replace(/^\//, ''))) {
      throw invalidParameter(`Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
    }
    const full = name.startsWith('/') ? name : `/${name}`;
    const holder = this.byName(full);
    if (holder) {
      throw conflict(
        `Conflict. The container name "${full}" is already in use by container "${holder.id}". You have to remove (or rename) that container to be able to reuse that name.`,
      );
    }
    return full;
  }

  private unusedName(): string {
    for (let retry = 0; ; retry++) {
      const name = `/${randomName(this.context.random, retry)}`;
      if (!this.byName(name)) return name;
    }
  }

  /** An ID whose short form is not a number, as people would take it for one. */
  newId(): string {
    for (;;) {
      const id = this.context.random.hex(64);
      if (!/^\d{12}/.test(id)) return id;
    }
  }

  /** Adds a container that has just been made. */
  add(saved: Omit<SavedContainer, 'log' | 'data'> & { data: Omit<ContainerData, 'order'> }): Container {
    const data = { ...saved.data, order: this.order++ };
    const container = new Container({ ...saved, data, log: [] }, () => this.stamps.fixed());
    this.containers.set(container.id, container);
    return container;
  }

  delete(container: Container): void {
    this.containers.delete(container.id);
    this.execs.forget(container.id);
  }

  /** Bytes that a container's own layer takes, and its whole root. */
  sizes(container: Container): { own: number; whole: number } {
    const own = sizeOf(diffTrees(container.base, container.disk.root));
    const image = this.context.images.get(container.data.imageId);
    return { own, whole: own + (image ? this.context.images.size(image) : 0) };
  }

  /** IDs of the containers that a volume is mounted into, running or not. */
  volumeUsers(name: string): string[] {
    return this.all()
      .filter(({ data }) => data.mounts.some((mount) => mount.Type === 'volume' && mount.Name === name))
      .map(({ id }) => id);
  }

  imageUses(): ImageUse[] {
    return this.all().map(({ id, data, stateName }) => ({
      id,
      imageId: data.imageId,
      chainId: this.context.images.get(data.imageId)?.chainId ?? data.chainId,
      state: stateName,
    }));
  }

  /** The `Containers` and `Volumes` of `GET /system/df`. */
  async diskUsage(): Promise<{ Containers: object[]; Volumes: object[] }> {
    return {
      Containers: this.newestFirst().map((container) => containerSummary(this, container, { size: true })),
      Volumes: this.volumes.all().map((volume) => ({
        ...volumeJson(volume),
        UsageData: { RefCount: this.volumeUsers(volume.name).length, Size: this.volumes.size(volume.name) },
      })),
    };
  }

  snapshot(): ContainersState {
    return {
      containers: this.all().map((container) => container.save()),
      networks: this.networks.snapshot(),
      volumes: this.volumes.snapshot(),
      order: this.order,
    };
  }

  /** Ends whatever runs, and lets nobody know. */
  abandon(): void {
    for (const container of this.all()) container.abandon();
  }

  /** Goes on from a snapshot, in a store that is new. What ran then runs again: its process only, from its start. */
  restore(state: ContainersState): void {
    this.networks.restore(state.networks);
    this.volumes.restore(state.volumes);
    this.order = state.order;
    this.containers = new Map(
      state.containers.map((saved) => {
        const copy = { ...saved, data: structuredClone(saved.data) };
        return [saved.data.id, new Container(copy, () => this.stamps.fixed())];
      }),
    );
    resume(this);
  }
}

function sizeOf(entries: Iterable<TarEntry>): number {
  let sum = 0;
  for (const { content } of entries) if (content) sum += contentSize(content);
  return sum;
}
