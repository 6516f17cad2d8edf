import type { Invocation } from './invocation.ts';

/** Waits for what a container does: in the foreground the world's time goes on meanwhile. */
export function waiting<T>({ process, signal }: Invocation, done: Promise<T>): Promise<T> {
  return process.background ? done : process.host.clock.during(done, signal);
}
