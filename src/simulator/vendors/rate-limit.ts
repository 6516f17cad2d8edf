/** Counters of one client: how many in the window that began when. */
export interface Window {
  began: number;
  used: number;
}

/** How much a client may do in a window of time, as `ratelimit-*` headers tell it (RFC draft, and Docker Hub). */
export interface Allowance {
  limit: number;
  /** Seconds. */
  window: number;
}

/** What is left to a client now; a window that is over counts no more. */
export function remaining(
  windows: Map<string, Window>,
  client: string,
  allowance: Allowance,
  now: number,
): number {
  const window = windows.get(client);
  const used = window && now - window.began < allowance.window * 1000 ? window.used : 0;
  return Math.max(0, allowance.limit - used);
}

/** Counts one. */
export function spend(windows: Map<string, Window>, client: string, allowance: Allowance, now: number): void {
  const window = windows.get(client);
  if (window && now - window.began < allowance.window * 1000) window.used += 1;
  else windows.set(client, { began: now, used: 1 });
}

/** `RateLimit-Limit` and `RateLimit-Remaining`. */
export function rateHeaders({ limit, window }: Allowance, left: number): Record<string, string> {
  return { 'ratelimit-limit': `${limit};w=${window}`, 'ratelimit-remaining': `${left};w=${window}` };
}
