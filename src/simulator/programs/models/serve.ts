import type { Handler } from '../../common/network.ts';
import type { Process } from '../../common/process.ts';

/** Waits until one of the signals comes; gives its name. Ends with the process. */
export function waitForSignal(process: Process, names: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const release = names.map((name) => process.onSignal(name, () => done(name)));
    const done = (name: string) => {
      for (const free of release) free();
      resolve(name);
    };
    const onAbort = () => reject(process.signal.reason);
    if (process.signal.aborted) onAbort();
    process.signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Listens until the process ends; `false` where the port is taken. */
export function listen(process: Process, port: number, handler: Handler): boolean {
  try {
    const close = process.host.network.listen(port, handler);
    process.signal.addEventListener('abort', close, { once: true });
    return true;
  } catch {
    return false;
  }
}

/** Says what a model leaves out, once, where it would be expected. */
export function sayUnmodelled(process: Process, what: string): Promise<void> {
  const name = process.argv[0]?.split('/').at(-1) ?? '';
  return process.stderr.write(`${name}: the sandbox models this program only in part: ${what}\n`);
}
