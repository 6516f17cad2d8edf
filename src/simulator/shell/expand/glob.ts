import type { FileSystem } from '../../common/files.ts';
import { resolvePath } from '../../common/files.ts';
import { compilePattern } from './pattern.ts';

export interface GlobOptions {
  dotglob?: boolean;
  globstar?: boolean;
  nocase?: boolean;
}

const unquote = (pattern: string): string => pattern.replace(/\\(.)/gs, '$1');
const hasMagic = (pattern: string): boolean => /(^|[^\\])(\\\\)*([*?[]|[+@!]\()/.test(pattern);

/** The paths that a pattern matches, sorted; empty when none does. */
export function glob(files: FileSystem, cwd: string, pattern: string, options: GlobOptions = {}): string[] {
  const absolute = pattern.startsWith('/');
  const parts = splitPattern(pattern);
  let found: string[] = [absolute ? '/' : ''];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const last = i === parts.length - 1;
    const next: string[] = [];
    for (const base of found) {
      if (part === '') {
        // A trailing slash: directories only.
        if (files.isDirectory(resolvePath(cwd, base))) next.push(base.endsWith('/') ? base : `${base}/`);
      } else if (options.globstar && part === '**') {
        next.push(...descend(files, cwd, base, last));
      } else if (!hasMagic(part)) {
        const path = join(base, unquote(part));
        if (last ? lexists(files, resolvePath(cwd, path)) : files.isDirectory(resolvePath(cwd, path))) {
          next.push(path);
        }
      } else next.push(...matches(files, cwd, base, part, last, options));
    }
    found = next;
  }
  return found.filter((path) => path !== '').sort(compareNames);
}

/** By code point, as in the C.UTF-8 locale. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const join = (base: string, name: string): string =>
  base === '' || base.endsWith('/') ? base + name : `${base}/${name}`;

function splitPattern(pattern: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    if (c === '\\') {
      part += c + (pattern[++i] ?? '');
      continue;
    }
    if (c === '(') depth++;
    if (c === ')') depth--;
    if (c === '/' && depth <= 0) {
      if (part !== '' || (parts.length > 0 && i === pattern.length - 1)) parts.push(part);
      part = '';
      if (i === pattern.length - 1) parts.push('');
    } else part += c;
  }
  if (part !== '') parts.push(part);
  return parts;
}

function matches(
  files: FileSystem,
  cwd: string,
  base: string,
  part: string,
  last: boolean,
  options: GlobOptions,
): string[] {
  const folder = resolvePath(cwd, base);
  let names: string[];
  try {
    names = files.list(folder);
  } catch {
    return [];
  }
  const matcher = compilePattern(part, options.nocase);
  const dots = part.startsWith('.') || part.startsWith('\\.');
  return names
    .filter((name) => (dots || options.dotglob || !name.startsWith('.')) && matcher.test(name))
    .map((name) => join(base, name))
    .filter((path) => last || files.isDirectory(resolvePath(cwd, path)));
}

function descend(files: FileSystem, cwd: string, base: string, last: boolean): string[] {
  const found = [base];
  const visit = (path: string) => {
    let names: string[];
    try {
      names = files.list(resolvePath(cwd, path));
    } catch {
      return;
    }
    for (const name of names) {
      if (name.startsWith('.')) continue;
      const child = join(path, name);
      const isDirectory = files.lstat(resolvePath(cwd, child)).type === 'directory';
      if (isDirectory || last) found.push(child);
      if (isDirectory) visit(child);
    }
  };
  visit(base);
  return found;
}

function lexists(files: FileSystem, path: string): boolean {
  try {
    files.lstat(path);
    return true;
  } catch {
    return false;
  }
}
