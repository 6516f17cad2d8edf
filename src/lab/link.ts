// The build of the page must emit the worker too, with the parts that it loads later: hence not from `tagboat.url`.

import { type Remote, wrap } from 'comlink';
import type { Lesson } from '../exercise/index.ts';
import type { Kept, News, Requests, Task } from './protocol.ts';
import workerUrl from './worker.ts?worker&url';

/** What the page's head leaves for the lab: see LabStart.astro. */
export interface Start {
  worker: Worker;
  task: Task;
  /** Starts a worker at what it has to do. */
  run(url: string, task: Task): Worker;
  /** News that came before the lab listened. */
  early: News[];
  /** Shows what stands beside the lab. */
  show(): void;
  /** Shows it in a moment. */
  soon(): void;
}

/** A worker that has not answered for this long is stuck in a loop that nothing else can end. */
const STUCK_AFTER = 6_000;

/**
 * The page's end of the line to the worker. A worker that dies or hangs is replaced by one that goes on from the
 * last saved state.
 */
export class Link {
  private worker: Worker;
  private requests: Remote<Requests>;
  private readonly start: Start;
  private readonly receive: (news: News) => void;
  private readonly restarted: () => void;
  private kept: Kept | undefined;
  private asked: ReturnType<typeof setTimeout> | undefined;
  private loaded = false;
  private begun = false;
  private restarts = 0;

  constructor(start: Start, receive: (news: News) => void, restarted: () => void) {
    this.start = start;
    this.receive = receive;
    this.restarted = restarted;
    this.worker = start.worker;
    this.requests = connect(start.worker);
  }

  /** Begins to listen, with what the worker has said so far. */
  listen(): void {
    this.worker.onmessage = (event: MessageEvent<News>) => this.take(event.data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.restart();
    };
    this.worker.onmessageerror = () => this.restart();
    for (const news of this.start.early.splice(0)) this.take(news);
  }

  /** Asks something of the worker; what comes of it is told by its news. A worker that fails at it is replaced. */
  ask<Name extends keyof Requests>(name: Name, ...values: Parameters<Requests[Name]>): void {
    const { worker } = this;
    const request = this.requests[name] as (...given: Parameters<Requests[Name]>) => Promise<unknown>;
    const answer = request(...values);
    if (name === 'input' && this.loaded) this.asked ??= setTimeout(() => this.restart(), STUCK_AFTER);
    answer.then(
      () => this.heard(),
      () => {
        if (worker === this.worker) this.restart();
      },
    );
  }

  /** A prompt is seen: the worker may look at the lesson's steps. */
  begin(lesson: Lesson): void {
    if (this.begun) return;
    this.begun = true;
    this.ask('begin', lesson);
  }

  private take(news: News): void {
    this.heard();
    if (news.type === 'loaded') this.loaded = true;
    if (news.type === 'keep') {
      this.kept = { entry: news.entry, blobs: new Map([...(this.kept?.blobs ?? []), ...news.blobs]) };
    } else {
      this.receive(news);
    }
  }

  /** Anything heard from the worker is a sign of life. */
  private heard(): void {
    clearTimeout(this.asked);
    this.asked = undefined;
  }

  private restart(): void {
    this.heard();
    this.worker.terminate();
    // A worker that dies before it has ever loaded will not do better the next time.
    if (!this.loaded && this.restarts > 0) {
      this.receive({ type: 'failed', message: 'the simulated machines did not start' });
      return;
    }
    this.restarts += 1;
    this.loaded = false;
    this.begun = false;
    const task: Task = { ...this.start.task, waits: this.kept !== undefined };
    this.worker = this.start.run(workerUrl, task);
    this.requests = connect(this.worker);
    this.listen();
    if (this.kept) this.ask('resume', this.kept);
    this.restarted();
  }
}

/** Requests go over a channel of their own, so that answers and news do not meet. */
function connect(worker: Worker): Remote<Requests> {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(port2, [port2]);
  return wrap<Requests>(port1);
}
