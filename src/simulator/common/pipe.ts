import { Breather } from './breathe.ts';
import { BrokenPipe, type Input, type Output } from './process.ts';

/** How much a Linux pipe holds before its writer waits (pipe(7), "Pipe capacity"). */
const CAPACITY = 65_536;
const encoder = new TextEncoder();

/** pipe(7): bytes in order, a writer that waits for room, a reader that waits for bytes. */
export class Pipe {
  private chunks: Uint8Array[] = [];
  private held = 0;
  private writerClosed = false;
  private readerClosed = false;
  private waiting: (() => void)[] = [];
  private readonly breather = new Breather(CAPACITY);

  readonly input: Input = { isTTY: false, read: (signal) => this.read(signal) };
  readonly output: Output = { isTTY: false, write: (data) => this.write(data) };

  closeWriter(): void {
    this.writerClosed = true;
    this.wake();
  }

  closeReader(): void {
    this.readerClosed = true;
    this.chunks = [];
    this.held = 0;
    this.wake();
  }

  private async read(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    for (;;) {
      if (signal?.aborted) throw signal.reason;
      const chunk = this.chunks.shift();
      if (chunk) {
        this.held -= chunk.length;
        this.wake();
        return chunk;
      }
      if (this.writerClosed || this.readerClosed) return undefined;
      await this.change(signal);
    }
  }

  private async write(data: Uint8Array | string): Promise<void> {
    const bytes = typeof data === 'string' ? encoder.encode(data) : data;
    if (this.readerClosed) throw new BrokenPipe();
    if (bytes.length === 0) return;
    while (this.held >= CAPACITY) {
      await this.change();
      if (this.readerClosed) throw new BrokenPipe();
    }
    this.chunks.push(bytes);
    this.held += bytes.length;
    this.wake();
    // Small writes cost something too.
    await this.breather.spend(bytes.length + 64);
    if (this.readerClosed) throw new BrokenPipe();
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resume of waiting) resume();
  }

  private change(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
