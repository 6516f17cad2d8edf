import { breathe } from '../../../common/breathe.ts';
import type { Process } from '../../../common/process.ts';
import { inspect } from './inspect.ts';
import { Fn, Obj, Thrown, toText, Unmodelled, type Value } from './values.ts';

/** The program has called `process.exit`. */
export class Exit extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

/** Steps between two rests of a program that computes on and on. */
const STEPS_PER_TURN = 4000;
/** After so many turns without a pause it rests longer, so that the rest of the world stays quick. */
const BUSY_TURNS = 200;

/** What keeps a node process alive, and how it ends. */
export class EventLoop {
  readonly process: Process;
  /** Printed at the end of the report of an uncaught exception. */
  private readonly version: string;
  private references = 0;
  private steps = 0;
  private turns = 0;
  private end: (status: number) => void = () => {};
  private readonly ended: Promise<number>;
  private isOver = false;
  /** The listeners to `exit` have their turn. */
  private isLeaving = false;
  exitCode: number | undefined;
  /** Called once before the process ends. */
  onExit: ((status: number) => Promise<void>) | undefined;

  constructor(process: Process, version: string) {
    this.process = process;
    this.version = version;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
    process.signal.addEventListener('abort', () => this.finish(1), { once: true });
  }

  get over(): boolean {
    return this.isOver;
  }

  /** Called for every step of the program. */
  readonly step = (): Promise<void> | undefined => {
    if (this.isOver && !this.isLeaving) throw new Exit(0);
    if (++this.steps < STEPS_PER_TURN) return undefined;
    this.steps = 0;
    const rest = ++this.turns > BUSY_TURNS ? 20 : 0;
    return breathe(rest);
  };

  /** Runs the program itself and whatever it leaves to come; gives the exit status. */
  async run(main: () => Promise<unknown>): Promise<number> {
    this.hold();
    await this.guard(main);
    this.release();
    const status = await this.ended;
    this.isLeaving = true;
    await this.guard(async () => this.onExit?.(status));
    this.isLeaving = false;
    this.process.signal.throwIfAborted();
    return status;
  }

  /** Something is to come: the process stays. */
  hold(): void {
    this.references++;
  }

  release(): void {
    if (--this.references > 0 || this.isOver) return;
    // What was just resolved may start something new.
    setTimeout(() => {
      if (this.references <= 0) this.finish(this.exitCode ?? 0);
    }, 0);
  }

  /** Calls back into the program; an exception nobody catches ends the process. */
  async callback(fn: Value, args: Value[], self?: Value): Promise<void> {
    if (!(fn instanceof Fn) || this.isOver) return;
    this.hold();
    this.turns = 0;
    await this.guard(async () => {
      await fn.call(self, args);
    });
    this.release();
  }

  /** The same for work of the runtime itself. */
  async guard(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Exit) this.finish(error.status);
      else await this.crash(error);
    }
  }

  private finish(status: number): void {
    if (this.isOver) return;
    this.isOver = true;
    this.end(status);
  }

  private async crash(error: unknown): Promise<void> {
    if (this.isOver) return;
    if (error instanceof Thrown) await this.process.stderr.write(this.report(error));
    else if (error instanceof Unmodelled) {
      await this.process.stderr.write(
        `node: the sandbox cannot run this program: it does not model ${error.message}.\n`,
      );
    } else throw error;
    this.finish(1);
  }

  /** An uncaught exception as node prints it. */
  private report({ value, line, file }: Thrown): string {
    const source = file && line !== undefined ? this.sourceLine(file, line) : undefined;
    const place =
      source === undefined ? '' : `${file}:${line}\n${source}\n${' '.repeat(source.search(/\S|$/))}^\n\n`;
    const isError = value instanceof Obj && value.kind === 'Error';
    const what = isError
      ? inspect(value).replaceAll(
          'at <anonymous>',
          `at ${file ?? '<anonymous>'}${line === undefined ? '' : `:${line}`}`,
        )
      : `Uncaught ${typeof value === 'string' ? toText(value) : inspect(value)}`;
    return `${place}${what}\n\nNode.js ${this.version}\n`;
  }

  private sourceLine(file: string, line: number): string | undefined {
    try {
      return this.process.files.readText(file).split('\n')[line - 1];
    } catch {
      return undefined;
    }
  }
}
