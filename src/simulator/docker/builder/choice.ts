import { goBool, notBool } from '../../common/go-bool.ts';
import type { Process } from '../../common/process.ts';
import { CommandError } from '../framework/errors.ts';

/** Which builder `docker build` uses: BuildKit through the plugin buildx, or the engine's old one. */

const PLUGIN = 'docker-buildx';
/** Where plugins of the CLI are looked for, besides the user's own folder. */
const FOLDERS = [
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
];

/** Where the plugin buildx is installed, if it is. */
export function buildxPath(process: Process): string | undefined {
  const own = `${process.env.DOCKER_CONFIG || `${process.env.HOME ?? process.user.home}/.docker`}/cli-plugins`;
  return [own, ...FOLDERS].map((folder) => `${folder}/${PLUGIN}`).find((path) => process.files.isFile(path));
}

/** Whether the plugin buildx is installed. */
export const hasBuildx = (process: Process): boolean => buildxPath(process) !== undefined;

/** What DOCKER_BUILDKIT says; `undefined` when it is not set. */
function wish(process: Process): boolean | undefined {
  const value = process.env.DOCKER_BUILDKIT;
  return value ? goBool(value) : undefined;
}

/** Whether `docker build` is `docker buildx build`. */
export function usesBuildx(process: Process): boolean {
  const unreadable = !!process.env.DOCKER_BUILDKIT && wish(process) === undefined;
  return !unreadable && wish(process) !== false && hasBuildx(process);
}

/**
 * What the old builder says before anything else.
 * @throws CommandError when BuildKit is asked for and cannot be had
 */
export function legacyNotice(process: Process): string {
  const value = process.env.DOCKER_BUILDKIT ?? '';
  if (value !== '' && wish(process) === undefined) {
    throw new CommandError(`DOCKER_BUILDKIT environment variable expects boolean value: ${notBool(value)}`);
  }
  if (wish(process)) {
    throw new CommandError(
      'ERROR: BuildKit is enabled but the buildx component is missing or broken.\n       Install the buildx component to build images with BuildKit:\n       https://docs.docker.com/go/buildx/',
    );
  }
  const advice =
    wish(process) === false
      ? 'BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0\n            environment-variable.'
      : 'Install the buildx component to build images with BuildKit:\n            https://docs.docker.com/go/buildx/';
  return `DEPRECATED: The legacy builder is deprecated and will be removed in a future release.\n            ${advice}\n\n`;
}
