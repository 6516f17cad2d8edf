import { FileError, resolvePath } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';
import { UnreadableBody } from './engine.ts';
import { CommandError } from './errors.ts';

/**
 * Reads a file named on the command line.
 * @throws CommandError in Go's words: `open x: no such file or directory`
 */
export function readLocalFile(process: Process, name: string): Uint8Array {
  if (name === '') throw pathError(new FileError('ENOENT', name), 'open', name);
  try {
    return process.files.read(resolvePath(process.cwd, name));
  } catch (error) {
    throw pathError(error, 'open', name);
  }
}

/**
 * A file named on the command line, to be sent to the engine. Go opens a directory like any file, and finds out when
 * it reads.
 * @throws CommandError
 */
export function localFileBody(process: Process, name: string): Uint8Array | UnreadableBody {
  if (name !== '' && process.files.isDirectory(resolvePath(process.cwd, name)))
    return new UnreadableBody(`read ${name}: is a directory`);
  return readLocalFile(process, name);
}

/**
 * Refuses an output file that cannot be written.
 * @throws CommandError
 */
export function checkOutputPath(process: Process, name: string): void {
  const { files, cwd } = process;
  const slash = name.lastIndexOf('/');
  const parent = slash === -1 ? '.' : name.slice(0, slash) || '/';
  try {
    if (files.stat(resolvePath(cwd, parent)).type !== 'directory') throw new FileError('ENOTDIR', parent);
  } catch (error) {
    throw new CommandError(`invalid output path: ${pathError(error, 'stat', parent).message}`);
  }
  let type: string;
  try {
    type = files.lstat(resolvePath(cwd, name)).type;
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOENT') return;
    throw new CommandError(`failed to stat output path: ${pathError(error, 'lstat', name).message}`);
  }
  if (type === 'directory') throw new CommandError('cannot write to a directory');
  if (type === 'symlink') throw new CommandError('cannot write to a symbolic link directly');
  if (type === 'device') throw new CommandError('cannot write to a character device file');
}

/**
 * Writes an output file, private to the user.
 * @throws CommandError
 */
export function writeLocalFile(process: Process, name: string, content: Uint8Array): void {
  try {
    process.files.write(resolvePath(process.cwd, name), content, 0o600);
  } catch (error) {
    throw pathError(error, 'open', name);
  }
}

function pathError(error: unknown, operation: string, name: string): Error {
  if (!(error instanceof FileError)) return error as Error;
  return new CommandError(`${operation} ${name}: ${error.message.toLowerCase()}`);
}
