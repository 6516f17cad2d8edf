import { goBool } from '../../common/go-bool.ts';
import { ApiError } from '../errors.ts';

/** `--security-opt`, as far as the daemon reads it when a container is made. */
export function checkSecurityOptions(options: readonly string[]): void {
  for (const option of options) checkSecurityOption(option);
}

function checkSecurityOption(option: string): void {
  if (['no-new-privileges', 'disable', 'writable-cgroups'].includes(option)) return;
  const separator = option.includes('=') ? '=' : ':';
  const at = option.indexOf(separator);
  if (at === -1) throw new ApiError(500, `invalid --security-opt 1: ${JSON.stringify(option)}`);
  const [key, value] = [option.slice(0, at), option.slice(at + 1)];
  const isBool = goBool(value) !== undefined;
  const known = ['label', 'apparmor', 'seccomp'].includes(key);
  if (!known && !(['no-new-privileges', 'writable-cgroups'].includes(key) && isBool)) {
    throw new ApiError(500, `invalid --security-opt 2: ${JSON.stringify(option)}`);
  }
}

/** `--storage-opt`, as overlay2 on a file system without project quotas reads it. */
export function checkStorageOptions(options: Readonly<Record<string, string>>): void {
  if ('size' in options) {
    throw new ApiError(
      500,
      "--storage-opt is supported only for overlay over xfs with 'pquota' mount option",
    );
  }
  for (const name of Object.keys(options)) {
    if (name.toLowerCase() !== 'size') throw new ApiError(500, `Unknown option ${name.toLowerCase()}`);
  }
}
