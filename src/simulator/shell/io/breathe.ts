import { breathe } from '../../common/breathe.ts';

/** Counts work and breathes after each `every` units, so that a busy loop cannot freeze the page. */
export class Breather {
  private done = 0;
  private readonly every: number;

  constructor(every: number) {
    this.every = every;
  }

  /** A promise to wait for when it is time to breathe. */
  spend(units: number): Promise<void> | undefined {
    this.done += units;
    if (this.done < this.every) return undefined;
    this.done = 0;
    return breathe();
  }
}

/** The promise, or the signal's reason as soon as it aborts. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    promise.catch(() => {});
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
