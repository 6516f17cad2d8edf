import type { Process } from '../../common/process.ts';
import { api } from './api.ts';
import { auth } from './auth.ts';
import { flagError, GhFailure } from './errors.ts';

const VERSION = 'gh version 2.83.1 (2025-11-13)\nhttps://github.com/cli/cli/releases/tag/v2.83.1\n';
const USAGE = '<command> <subcommand> [flags]\n\nAvailable commands:\n  api\n  auth';

/** The GitHub CLI: what of it concerns packages. */
export async function gh(process: Process): Promise<number> {
  const [command, ...rest] = process.argv.slice(1);
  try {
    switch (command) {
      case 'auth':
        return await auth(process, rest);
      case 'api':
        return await api(process, rest);
      case '--version':
      case 'version':
        await process.stdout.write(VERSION);
        return 0;
      case undefined:
      case '--help':
      case 'help':
        await process.stdout.write(
          `Work with GitHub's packages from the command line.\n\nUsage:  gh ${USAGE}\n`,
        );
        return 0;
      default:
        if (command.startsWith('-')) throw flagError(`unknown flag: ${command}`, USAGE);
        throw new GhFailure(`unknown command "${command}" for "gh"\n\nUsage:  gh ${USAGE}`);
    }
  } catch (error) {
    if (!(error instanceof GhFailure)) throw error;
    if (error.message !== '') await process.stderr.write(`${error.message}\n`);
    return error.status;
  }
}
