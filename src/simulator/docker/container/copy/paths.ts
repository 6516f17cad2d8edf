import { resolvePath } from '../../../common/files.ts';

/** One side of a copy. */
export interface CopyInfo {
  path: string;
  exists: boolean;
  isDirectory: boolean;
  /** The name that the copied thing keeps although a link was followed to another. */
  rebaseName?: string;
}

/** Whether a path says that it is a directory: `x/`, `x/.`, or none at all, whose base is `.` in Go. */
export function assertsDirectory(path: string): boolean {
  return path === '' || path.endsWith('/') || path === '.' || path.endsWith('/.');
}

/** The path made absolute, with its `/` or `/.` at the end kept: they mean something. */
export function absolute(cwd: string, path: string): string {
  const clean = resolvePath(cwd, path);
  if (path === '.' || path.endsWith('/.')) return clean === '/' ? '/.' : `${clean}/.`;
  return path.endsWith('/') && clean !== '/' ? `${clean}/` : clean;
}

/** The directory and the last name; `x/.` ends in the name `.`. */
export function splitEntry(path: string): { directory: string; base: string } {
  const clean = resolvePath('/', path);
  const full = path === '.' || path.endsWith('/.') ? `${clean === '/' ? '' : clean}/.` : clean;
  const at = full.lastIndexOf('/');
  return { directory: full.slice(0, at) || '/', base: full.slice(at + 1) };
}

/** Where an archive is unpacked, and which first name of its entries becomes which. */
export interface CopyPlan {
  directory: string;
  rename?: { from: string; to: string };
}

/**
 * How an archive of the source must be changed so that unpacking it does what `cp` would.
 * @throws Error with the reason
 */
export function planCopy(source: CopyInfo, destination: CopyInfo): CopyPlan {
  const { directory, base } = splitEntry(destination.path);
  const from = source.rebaseName ?? splitEntry(source.path).base;
  if (destination.exists && destination.isDirectory) return { directory: destination.path };
  if (destination.exists && source.isDirectory) throw new Error('cannot copy directory');
  if (!destination.exists && !source.isDirectory && assertsDirectory(destination.path)) {
    throw new Error('no such directory');
  }
  return { directory, rename: { from, to: base } };
}

/** `CONTAINER:PATH`, or a path of this machine; one with a colon in it needs `/` or `./` in front. */
export function splitArgument(argument: string): { container: string; path: string } {
  const at = argument.indexOf(':');
  if (argument.startsWith('/') || at === -1 || argument.startsWith('.'))
    return { container: '', path: argument };
  return { container: argument.slice(0, at), path: argument.slice(at + 1) };
}
