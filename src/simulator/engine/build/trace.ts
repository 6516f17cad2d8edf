import type { Clock } from '../../common/clock.ts';
import { digestOf } from '../../common/digest.ts';
import type { Lines } from './dockerfile/errors.ts';

/** What a build tells while it runs: BuildKit's `StatusResponse`. Times are milliseconds since the epoch. */

export interface Vertex {
  digest: string;
  inputs: string[];
  name: string;
  cached: boolean;
  started?: number;
  completed?: number;
  error: string;
}

export interface VertexStatus {
  id: string;
  vertex: string;
  current: number;
  total: number;
  timestamp: number;
  started?: number;
  completed?: number;
}

export interface VertexLog {
  vertex: string;
  timestamp: number;
  stream: number;
  data: Uint8Array;
}

export interface VertexWarning {
  vertex: string;
  short: string;
  detail: string[];
  url: string;
  source: { filename: string; data: string };
  lines: Lines;
}

export interface StatusUpdate {
  vertexes: Vertex[];
  statuses: VertexStatus[];
  logs: VertexLog[];
  warnings: VertexWarning[];
}

/** Updates within this time go out together, as the daemon sends them. */
const TOGETHER = 100;

const empty = (): StatusUpdate => ({ vertexes: [], statuses: [], logs: [], warnings: [] });

/** Collects what happens and sends it on, many at once where they come at once. */
export class BuildTrace {
  private readonly clock: Clock;
  private readonly send: (update: StatusUpdate) => void;
  private readonly seed: string;
  private pending = empty();
  private since: number;
  private count = 0;

  constructor(clock: Clock, seed: string, send: (update: StatusUpdate) => void) {
    this.clock = clock;
    this.seed = seed;
    this.send = send;
    this.since = clock.now();
  }

  /** A step that has begun. */
  start(name: string, inputs: readonly TracedVertex[] = []): TracedVertex {
    const vertex = this.vertex(name, inputs);
    vertex.start();
    return vertex;
  }

  /** A step that is known but has not begun. */
  announce(name: string, inputs: readonly TracedVertex[] = []): TracedVertex {
    const vertex = this.vertex(name, inputs);
    vertex.announce();
    return vertex;
  }

  private vertex(name: string, inputs: readonly TracedVertex[]): TracedVertex {
    const digest = digestOf(`${this.seed} ${this.count++} ${name}`);
    return new TracedVertex(this, this.clock, { digest, name, inputs: inputs.map((input) => input.digest) });
  }

  add(update: Partial<StatusUpdate>): void {
    const { pending } = this;
    pending.vertexes.push(...(update.vertexes ?? []));
    pending.statuses.push(...(update.statuses ?? []));
    pending.logs.push(...(update.logs ?? []));
    pending.warnings.push(...(update.warnings ?? []));
    if (this.clock.now() - this.since >= TOGETHER) this.flush();
  }

  flush(): void {
    const { pending } = this;
    this.since = this.clock.now();
    if (Object.values(pending).every((list) => list.length === 0)) return;
    this.pending = empty();
    this.send(pending);
  }
}

/** One line of the progress, `#4 [1/2] FROM …`, and what belongs to it. */
export class TracedVertex {
  readonly digest: string;
  readonly name: string;
  private readonly trace: BuildTrace;
  private readonly clock: Clock;
  private readonly inputs: string[];
  private started: number | undefined;

  constructor(
    trace: BuildTrace,
    clock: Clock,
    { digest, name, inputs }: Pick<Vertex, 'digest' | 'name' | 'inputs'>,
  ) {
    this.trace = trace;
    this.clock = clock;
    this.digest = digest;
    this.name = name;
    this.inputs = inputs;
  }

  start(): void {
    this.started ??= this.clock.now();
    this.announce();
  }

  announce(): void {
    this.trace.add({ vertexes: [this.state({})] });
  }

  complete(): void {
    this.trace.add({ vertexes: [this.state({ completed: this.clock.now() })] });
  }

  /** The result was there already. */
  cached(): void {
    this.started ??= this.clock.now();
    this.trace.add({ vertexes: [this.state({ completed: this.clock.now(), cached: true })] });
  }

  /** @param ended whether it is also told that nothing more comes of it */
  fail(error: string, ended = true): void {
    this.trace.add({ vertexes: [this.state({ error, ...(ended ? { completed: this.clock.now() } : {}) })] });
  }

  private state(more: { completed?: number; cached?: boolean; error?: string }): Vertex {
    return {
      digest: this.digest,
      inputs: this.inputs,
      name: this.name,
      cached: more.cached ?? false,
      ...(this.started === undefined ? {} : { started: this.started }),
      ...(more.completed === undefined ? {} : { completed: more.completed }),
      error: more.error ?? '',
    };
  }

  /** A line below it, such as `transferring context: 469B`; gives what completes it. */
  status(id: string, current = 0, total = 0): { update(current: number): void; complete(): void } {
    const started = this.clock.now();
    const tell = (now: number, completed?: number): void => {
      const timestamp = this.clock.now();
      const status = { id, vertex: this.digest, current: now, total, timestamp, started };
      this.trace.add({ statuses: [completed === undefined ? status : { ...status, completed }] });
    };
    tell(current);
    let last = current;
    return {
      update: (value) => {
        last = value;
        tell(value);
      },
      complete: () => tell(last, this.clock.now()),
    };
  }

  log(stream: 1 | 2, data: Uint8Array): void {
    this.trace.add({ logs: [{ vertex: this.digest, timestamp: this.clock.now(), stream, data }] });
    this.trace.flush();
  }

  warn(warning: Omit<VertexWarning, 'vertex'>): void {
    this.trace.add({ warnings: [{ ...warning, vertex: this.digest }] });
  }
}
