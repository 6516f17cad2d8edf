import type { FileSystem } from '../../common/files.ts';
import { resolvePath } from '../../common/files.ts';
import type { Shell } from '../state/shell.ts';

export interface Problem {
  problem: string;
  status: 126 | 127;
}

/** The first executable file of that name in a PATH; `unusable` when there are only files one may not run. */
export function searchPath(
  files: FileSystem,
  path: string,
  cwd: string,
  name: string,
): { found?: string; unusable?: string } {
  let unusable: string | undefined;
  for (const folder of path.split(':')) {
    const candidate = `${folder === '' ? '.' : folder.replace(/\/+$/, '')}/${name}`;
    const at = resolvePath(cwd, candidate);
    if (!files.isFile(at)) continue;
    if (files.may(at, 1)) return { found: candidate };
    unusable ??= candidate;
  }
  return unusable === undefined ? {} : { unusable };
}

/** Every one of them, for `which -a` and `type -a`. */
export function searchAll(files: FileSystem, path: string, cwd: string, name: string): string[] {
  return path.split(':').flatMap((folder) => searchPath(files, folder, cwd, name).found ?? []);
}

/** Where a command's file is, or why it cannot be run, as bash words it. */
export function findCommand(shell: Shell, name: string): { path: string } | Problem {
  const notFound = shell.flavour === 'bash' ? 'command not found' : 'not found';
  if (name.includes('/')) {
    const path = shell.absolute(name);
    if (shell.files.isDirectory(path)) {
      return { problem: shell.flavour === 'bash' ? 'Is a directory' : 'Permission denied', status: 126 };
    }
    if (!shell.files.exists(path)) {
      return { problem: shell.flavour === 'bash' ? 'No such file or directory' : 'not found', status: 127 };
    }
    return shell.files.may(path, 1) ? { path: name } : { problem: 'Permission denied', status: 126 };
  }
  if (name === '') return { problem: notFound, status: 127 };
  const hashed = shell.hashed.get(name);
  if (hashed && shell.files.may(shell.absolute(hashed.path), 1)) {
    hashed.hits++;
    return { path: hashed.path };
  }
  const path = shell.value('PATH');
  const { found, unusable } = path === undefined ? {} : searchPath(shell.files, path, shell.cwd, name);
  if (found !== undefined) {
    shell.hashed.set(name, { path: found, hits: 1 });
    return { path: found };
  }
  if (unusable !== undefined) return { problem: 'Permission denied', status: 126 };
  if (path === undefined || path === '') return { problem: 'No such file or directory', status: 127 };
  return { problem: notFound, status: 127 };
}

/** What bash's `exec` calls a file. Not made normal: of `../x` the dots stay. */
export function pathForExec({ cwd }: Shell, name: string): string {
  return name.startsWith('/') ? name : `${cwd}/${name.replace(/^\.\//, '')}`;
}
