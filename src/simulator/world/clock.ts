import { breathe } from '../common/breathe.ts';
import type { Clock } from '../common/clock.ts';

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Timer {
  time: number;
  fire(): void;
}

/** Waits up to this long are real on a running clock; longer ones jump, so that nobody sits out `sleep 12h`. */
const LONGEST_REAL_WAIT = 10_000;
/** The turns that those get whom a moving clock has woken. */
const LEEWAY = 10;
/** The pause between two moves. */
const PAUSE = 2;
/** The first move; each that meets nothing is followed by one twice as long. */
const FIRST_MOVE = 100;
/** The most a timer of the platform can hold, in milliseconds. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * The clock of a world. With a wall clock it runs along with it from the time it is set to; without one it stands
 * still and moves only by {@link pass} and {@link advance}, so that a script gives the same bytes every time.
 */
export class WorldClock implements Clock {
  /** Real time that those who work get before a clock without a wall moves for one who waits, in milliseconds. */
  grace = 20;
  private readonly wall: (() => number) | undefined;
  /** World time minus wall time; the time itself where there is no wall clock. */
  private offset: number;
  private timers: Timer[] = [];
  /** Those who wait in the foreground; the first of them set the clock going. */
  private readonly waiters = new Set<object>();
  private leader: object | undefined;
  /** What is being loaded. */
  private readonly loads = new Set<Promise<unknown>>();
  private wakeUp: ReturnType<typeof setTimeout> | undefined;

  constructor(time: number, wall?: () => number) {
    this.wall = wall;
    this.offset = time - (wall?.() ?? 0);
  }

  now(): number {
    return Math.floor((this.wall?.() ?? 0) + this.offset);
  }

  /** When the next waiter is due; `undefined` while nobody waits. */
  get next(): number | undefined {
    return this.timers.length === 0 ? undefined : Math.min(...this.timers.map(({ time }) => time));
  }

  /** Sets the time, backwards too: a restored snapshot brings its own. Timers stay and follow the new time. */
  set(time: number): void {
    this.offset += time - this.now();
    this.schedule();
  }

  async pass(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.wall && milliseconds <= LONGEST_REAL_WAIT) return this.until(this.now() + milliseconds, signal);
    await this.advance(milliseconds);
    signal?.throwIfAborted();
  }

  until(time: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        this.timers = this.timers.filter((other) => other !== timer);
        reject(signal?.reason);
      };
      const timer: Timer = {
        time,
        fire: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.timers.push(timer);
      this.schedule();
    });
  }

  async during<T>(wait: Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.wall || signal?.aborted) return wait;
    const waiter = {};
    const leave = (): void => void this.waiters.delete(waiter);
    this.waiters.add(waiter);
    if (this.waiters.size === 1) void this.goOn(waiter);
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await wait;
    } finally {
      leave();
      signal?.removeEventListener('abort', leave);
    }
  }

  async loading<T>(code: T | Promise<T>): Promise<T> {
    const load = Promise.resolve(code);
    this.loads.add(load);
    try {
      return await load;
    } finally {
      this.loads.delete(load);
    }
  }

  /** Waits until nothing is being loaded. */
  private async loaded(): Promise<void> {
    while (this.loads.size > 0) await Promise.allSettled(this.loads);
  }

  /** Moves towards the next timer in steps, so that whoever is at work meanwhile finds little time gone by. */
  private async goOn(first: object): Promise<void> {
    this.leader = first;
    await pause(this.grace);
    let move = FIRST_MOVE;
    while (this.waiters.size > 0 && this.leader === first) {
      const left = (this.next ?? Number.POSITIVE_INFINITY) - this.now();
      if (left < Number.POSITIVE_INFINITY) await this.advance(Math.min(move, left));
      move = left > move && left < Number.POSITIVE_INFINITY ? 2 * move : FIRST_MOVE;
      await pause(PAUSE);
    }
  }

  /** Moves the time forward, firing what is due on the way in its order. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.now() + Math.max(0, milliseconds);
    for (;;) {
      await this.loaded();
      const next = this.timers.reduce((least, { time }) => Math.min(least, time), Number.POSITIVE_INFINITY);
      if (next > end) break;
      if (next > this.now()) this.offset += next - this.now();
      this.fireDue();
      // What a timer woke up may set the next one: let it run first.
      for (let turn = 0; turn < LEEWAY; turn++) await breathe();
    }
    if (end > this.now()) this.offset += end - this.now();
    this.schedule();
  }

  private fireDue(): void {
    const now = this.now();
    const due = this.timers.filter(({ time }) => time <= now).sort((a, b) => a.time - b.time);
    this.timers = this.timers.filter(({ time }) => time > now);
    for (const timer of due) timer.fire();
  }

  private schedule(): void {
    clearTimeout(this.wakeUp);
    this.fireDue();
    if (!this.wall || this.timers.length === 0) return;
    const next = Math.min(...this.timers.map(({ time }) => time));
    this.wakeUp = setTimeout(
      () => this.schedule(),
      Math.min(Math.max(0, next - this.now()), LONGEST_TIMEOUT),
    );
    // Under Node a waiting container must not keep the program alive.
    if (typeof this.wakeUp === 'object') this.wakeUp.unref();
  }
}
