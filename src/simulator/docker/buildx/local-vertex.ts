import type { Process } from '../../common/process.ts';
import type { ProgressPrinter } from './display.ts';

/** A step of the progress that the client itself does: a push after the build. */
export class LocalVertex {
  private readonly process: Process;
  private readonly printer: ProgressPrinter;
  private readonly name: string;
  private readonly digest: string;
  private readonly started: number;
  private readonly statuses = new Map<
    string,
    { current: number; total: number; started: number; completed?: number }
  >();

  constructor(process: Process, printer: ProgressPrinter, name: string) {
    this.process = process;
    this.printer = printer;
    this.name = name;
    this.digest = `sha256:${process.host.random.hex(64)}`;
    this.started = process.host.clock.now();
  }

  private now(): number {
    return this.process.host.clock.now();
  }

  async start(): Promise<void> {
    await this.send({});
  }

  async complete(error = ''): Promise<void> {
    for (const [id, status] of this.statuses) {
      if (status.completed === undefined) await this.status(id, { ...status, done: true });
    }
    await this.send({ completed: this.now(), error });
  }

  /** How far something below it has come. */
  async status(
    id: string,
    { current, total, done }: { current: number; total: number; done: boolean },
  ): Promise<void> {
    const known = this.statuses.get(id);
    const now = this.now();
    const status = { current, total, started: known?.started ?? now, ...(done ? { completed: now } : {}) };
    this.statuses.set(id, status);
    await this.printer.update({
      vertexes: [],
      statuses: [{ id, vertex: this.digest, timestamp: now, ...status }],
      logs: [],
      warnings: [],
    });
  }

  /** Says something on standard output. */
  async log(text: string): Promise<void> {
    const log = {
      vertex: this.digest,
      timestamp: this.now(),
      stream: 1,
      data: new TextEncoder().encode(text),
    };
    await this.printer.update({ vertexes: [], statuses: [], logs: [log], warnings: [] });
  }

  knows(id: string): boolean {
    return this.statuses.has(id);
  }

  private async send({ completed, error = '' }: { completed?: number; error?: string }): Promise<void> {
    const vertex = {
      digest: this.digest,
      inputs: [],
      name: this.name,
      cached: false,
      started: this.started,
      error,
      ...(completed === undefined ? {} : { completed }),
    };
    await this.printer.update({ vertexes: [vertex], statuses: [], logs: [], warnings: [] });
  }
}
