import type { Process } from '../../common/process.ts';
import { ROOT } from './commands.ts';
import { runGh } from './run.ts';

/** The GitHub CLI: what of it concerns accounts and packages. */
export const gh = (process: Process): Promise<number> => runGh(process, ROOT);
