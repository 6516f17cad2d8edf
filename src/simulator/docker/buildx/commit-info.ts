import { resolvePath } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';

/** What makes a folder a git repository. */
const REPOSITORY = ['HEAD', 'objects', 'refs'];

/** What is said of a context with a `.git` that git makes nothing of: buildx looks there for the commit it builds. */
export function missingCommit({ files, cwd }: Process, context: string): string[] {
  const folder = resolvePath(cwd, context);
  if (context === '-' || !files.isDirectory(`${folder}/.git`)) return [];
  for (let place = folder; ; place = resolvePath(place, '..')) {
    if (REPOSITORY.every((name) => files.exists(`${place}/.git/${name}`))) return [];
    if (place === '/') break;
  }
  return [
    'current commit information was not captured by the build: failed to read current commit information with git rev-parse --is-inside-work-tree',
  ];
}
