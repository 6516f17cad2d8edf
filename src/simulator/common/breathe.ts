/** Turns that wait in a browser, oldest first. */
const waiting: (() => void)[] = [];

/**
 * Runs a callback in a task of its own. Not by `setTimeout`: after a few in a row browsers make each wait for four
 * milliseconds, and Node always for one. Under Node a message would come before timers and sockets get their turn.
 */
const inNextTask: (callback: () => void) => void =
  typeof setImmediate === 'function' ? setImmediate : postToSelf();

function postToSelf(): (callback: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => waiting.shift()?.();
  return (callback) => {
    waiting.push(callback);
    port2.postMessage(undefined);
  };
}

/**
 * Lets other tasks run: keys, timers, the network. Without it a chain of promises would starve them.
 * @param milliseconds rests at least so long in real time
 */
export function breathe(milliseconds = 0): Promise<void> {
  return new Promise((resolve) => {
    if (milliseconds > 0) setTimeout(resolve, milliseconds);
    else inNextTask(resolve);
  });
}

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
