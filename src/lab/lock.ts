/** How long the tab that was closed a moment ago, or this one before its reload, may take to let go. */
const PATIENCE = 1_000;

/**
 * Makes this worker the only one to keep a lesson's progress. Resolves to false when another tab does.
 * `lost` is called when another tab takes over. Where the browser has no locks, everyone may keep.
 */
export function lockLesson(lesson: string, lost: () => void, steal = false): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const options = steal ? { steal } : { signal: AbortSignal.timeout(PATIENCE) };
    let held = false;
    navigator.locks
      .request(`tagboat:${lesson}`, options, () => {
        held = true;
        resolve(true);
        return new Promise(() => undefined);
      })
      .catch(() => {
        if (held) lost();
        else resolve(false);
      });
  });
}
