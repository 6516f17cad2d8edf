import { BrokenPipe, Killed } from '../../common/process.ts';
import { releaseAll } from '../io/open-file.ts';
import { Break, Exit, Fatal, Return } from '../state/flow.ts';
import type { Shell } from '../state/shell.ts';
import { killedStatus, runExitTrap, tellFatal } from './run.ts';

/**
 * Runs something in a forked shell and closes its descriptors; gives its status. Never rejects: what would end a
 * process ends only this one.
 */
export async function subshell(child: Shell, run: () => Promise<unknown>): Promise<number> {
  try {
    try {
      await run();
    } catch (error) {
      await settle(child, error);
    }
    await runExitTrap(child);
    return child.status;
  } catch (error) {
    if (error instanceof BrokenPipe) return 141;
    if (error instanceof Killed) return killedStatus(error);
    return child.complain(error instanceof Error ? error.message : String(error)).then(
      () => 1,
      () => 1,
    );
  } finally {
    releaseAll(child.descriptors);
  }
}

async function settle(child: Shell, error: unknown): Promise<void> {
  if (error instanceof Exit || error instanceof Return) child.status = error.status;
  else if (error instanceof Fatal) await tellFatal(child, error);
  else if (!(error instanceof Break)) throw error;
}
