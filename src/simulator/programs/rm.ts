import { FileError } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import type { ParsedOptions } from './support/options.ts';
import { absolute, command, complain, missingOperand } from './support/program.ts';
import { agrees } from './support/prompt.ts';

/** rm(1). */
export const rm = command(
  {
    short: 'rRfidvI',
    long: { recursive: 'r', force: 'f', dir: 'd', verbose: 'v', interactive: 'i', 'no-preserve-root': 'np' },
  },
  async (process, options) => {
    if (options.rest.length === 0) return options.has('f') ? 0 : missingOperand(process);
    const deep = options.has('r') || options.has('R');
    const count = options.rest.length;
    if (options.has('I') && (count > 3 || deep)) {
      const what = `remove ${count} argument${count > 1 ? 's' : ''}${deep ? ' recursively' : ''}?`;
      if (!(await agrees(process, what))) return 0;
    }
    const removal: Removal = { process, options, failed: false };
    for (const name of options.rest) {
      const path = absolute(process, name).replace(/(?<=.)\/$/, '');
      if (path === '/' && (options.has('r') || options.has('R'))) {
        await complain(process, "it is dangerous to operate recursively on '/'");
        await complain(process, 'use --no-preserve-root to override this failsafe');
        return 1;
      }
      if (/(^|\/)\.\.?\/*$/.test(name)) {
        await complain(process, `refusing to remove '.' or '..' directory: skipping '${name}'`);
        removal.failed = true;
      } else {
        await remove(removal, path, name);
      }
    }
    return removal.failed ? 1 : 0;
  },
);

/** One call of rm, and whether something that it was to remove is still there. */
interface Removal {
  process: Process;
  options: ParsedOptions;
  failed: boolean;
}

/**
 * Removes what a name stands for, a folder's content first: what may not go keeps nothing else from going. Gives
 * whether it is gone; a user who says no has it left, and the folders that it is in.
 */
async function remove(removal: Removal, path: string, name: string): Promise<boolean> {
  const { process, options } = removal;
  const agreed = (question: string) => !options.has('i') || agrees(process, `${question} '${name}'?`);
  try {
    const { type, size } = process.files.lstat(path);
    const isFolder = type === 'directory';
    if (isFolder && (options.has('r') || options.has('R'))) {
      const names = process.files.list(path);
      if (names.length > 0 && !(await agreed('descend into directory'))) return false;
      let left = 0;
      for (const one of names) {
        if (!(await remove(removal, `${path}/${one}`, `${name.replace(/\/+$/, '')}/${one}`))) left += 1;
      }
      // Who is asked is asked about a folder that cannot go, too.
      if (left > 0 && !options.has('i')) return false;
    } else if (isFolder && !options.has('d')) {
      throw new FileError('EISDIR', path);
    }
    const what = type === 'file' && size === 0 ? 'regular empty file' : kind(type);
    if (!(await agreed(`remove ${what}`))) return false;
    process.files.remove(path, { directory: isFolder });
    if (options.has('v')) await process.stdout.write(`removed ${isFolder ? 'directory ' : ''}'${name}'\n`);
    return true;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (options.has('f') && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return true;
    await complain(process, `cannot remove '${name}': ${error.message}`);
    removal.failed = true;
    return false;
  }
}

const kind = (type: string): string =>
  ({ file: 'regular file', directory: 'directory', symlink: 'symbolic link' })[type] ?? type;
