import type { Clock } from '../../common/clock.ts';
import type { MessageWriter } from '../stream.ts';
import { humanSize } from '../units.ts';

/** Progress of a pull or a push, as messages of the JSON stream. */
export class ProgressOutput {
  private readonly write: MessageWriter;
  private readonly clock: Clock;

  constructor(write: MessageWriter, clock: Clock) {
    this.write = write;
    this.clock = clock;
  }

  /** A line of its own, or of the layer `id`. */
  message(text: string, id = ''): void {
    this.write({ status: text, ...(id ? { id } : {}) });
  }

  /** What a layer is doing, without numbers. */
  status(id: string, action: string): void {
    this.write({ status: action, progressDetail: {}, id });
  }

  aux(value: object): void {
    this.write({ progressDetail: {}, aux: value });
  }

  /** Counts a layer's bytes: tells of it at most ten times a second, and at the end. */
  counter(id: string, action: string, total: number): { add(bytes: number): void; end(): void } {
    const step = Math.min(512 * 1024, Math.floor(total / 100) || 512 * 1024);
    let current = 0;
    let told = 0;
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = () => {
      told = current;
      // An empty layer has no way to go.
      if (total === 0) return;
      const now = this.clock.now();
      if (current !== total && now - toldAt < 100) return;
      toldAt = now;
      this.bytes(id, action, current, total);
    };
    return {
      add: (bytes) => {
        current += bytes;
        if (current - told > step || current === total) tell();
      },
      end: () => {
        if (current >= total) return;
        current = total;
        tell();
      },
    };
  }

  private bytes(id: string, action: string, current: number, total: number): void {
    const progressDetail = { ...(current ? { current } : {}), ...(total ? { total } : {}) };
    this.write({ status: action, progressDetail, progress: bar(current, total), id });
  }
}

/** The text that clients without a bar of their own may show; made for a wide terminal. */
function bar(current: number, total: number): string {
  const half = Math.min(50, Math.floor(Math.floor((current / total) * 100) / 2));
  const size = (bytes: number) => humanSize(bytes);
  return `[${'='.repeat(half)}>${' '.repeat(50 - half)}] ${size(current).padStart(8)}/${size(total)}`;
}
