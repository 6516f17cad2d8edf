import type { Process } from '../../../common/process.ts';
import { GhFailure } from '../errors.ts';

/**
 * Puts in what `{owner}`, `{repo}` and `{branch}` stand for. The repository is that of $GH_REPO: no folder of these
 * machines is a clone of one. @throws GhFailure
 */
export function fillPlaceholders({ env }: Process, text: string): string {
  return text.replace(/:(?:owner|repo|branch)\b|\{[a-z]+\}/g, (placeholder) => {
    const name = placeholder.replace(/[:{}]/g, '');
    if (!['owner', 'repo', 'branch'].includes(name)) return placeholder;
    if (!env.GH_REPO)
      throw new GhFailure(
        'failed to run git: fatal: not a git repository (or any of the parent directories): .git\n',
      );
    if (name === 'branch')
      throw new GhFailure("unable to determine an appropriate value for the 'branch' placeholder");
    const parts = env.GH_REPO.split('/');
    if (parts.length < 2 || parts.length > 3 || parts.includes(''))
      throw new GhFailure(`expected the "[HOST/]OWNER/REPO" format, got ${JSON.stringify(env.GH_REPO)}`);
    return parts.at(name === 'owner' ? -2 : -1)!;
  });
}
