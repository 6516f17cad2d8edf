import type { LogEntry } from './log.ts';
import type { StreamName } from './streams.ts';
import { millisecondsOf } from './time.ts';

/** How long after its start a process is taken to be starting, in the world's milliseconds. */
const START_UP = 5000;

/** What a line says, whatever time, process or attempt it counts. */
const wording = (line: Uint8Array): string => new TextDecoder('latin1').decode(line).replace(/\d+/g, '0');

/**
 * After the engine went back in time a container's process runs anew from its start, and says once more what the log
 * has of it. The lines are told by their wording, in order, each stream for itself: what comes otherwise is news.
 */
export class RepeatedStart {
  private readonly expected: Record<StreamName, string[]> = { stdout: [], stderr: [] };
  private readonly until: number;

  /** @param startedAt when the process first started, `now` when it does again */
  constructor(entries: readonly LogEntry[], startedAt: number, now: number) {
    this.until = now + START_UP;
    for (const { stream, line, time } of entries) {
      const at = millisecondsOf(time);
      if (at >= startedAt && at <= startedAt + START_UP) this.expected[stream].push(wording(line));
    }
  }

  /** Whether this line is the next of those that stand in the log. */
  covers({ stream, line, time }: LogEntry): boolean {
    const next = this.expected[stream].shift();
    if (next !== undefined && millisecondsOf(time) <= this.until && next === wording(line)) return true;
    this.expected[stream] = [];
    return false;
  }
}
