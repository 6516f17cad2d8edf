import {
  type Content,
  contentBytes,
  FileError,
  type FileSystem,
  resolvePath,
} from '../../../common/files.ts';
import { packTar, type TarEntry } from '../../../common/tar.ts';
import { treeEntries } from '../../../common/tree.ts';
import { CommandError } from '../../framework/errors.ts';
import { absolute, assertsDirectory, type CopyInfo, type CopyPlan, splitEntry } from './paths.ts';

/**
 * What a path of this machine is, as the source of a copy. Links on the way to the last name are followed, that of
 * the last name too when asked to or when the path says that it is a directory.
 * @throws CommandError as Go's EvalSymlinks words it: what is missing, or the bare errno
 */
export function sourceInfo(files: FileSystem, path: string, follow: boolean): CopyInfo {
  const asserts = assertsDirectory(path);
  try {
    const stat = asserts || follow ? files.stat(path) : files.lstat(path);
    const isDirectory = stat.type === 'directory';
    if (asserts && !isDirectory) throw new FileError('ENOTDIR', path);
    const resolved = asserts || follow ? files.realpath(path) : path;
    const rebaseName = splitEntry(path).base;
    const renames = rebaseName !== '.' && rebaseName !== splitEntry(resolved).base;
    return {
      path: asserts ? absolute(resolved, path.endsWith('/.') ? '.' : './') : resolved,
      exists: true,
      isDirectory,
      ...(renames ? { rebaseName } : {}),
    };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const reason = error.message.toLowerCase();
    if (error.code === 'ENOTDIR') throw new CommandError(reason);
    const at = error.code === 'ENOENT' ? firstMissing(files, path) : path;
    throw new CommandError(`lstat ${at}: ${reason}`);
  }
}

/** The shortest beginning of a path at which nothing is, or where a link that leads to nothing points. */
function firstMissing(files: FileSystem, path: string): string {
  const clean = resolvePath('/', path);
  const { directory } = splitEntry(clean);
  if (directory !== clean && !files.exists(directory)) return firstMissing(files, directory);
  return isLink(files, clean) ? firstMissing(files, resolvePath(directory, files.readlink(clean))) : clean;
}

function isLink(files: FileSystem, path: string): boolean {
  try {
    return files.lstat(path).type === 'symlink';
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return false;
  }
}

/** The source as an archive under its own name, or the one it keeps. */
export function packSource(files: FileSystem, source: CopyInfo): TarEntry[] {
  const { base } = splitEntry(source.path);
  const node = files.node(resolvePath('/', source.path));
  return [...treeEntries(node, base === '.' ? '' : (source.rebaseName ?? base))];
}

/** The entries with their first name replaced. */
export function renamed(entries: readonly TarEntry[], { rename }: CopyPlan): TarEntry[] {
  if (!rename) return [...entries];
  const { from, to } = rename;
  return entries.flatMap((entry) => {
    const name = from === '.' || from === '' ? `${to}/${entry.name}` : entry.name.replace(from, to);
    return [{ ...entry, name: name.replace(/\/\.?\/$/, '/') }];
  });
}

/** The bytes of an archive. */
export function archiveBytes(entries: readonly TarEntry[]): Uint8Array {
  const chunks: Content[] = packTar(entries);
  const bytes = chunks.map(contentBytes);
  const all = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of bytes) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** What a path of this machine is, as the destination of a copy; a link counts as what it leads to. */
export function destinationInfo(files: FileSystem, path: string): CopyInfo {
  if (!files.exists(path)) return { path, exists: false, isDirectory: false };
  return { path, exists: true, isDirectory: files.isDirectory(path) };
}

/**
 * Refuses destinations that nothing can be written to.
 * @throws CommandError
 */
export function checkDestination(files: FileSystem, path: string): void {
  const { directory: parent } = splitEntry(path);
  if (!files.exists(parent)) {
    throw new CommandError(`invalid output path: directory ${JSON.stringify(parent)} does not exist`);
  }
  if (files.exists(path) && files.stat(path).type === 'device') {
    throw new CommandError(
      `invalid output path: ${JSON.stringify(path)} must be a directory or a regular file: got a device`,
    );
  }
}

/** Unpacks entries into a directory, as the user who asks. */
export function unpackInto(files: FileSystem, directory: string, entries: readonly TarEntry[]): void {
  for (const entry of entries) {
    const path = resolvePath(directory, entry.name);
    try {
      unpackOne(files, path, entry);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new CommandError(`open ${path}: ${error.message.toLowerCase()}`);
    }
  }
}

function unpackOne(files: FileSystem, path: string, entry: TarEntry): void {
  const there = files.exists(path) ? files.lstat(path).type : undefined;
  if (entry.type === 'directory') {
    if (there !== undefined && there !== 'directory') {
      throw new CommandError(`cannot overwrite non-directory ${JSON.stringify(path)} with directory`);
    }
    if (there === undefined) files.mkdir(path, { mode: entry.mode });
    return;
  }
  if (there === 'directory') {
    throw new CommandError(
      `cannot overwrite directory ${JSON.stringify(path)} with non-directory ${JSON.stringify(splitEntry(path).directory)}`,
    );
  }
  if (there !== undefined) files.remove(path);
  if (entry.type === 'file') files.write(path, entry.content ?? new Uint8Array(), entry.mode);
  else if (entry.type === 'symlink') files.symlink(entry.target ?? '', path);
  else if (entry.type === 'link')
    files.write(path, files.content(resolvePath('/', entry.target ?? '')), entry.mode);
}
