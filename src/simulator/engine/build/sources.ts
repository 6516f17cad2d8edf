/** Whether a source of ADD is downloaded. */
export function isUrl(path: string): boolean {
  return /^https?:\/\//.test(path);
}

/** Whether a source of ADD is a git repository. */
export function isGit(path: string): boolean {
  return /^(git:\/\/|ssh:\/\/|git@)/.test(path) || /^https?:\/\/[^#]+\.git(#.*)?$/.test(path);
}

/** Whether a source comes from elsewhere than the build context or a stage. */
export const isRemote = (path: string): boolean => isUrl(path) || isGit(path);
