import type { Invocation } from '../../framework/invocation.ts';

/** What a terminal or a `kill` sends; the rest is left to the system. */
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGCONT', 'SIGALRM'];

/** Passes every signal on to a container's process. Returns what ends that. */
export function forwardSignals({ process, engine }: Invocation, id: string): () => void {
  const giveBack = FORWARDED.map((name) =>
    process.onSignal(name, () => {
      const query = { signal: name.slice('SIG'.length) };
      // The container may be gone already: as in the real CLI, nobody is told.
      engine.request('POST', `/containers/${id}/kill`, { query }).catch(() => {});
    }),
  );
  return () => {
    for (const back of giveBack) back();
  };
}

/** Keeps the size of the container's terminal that of ours. Returns what ends that. */
export async function followSize(
  { process, engine }: Invocation,
  path: string,
  grown = 0,
): Promise<() => void> {
  const { tty } = process;
  if (!tty || !process.stdout.isTTY) return () => {};
  const resize = async (more: number): Promise<void> => {
    const query = { h: String(tty.rows + more), w: String(tty.columns + more) };
    await engine.request('POST', `${path}/resize`, { query }).catch(() => {});
  };
  if (grown > 0) await resize(grown);
  await resize(0);
  return tty.onResize(() => void resize(0));
}
