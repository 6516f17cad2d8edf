import { FileError } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import { absolute, command, complain, missingOperand } from './support/program.ts';

/** rm(1). */
export const rm = command(
  {
    short: 'rRfidvI',
    long: { recursive: 'r', force: 'f', dir: 'd', verbose: 'v', interactive: 'i', 'no-preserve-root': 'np' },
  },
  async (process, options) => {
    const recursive = options.has('r') || options.has('R');
    const force = options.has('f');
    if (options.rest.length === 0) return force ? 0 : missingOperand(process);
    let status = 0;
    for (const name of options.rest) {
      const path = absolute(process, name).replace(/(?<=.)\/$/, '');
      if (path === '/' && recursive) {
        await complain(process, "it is dangerous to operate recursively on '/'");
        await complain(process, 'use --no-preserve-root to override this failsafe');
        return 1;
      }
      if (/(^|\/)\.\.?\/*$/.test(name)) {
        await complain(process, `refusing to remove '.' or '..' directory: skipping '${name}'`);
        status = 1;
        continue;
      }
      try {
        const stat = process.files.lstat(path);
        if (stat.type === 'directory' && !recursive && !options.has('d')) throw new FileError('EISDIR', path);
        if (options.has('i') && !(await confirm(process, `remove ${kind(stat.type)} '${name}'?`))) continue;
        process.files.remove(path, { recursive, directory: options.has('d') });
        if (options.has('v'))
          await process.stdout.write(`removed ${stat.type === 'directory' ? 'directory ' : ''}'${name}'\n`);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        if (force && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) continue;
        await complain(process, `cannot remove '${name}': ${error.message}`);
        status = 1;
      }
    }
    return status;
  },
);

const kind = (type: string): string =>
  ({ file: 'regular file', directory: 'directory', symlink: 'symbolic link' })[type] ?? type;

async function confirm(process: Process, question: string): Promise<boolean> {
  await process.stderr.write(`rm: ${question} `);
  const answer = await process.stdin.read(process.signal);
  return /^y/i.test(new TextDecoder().decode(answer));
}
