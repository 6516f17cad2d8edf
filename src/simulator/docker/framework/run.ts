import { messageOf } from '../../common/message.ts';
import { BrokenPipe, Killed, type Process } from '../../common/process.ts';
import { Call } from './call.ts';
import type { Command } from './command.ts';
import type { Completions } from './complete.ts';
import { Canceled, CommandError, PromptTerminated } from './errors.ts';
import { treeOf } from './tree.ts';

/** Signals that end a running command quietly, with their exit statuses. */
const TERMINATION = { SIGINT: 130, SIGTERM: 143 } as const;

/** Runs one command line against the registered commands and gives its exit status. */
export async function runCommandLine(
  process: Process,
  root: Command,
  commands: readonly Command[],
  completions: () => Promise<Completions>,
): Promise<number> {
  const stop = new AbortController();
  let stopped: number | undefined;
  const giveBack = Object.entries(TERMINATION).map(([name, status]) =>
    process.onSignal(name, () => {
      stopped = status;
      stop.abort(new Killed(name));
    }),
  );
  const signal = AbortSignal.any([process.signal, stop.signal]);
  const call = new Call(process, treeOf(root, commands), signal, completions);
  try {
    return await call.run();
  } catch (error) {
    if (process.signal.aborted) throw process.signal.reason;
    if (error instanceof BrokenPipe) throw error;
    if (error instanceof PromptTerminated) return 0;
    if (stopped !== undefined && !(error instanceof Canceled)) return stopped;
    const message = messageOf(error);
    if (message !== '') await process.stderr.write(`${message}\n`);
    return error instanceof CommandError ? error.exitCode : 1;
  } finally {
    for (const back of giveBack) back();
  }
}
