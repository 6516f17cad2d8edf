import type { Process } from '../../common/process.ts';
import { Interrupted } from '../support/survey.ts';
import { GhFailure } from './errors.ts';

const CANCELLED = 2;

/** Runs what asks questions: one that was left by ^C ends gh with a status of its own, on a new line. */
export async function asking<Answer>(process: Process, run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    await process.stderr.write('\n');
    throw new GhFailure('', CANCELLED);
  }
}
