import { breathe } from '../../../common/breathe.ts';
import type { EventLoop } from './loop.ts';
import { native, Obj, object, toNumber, type Value } from './values.ts';

/** `setTimeout` and its kin, by the world's clock. */
export function timers(loop: EventLoop): Record<string, Value> {
  const running = new Map<number, AbortController>();
  let next = 1;
  const { clock } = loop.process.host;
  const start = (repeat: boolean) => (args: Value[]) => {
    const [fn, delay, ...rest] = args;
    const milliseconds = Math.max(1, toNumber(delay ?? 1) || 1);
    const id = next++;
    const controller = new AbortController();
    running.set(id, controller);
    loop.process.signal.addEventListener('abort', () => controller.abort(), { once: true });
    loop.hold();
    void (async () => {
      try {
        do {
          await clock.until(clock.now() + milliseconds, controller.signal);
          // A turn of its own: even one that is due already comes after what promises have to do.
          await breathe();
          if (loop.over || controller.signal.aborted) break;
          await loop.callback(fn, rest);
        } while (repeat && !controller.signal.aborted);
      } catch {
        // Cleared.
      }
      running.delete(id);
      loop.release();
    })();
    const handle: Obj = object({ id });
    for (const name of ['ref', 'unref'])
      handle.set(
        name,
        native(name, () => handle),
      );
    return handle;
  };
  const clear = ([handle]: Value[]) => {
    const id = handle instanceof Obj ? handle.own('id') : handle;
    running.get(toNumber(id))?.abort();
    return undefined;
  };
  const soon = ([fn, ...args]: Value[]) => {
    loop.hold();
    setTimeout(() => void loop.callback(fn, args).then(() => loop.release()), 0);
    return undefined;
  };
  return {
    setTimeout: native('setTimeout', start(false)),
    setInterval: native('setInterval', start(true)),
    clearTimeout: native('clearTimeout', clear),
    clearInterval: native('clearInterval', clear),
    setImmediate: native('setImmediate', soon),
    queueMicrotask: native('queueMicrotask', soon),
  };
}
