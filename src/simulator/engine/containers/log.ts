import { breathe } from '../../common/breathe.ts';
import { RepeatedStart } from './log-repeat.ts';
import type { StreamName } from './streams.ts';
import { millisecondsOf } from './time.ts';

/** One line that a container wrote, its newline included where there was one. */
export interface LogEntry {
  /** RFC 3339 with nine digits after the second. */
  time: string;
  stream: StreamName;
  line: Uint8Array;
}

/** Bytes kept of a container at most, however many its options allow: all of them lie in a tab's memory. */
const MOST_KEPT = 2_000_000;
/** A line longer than this is cut, as the engine's copier cuts it. */
const LONGEST_LINE = 16_384;
const NEWLINE = 10;

/**
 * What `docker logs` shows: lines of both streams in the order they were finished. Old lines make room for new ones,
 * so that a container that never stops writing costs a bounded amount of memory.
 */
export class ContainerLog {
  private lines: LogEntry[];
  private bytes: number;
  /** Lines dropped from the front so far: positions stay valid for followers. */
  private dropped = 0;
  private readonly pending: Record<StreamName, Uint8Array[]> = { stdout: [], stderr: [] };
  private readonly limit: number;
  private readonly time: () => string;
  private followers: (() => void)[] = [];
  private open = false;
  private repeated: RepeatedStart | undefined;

  constructor(time: () => string, limit: number | undefined, entries: readonly LogEntry[] = []) {
    this.time = time;
    this.limit = Math.min(limit ?? MOST_KEPT, MOST_KEPT);
    this.lines = [...entries];
    this.bytes = entries.reduce((sum, { line }) => sum + line.length, 0);
  }

  entries(): readonly LogEntry[] {
    return [...this.lines];
  }

  /** The container runs: followers wait for more. */
  begin(): void {
    this.open = true;
  }

  /** The process that started at that time is about to run anew: what it then says again is not added once more. */
  repeat(startedAt: number): void {
    this.repeated = new RepeatedStart(this.lines, startedAt, millisecondsOf(this.time()));
  }

  append(stream: StreamName, data: Uint8Array): void {
    let from = 0;
    for (let at = data.indexOf(NEWLINE); at !== -1; at = data.indexOf(NEWLINE, from)) {
      this.pending[stream].push(data.subarray(from, at + 1));
      this.finish(stream);
      from = at + 1;
    }
    if (from === data.length) return;
    this.pending[stream].push(data.slice(from));
    if (this.pending[stream].reduce((sum, part) => sum + part.length, 0) >= LONGEST_LINE) this.finish(stream);
  }

  /** The container has stopped: what lacks its newline is a line as well, and followers end. */
  end(): void {
    this.finish('stdout');
    this.finish('stderr');
    this.open = false;
    this.repeated = undefined;
    this.wake();
  }

  /** The last `tail` lines that suit (all for -1), then, with `follow`, those to come until the container stops. */
  async *read(options: {
    tail: number;
    suits?: (entry: LogEntry) => boolean;
    follow: boolean;
    signal: AbortSignal;
  }): AsyncGenerator<LogEntry> {
    const { tail, suits = () => true, follow, signal } = options;
    const past = this.lines.filter(suits);
    let at = this.dropped + this.lines.length;
    yield* tail < 0 ? past : past.slice(Math.max(0, past.length - tail));
    for (;;) {
      at = Math.max(at, this.dropped);
      while (at < this.dropped + this.lines.length && !signal.aborted) {
        const entry = this.lines[at++ - this.dropped]!;
        if (suits(entry)) yield entry;
      }
      if (!follow || signal.aborted) return;
      if (!this.open) {
        if (at >= this.dropped + this.lines.length) return;
        continue;
      }
      await this.more(signal);
      await breathe();
    }
  }

  private more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.followers.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  private finish(stream: StreamName): void {
    const parts = this.pending[stream];
    if (parts.length === 0) return;
    this.pending[stream] = [];
    const line = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      line.set(part, at);
      at += part.length;
    }
    const entry: LogEntry = { time: this.time(), stream, line };
    if (this.repeated?.covers(entry)) return;
    this.lines.push(entry);
    this.bytes += line.length;
    this.makeRoom();
    this.wake();
  }

  private makeRoom(): void {
    if (this.bytes <= this.limit) return;
    // Half of it at once: taking lines one by one from the front of a long list is slow.
    let count = 0;
    while (this.bytes > this.limit / 2 && count < this.lines.length - 1)
      this.bytes -= this.lines[count++]!.line.length;
    this.lines = this.lines.slice(count);
    this.dropped += count;
  }

  private wake(): void {
    const followers = this.followers;
    this.followers = [];
    for (const follower of followers) follower();
  }
}
