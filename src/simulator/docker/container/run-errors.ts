import { DaemonError } from '../framework/engine.ts';
import { CommandError } from '../framework/errors.ts';

/** The statuses of `docker run` itself, beside those of the program it runs. */
const FAILED = 125;
const CANNOT_INVOKE = 126;
const NOT_FOUND = 127;

/** An error of `run` or `create`, with the pointer to its help. */
export function withHelp(error: unknown, command: string, exitCode = FAILED): CommandError {
  return new CommandError(
    `docker: ${(error as Error).message}\n\nRun 'docker ${command} --help' for more information`,
    exitCode,
  );
}

/**
 * An error of the engine while a container is made or started: the status tells programs that are not there from
 * those that cannot be run.
 */
export function runFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'BrokenPipe' || error.name === 'AbortError') return error;
  const text = error instanceof DaemonError ? error.reason : error.message;
  const contains = (...parts: string[]): boolean => parts.some((part) => text.includes(part));
  if (
    contains(
      'executable file not found',
      'no such file or directory',
      'system cannot find the file specified',
    )
  ) {
    return withHelp(error, 'run', NOT_FOUND);
  }
  if (contains('permission denied', 'is a directory')) return withHelp(error, 'run', CANNOT_INVOKE);
  return withHelp(error, 'run');
}

/** @throws CommandError when `--pull` has a value it does not know */
export function checkPull(value: string, command: string): void {
  if (['always', 'missing', 'never', ''].includes(value)) return;
  const reason = `invalid pull option: '${value}': must be one of "always", "missing" or "never"`;
  throw withHelp(new Error(reason), command);
}
