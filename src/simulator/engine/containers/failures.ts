import { ApiError } from '../errors.ts';

/** How the daemon words what its runtime could not start, and the exit code that goes with it. */

const UNABLE = 'unable to start container process';

/** runc's complaint about a container's first process, as it comes through containerd. */
export function createFailure(message: string): string {
  return `failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: ${UNABLE}: ${message}: unknown`;
}

/** Why a container's output cannot be logged. */
export function loggingFailure(message: string): string {
  return `failed to create task for container: failed to initialize logging driver: ${message}`;
}

/** runc's complaint about a process that is to join a container. */
export function execFailure(message: string): string {
  return `OCI runtime exec failed: exec failed: ${UNABLE}: ${message}: unknown`;
}

/** The error to answer with and the exit code to note, by what the message says. */
export function startFailure(message: string): { error: ApiError; exitCode: number } {
  const text = message.toLowerCase();
  if (text.includes('permission denied')) return { error: new ApiError(400, message), exitCode: 126 };
  if (text.includes('is a directory')) {
    return { error: new ApiError(400, `${message}: permission denied`), exitCode: 126 };
  }
  if (text.includes('not a directory')) {
    const hint =
      'Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type';
    return { error: new ApiError(400, `${message}: ${hint}`), exitCode: 127 };
  }
  if (text.includes('executable file not found') || text.includes('no such file or directory')) {
    return { error: new ApiError(400, message), exitCode: 127 };
  }
  return { error: new ApiError(500, message), exitCode: 128 };
}
