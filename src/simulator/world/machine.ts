import type { Clock } from '../common/clock.ts';
import { FileSystem, Volume } from '../common/files.ts';
import type { Handler, Network } from '../common/network.ts';
import type { ContainerRunner, Host, ProcessEntry, ProcessTable, User } from '../common/process.ts';
import type { Random } from '../common/random.ts';
import type { BlobStore } from '../engine/context.ts';
import type { Engine } from '../engine/index.ts';

import type { MachineState } from './snapshot.ts';
import { tools } from './tools.ts';

const SOCKETS = ['/var/run/docker.sock', '/run/docker.sock'];

interface Surroundings {
  clock: Clock;
  random: Random;
  network: Network;
  blobs: BlobStore;
  blobsLoaded: Promise<void>;
  runner: ContainerRunner;
}

/** A computer of the world: its disk, its users, its processes and its docker engine. */
export class Machine {
  readonly name: string;
  readonly host: Host;
  /** The user whose shell is opened here. */
  readonly user: User;
  /** Environment variables that every shell of the user begins with. */
  readonly env: Record<string, string>;
  /** The docker daemon: its code is loaded when it is first asked. */
  readonly engine: { fetch: Handler };
  private readonly disk: Volume;
  private state: MachineState;
  private readonly surroundings: Surroundings;
  private loading: Promise<Engine> | undefined;
  private loaded: Engine | undefined;

  constructor(name: string, state: MachineState, surroundings: Surroundings) {
    this.name = name;
    this.state = state;
    this.surroundings = surroundings;
    this.disk = new Volume(state.disk);
    this.env = state.env;
    const user = state.users.find((one) => one.name === state.user);
    if (!user) throw new Error(`the machine "${name}" has no user "${state.user}"`);
    this.user = user;
    this.engine = { fetch: async (request) => (await this.load()).fetch(request) };
    const { clock, random, network } = surroundings;
    this.host = {
      hostname: state.hostname,
      architecture: 'amd64',
      files: new FileSystem(this.disk, () => clock.now()),
      network,
      clock,
      random,
      socket: (path) => (SOCKETS.includes(path) ? this.engine.fetch : undefined),
      users: state.users,
      processes: new Processes(),
      programs: tools,
    };
  }

  snapshot(): MachineState {
    return {
      ...this.state,
      disk: this.disk.root,
      engine: this.loaded ? this.loaded.snapshot() : this.state.engine,
    };
  }

  restore(state: MachineState): void {
    this.state = state;
    this.disk.root = state.disk;
    if (state.engine && this.loaded) this.loaded.restore(state.engine);
    else this.forget();
  }

  /** Without a saved state the engine begins anew when it is next asked. */
  private forget(): void {
    // One that is just being loaded begins with the new state.
    if (!this.loaded) return;
    this.loaded.stop();
    this.loaded = undefined;
    this.loading = undefined;
  }

  private load(): Promise<Engine> {
    this.loading ??= this.surroundings.clock.loading(this.start());
    return this.loading;
  }

  private async start(): Promise<Engine> {
    const { createEngine } = await import('../engine/index.ts');
    await this.surroundings.blobsLoaded;
    const { engine, hostname, insecureRegistries } = this.state;
    const { clock, random, network, runner, blobs } = this.surroundings;
    this.loaded = createEngine({
      hostname,
      architecture: 'amd64',
      clock,
      random,
      network,
      runner,
      blobs,
      files: this.host.files,
      insecureRegistries,
      ...(engine ? { state: engine } : {}),
    });
    return this.loaded;
  }
}

class Processes implements ProcessTable {
  private readonly entries = new Map<number, ProcessEntry>();
  private next = 1000;

  list(): ProcessEntry[] {
    return [...this.entries.values()];
  }

  add(entry: Omit<ProcessEntry, 'pid'>): number {
    const pid = this.next++;
    this.entries.set(pid, { ...entry, pid });
    return pid;
  }

  remove(pid: number): void {
    this.entries.delete(pid);
  }
}
