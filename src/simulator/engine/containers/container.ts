import type { DirectoryNode, FileSystem } from '../../common/files.ts';
import { Volume } from '../../common/files.ts';
import type { Network } from '../../common/network.ts';
import type { ContainerProcess } from '../../common/process.ts';
import { ContainerLog } from './log.ts';
import { logLimit } from './log-rotation.ts';
import { type ContainerData, type SavedContainer, type StateName, stateName } from './model.ts';
import { OutputHub } from './output.ts';
import type { ContainerProcesses } from './process-table.ts';
import type { Pty } from './pty.ts';
import { Pipe } from './streams.ts';
import { humanDuration, millisecondsOf, ZERO_TIME } from './time.ts';

export type WaitCondition = 'not-running' | 'next-exit' | 'removed';

/** What exists only while a container runs. */
export interface Running {
  /** When it was launched: after a restore this is later than the `StartedAt` that people are told. */
  since: number;
  process: ContainerProcess;
  processes: ContainerProcesses;
  files: FileSystem;
  network: Network;
  pty: Pty | undefined;
  /** Ends what belongs to this run: health checks, exec'd processes. */
  stop: AbortController;
  /** Processes that `exec` started, by the exec's id. */
  execs: Map<string, ContainerProcess>;
  /** Gives published ports back. */
  releasePorts: () => void;
}

/** Freezes what passes it while a container is paused. */
export class Gate {
  private opened: Promise<void> | undefined;
  private open: (() => void) | undefined;

  close(): void {
    this.opened ??= new Promise((resolve) => {
      this.open = resolve;
    });
  }

  release(): void {
    this.open?.();
    this.open = undefined;
    this.opened = undefined;
  }

  /** Resolves at once, or when the container goes on. */
  passed(): Promise<void> | undefined {
    return this.opened;
  }
}

/** A container: its data, its files, its log, and its process while there is one. */
export class Container {
  readonly data: ContainerData;
  /** The image's files: what `diff` and `commit` compare with. */
  readonly base: DirectoryNode;
  /** The files as they are now, without what is mounted. */
  readonly disk: Volume;
  readonly log: ContainerLog;
  readonly output: OutputHub;
  readonly gate = new Gate();
  /** The files of images that are mounted, by name. */
  readonly mountedImages: ReadonlyMap<string, DirectoryNode>;
  /** What attached clients type, before the process reads it. */
  input = new Pipe();
  running: Running | undefined;
  removing = false;
  /** The engine has gone back to a state before this one: late news of it counts no more. */
  abandoned = false;
  /** The wait before the next restart: its length in milliseconds, and what ends it early. */
  restart = { timeout: 0, count: 0, canceled: false, waiting: undefined as AbortController | undefined };
  /** A stop that is part of a restart is not the end for `--rm`. */
  manuallyRestarted = false;
  /** The terminal's size, as last told; kept for the next start. */
  size = { columns: 80, rows: 24 };
  private stopWaiters: ((code: number) => void)[] = [];
  private removeWaiters: ((code: number) => void)[] = [];

  constructor(saved: SavedContainer, time: () => string) {
    this.data = saved.data;
    this.base = saved.base;
    this.disk = new Volume(saved.root);
    this.mountedImages = saved.mountedImages;
    this.log = new ContainerLog(time, logLimit(saved.data.hostConfig.LogConfig.Config), saved.log);
    this.output = new OutputHub(saved.data.hostConfig.LogConfig.Type === 'none' ? undefined : this.log);
    const size = saved.data.hostConfig.ConsoleSize;
    if (size?.[1]) this.size = { columns: size[1], rows: size[0] };
  }

  get id(): string {
    return this.data.id;
  }

  /** Without its slash. */
  get name(): string {
    return this.data.name.slice(1);
  }

  get stateName(): StateName {
    return this.removing && !this.data.state.running ? 'removing' : stateName(this.data.state, ZERO_TIME);
  }

  /** The state in words, as `docker ps` shows it. */
  status(now: number): string {
    const { state } = this.data;
    const since = (time: string) => humanDuration(now - millisecondsOf(time));
    if (state.running) {
      if (state.paused) return `Up ${since(state.startedAt)} (Paused)`;
      if (state.restarting) return `Restarting (${state.exitCode}) ${since(state.finishedAt)} ago`;
      if (!state.health) return `Up ${since(state.startedAt)}`;
      const health = state.health.Status === 'starting' ? 'health: starting' : state.health.Status;
      return `Up ${since(state.startedAt)} (${health})`;
    }
    if (this.removing) return 'Removal In Progress';
    if (state.dead) return 'Dead';
    if (state.startedAt === ZERO_TIME) return 'Created';
    if (state.finishedAt === ZERO_TIME) return '';
    return `Exited (${state.exitCode}) ${since(state.finishedAt)} ago`;
  }

  /** The exit code, once the condition holds; aborting leaves the promise open for ever. */
  wait(condition: WaitCondition): Promise<number> {
    if (condition === 'not-running' && !this.data.state.running)
      return Promise.resolve(this.data.state.exitCode);
    return new Promise((resolve) => {
      (condition === 'removed' ? this.removeWaiters : this.stopWaiters).push(resolve);
    });
  }

  stopped(): void {
    const waiters = this.stopWaiters;
    this.stopWaiters = [];
    for (const resolve of waiters) resolve(this.data.state.exitCode);
  }

  removed(): void {
    const waiters = [...this.removeWaiters, ...this.stopWaiters];
    this.removeWaiters = [];
    this.stopWaiters = [];
    for (const resolve of waiters) resolve(this.data.state.exitCode);
  }

  /** Ends whatever goes on here and lets nobody know: the engine goes back to an earlier state. */
  abandon(): void {
    const { running } = this;
    this.running = undefined;
    this.abandoned = true;
    this.restart.waiting?.abort();
    this.gate.release();
    running?.stop.abort();
    running?.releasePorts();
    for (const process of running?.execs.values() ?? []) process.signal('SIGKILL');
    running?.process.signal('SIGKILL');
    this.input.end();
    this.log.end();
    this.output.end();
  }

  save(): SavedContainer {
    return {
      data: structuredClone(this.data),
      base: this.base,
      root: this.disk.root,
      mountedImages: this.mountedImages,
      log: this.log.entries(),
    };
  }
}
