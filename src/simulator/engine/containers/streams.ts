import type { Input } from '../../common/process.ts';

export type StreamName = 'stdout' | 'stderr';

const STREAM_NUMBERS: Record<StreamName, number> = { stdout: 1, stderr: 2 };

/** How much a client that reads slowly may leave waiting before the writer has to wait too. */
const ROOM = 1_000_000;

/** A piece of output with its header of eight bytes: stream, three zeros, length (Engine API, "Stream format"). */
export function frame(stream: StreamName, data: Uint8Array): Uint8Array {
  const framed = new Uint8Array(8 + data.length);
  framed[0] = STREAM_NUMBERS[stream];
  new DataView(framed.buffer).setUint32(4, data.length);
  framed.set(data, 8);
  return framed;
}

/** The body of a response that is written bit by bit, while its reader reads. */
export class Outlet {
  readonly body: ReadableStream<Uint8Array>;
  private controller!: ReadableStreamDefaultController<Uint8Array>;
  private waiting: (() => void)[] = [];
  private open = true;
  private readonly onClosed: () => void;

  /** `onClosed` is called once, when the reader has gone. */
  constructor(onClosed: () => void = () => {}) {
    this.onClosed = onClosed;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.controller = controller;
        },
        pull: () => this.wake(),
        cancel: () => {
          this.open = false;
          this.wake();
          this.onClosed();
        },
      },
      { highWaterMark: ROOM, size: (chunk) => chunk?.length ?? 0 },
    );
  }

  /** Resolves when there is room again, or nobody reads any more. */
  async write(data: Uint8Array): Promise<void> {
    if (!this.open || data.length === 0) return;
    this.controller.enqueue(data);
    while (this.open && (this.controller.desiredSize ?? 0) <= 0) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  close(): void {
    if (!this.open) return;
    this.open = false;
    this.controller.close();
    this.wake();
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** Bytes on their way to a process: what is written waits until it is read. */
export class Pipe implements Input {
  readonly isTTY: boolean;
  private readonly queue: (Uint8Array | undefined)[] = [];
  private wake: (() => void) | undefined;
  private ended = false;

  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }

  push(data: Uint8Array): void {
    if (data.length > 0 && !this.ended) this.add(data);
  }

  /** The reader sees an end of input once, and may read on: what ^D does on a terminal. */
  pause(): void {
    if (!this.ended) this.add(undefined);
  }

  end(): void {
    this.ended = true;
    this.wake?.();
  }

  async read(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    for (;;) {
      signal?.throwIfAborted();
      if (this.queue.length > 0) return this.queue.shift();
      if (this.ended) return undefined;
      await new Promise<void>((resolve) => {
        const done = () => {
          signal?.removeEventListener('abort', done);
          this.wake = undefined;
          resolve();
        };
        this.wake = done;
        signal?.addEventListener('abort', done, { once: true });
      });
    }
  }

  private add(data: Uint8Array | undefined): void {
    this.queue.push(data);
    this.wake?.();
  }
}

/** An input that is at its end. */
export function emptyInput(): Input {
  const pipe = new Pipe();
  pipe.end();
  return pipe;
}
