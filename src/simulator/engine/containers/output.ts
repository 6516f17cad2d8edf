import { breathe } from '../../common/breathe.ts';
import type { Output } from '../../common/process.ts';
import type { ContainerLog } from './log.ts';
import type { StreamName } from './streams.ts';

/** A client that is attached to a process. */
export interface Listener {
  write(stream: StreamName, data: Uint8Array): Promise<void>;
  /** The process has ended and said everything. */
  end(): void;
}

/** A writer rests after this many bytes or writes, so that the rest of the world gets its turn. */
const BYTES_PER_TURN = 65_536;
const WRITES_PER_TURN = 128;
/** Once it has written this much and nobody reads, it rests longer, or it would use a whole processor for nothing. */
const UNREAD_FREELY = 1_000_000;
const UNREAD_REST = 50;

const encoder = new TextEncoder();

/** What a process writes on its way to the log and to those who are attached. */
export class OutputHub {
  private readonly listeners = new Set<Listener>();
  private readonly log: ContainerLog | undefined;
  private bytes = 0;
  private writes = 0;
  private unread = 0;

  constructor(log?: ContainerLog) {
    this.log = log;
  }

  /** Returns what ends it. */
  attach(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** One stream as the process sees it. */
  output(stream: StreamName): Output {
    return {
      isTTY: false,
      write: (data) => this.write(stream, typeof data === 'string' ? encoder.encode(data) : data),
    };
  }

  async write(stream: StreamName, data: Uint8Array): Promise<void> {
    if (data.length === 0) return;
    // The writer may use its buffer again.
    const copy = data.slice();
    this.log?.append(stream, copy);
    const listeners = [...this.listeners];
    this.unread = listeners.length > 0 ? 0 : this.unread + copy.length;
    if (listeners.length > 0) await Promise.all(listeners.map((listener) => listener.write(stream, copy)));
    this.bytes += copy.length;
    if (this.bytes < BYTES_PER_TURN && ++this.writes < WRITES_PER_TURN) return;
    this.bytes = 0;
    this.writes = 0;
    await breathe(this.unread > UNREAD_FREELY ? UNREAD_REST : 0);
  }

  /** Tells everybody that no more comes. */
  end(): void {
    const listeners = [...this.listeners];
    this.listeners.clear();
    this.unread = 0;
    for (const listener of listeners) listener.end();
  }
}
