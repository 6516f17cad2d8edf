// The build of the page must emit the worker too, with the parts that it loads later: hence not from `tagboat.url`.

import type { FromWorker, Kept, LessonData, ToWorker } from './protocol.ts';
import workerUrl from './worker.ts?worker&url';

/** What the page's head leaves for the lab: see LabStart.astro. */
export interface Start {
  lesson: LessonData;
  worker: Worker;
  /** Messages that came before the lab listened. */
  early: FromWorker[];
}

/** A worker that has not answered for this long is stuck in a loop that nothing else can end. */
const STUCK_AFTER = 6_000;

/**
 * The page's end of the line to the worker. A worker that dies or hangs is replaced by one that goes on from the
 * last saved state.
 */
export class Link {
  private worker: Worker;
  private readonly start: Start;
  private readonly storage: boolean;
  private readonly receive: (message: FromWorker) => void;
  private readonly restarted: () => void;
  private kept: Kept | undefined;
  private asked: ReturnType<typeof setTimeout> | undefined;
  private loaded = false;
  private restarts = 0;

  constructor(start: Start, receive: (message: FromWorker) => void, restarted: () => void) {
    this.start = start;
    this.receive = receive;
    this.restarted = restarted;
    this.worker = start.worker;
    this.storage = canStore();
  }

  /** Begins to listen, with what the worker has said so far. */
  begin(): void {
    this.listen();
    for (const message of this.start.early.splice(0)) this.take(message);
  }

  send(message: ToWorker): void {
    this.worker.postMessage(message);
    if (message.type === 'input') this.ask();
  }

  private listen(): void {
    this.worker.onmessage = (event: MessageEvent<FromWorker>) => this.take(event.data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.restart();
    };
    this.worker.onmessageerror = () => this.restart();
  }

  private take(message: FromWorker): void {
    clearTimeout(this.asked);
    this.asked = undefined;
    if (message.type === 'loaded') this.loaded = true;
    if (message.type === 'keep') {
      this.kept = { entry: message.entry, blobs: new Map([...(this.kept?.blobs ?? []), ...message.blobs]) };
    }
    if (message.type !== 'pong' && message.type !== 'keep') this.receive(message);
  }

  /** Anything heard from the worker is an answer. */
  private ask(): void {
    if (this.asked !== undefined || !this.loaded) return;
    this.worker.postMessage({ type: 'ping' } satisfies ToWorker);
    this.asked = setTimeout(() => this.restart(), STUCK_AFTER);
  }

  private restart(): void {
    clearTimeout(this.asked);
    this.asked = undefined;
    this.worker.terminate();
    // A worker that dies before it has ever loaded will not do better the next time.
    if (!this.loaded && this.restarts > 0) {
      this.receive({ type: 'failed', message: 'the simulated machines did not start' });
      return;
    }
    this.restarts += 1;
    this.loaded = false;
    this.worker = new Worker(workerUrl, { type: 'module' });
    this.listen();
    const { lesson } = this.start;
    this.send({ type: 'load', lesson, storage: this.storage, ...(this.kept ? { kept: this.kept } : {}) });
    this.restarted();
  }
}

/** Whether the browser lets this page store anything: some forbid even to ask. */
function canStore(): boolean {
  try {
    return !!indexedDB;
  } catch {
    return false;
  }
}
