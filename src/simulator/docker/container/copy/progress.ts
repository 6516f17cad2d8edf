import type { Output } from '../../../common/process.ts';
import { humanSize } from '../../render/size.ts';

const SAVE = '\x1b[s';
const RESTORE = '\x1b[u';
const ERASE_LINE = '\x1b[2K';
const HIDE = '\x1b[?25l';
const SHOW = '\x1b[?25h';

/** Shows that a copy is under way, where there is a terminal to show it on, and what came of it. */
export async function showProgress<T>(
  output: Output,
  quiet: boolean,
  direction: 'to' | 'from',
  work: () => Promise<{ result: T; size: number; target: string }>,
): Promise<T> {
  if (quiet) return (await work()).result;
  if (output.isTTY) {
    const header = `Copying ${direction} container - ${humanSize(0, 3)}`;
    await output.write(`${SAVE}Preparing to copy...${HIDE}${RESTORE}${ERASE_LINE}${header}`);
  }
  const clear = async (): Promise<void> => {
    if (output.isTTY) await output.write(`${SHOW}${RESTORE}${ERASE_LINE}`);
  };
  let done: { result: T; size: number; target: string };
  try {
    done = await work();
  } finally {
    await clear();
  }
  await output.write(`Successfully copied ${humanSize(done.size, 3)} to ${done.target}\n`);
  return done.result;
}
