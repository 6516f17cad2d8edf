/** Lines of a Dockerfile, counted from 1. */
export interface Lines {
  start: number;
  end: number;
}

/** An error that points into the Dockerfile; the CLI shows the lines. */
export class DockerfileError extends Error {
  /** Where it is; several when one place led to another. */
  readonly locations: Lines[];

  constructor(message: string, ...locations: Lines[]) {
    super(message);
    this.name = 'DockerfileError';
    this.locations = locations;
  }
}

/** Gives an error its place in the Dockerfile, when it has none yet. */
export function located(error: unknown, lines: Lines, message?: string): DockerfileError {
  if (error instanceof DockerfileError && error.locations.length > 0) {
    return message === undefined ? error : new DockerfileError(message, ...error.locations);
  }
  return new DockerfileError(message ?? (error instanceof Error ? error.message : String(error)), lines);
}

/** Runs a function; what it throws gets a place, unless it is known whether it has one. */
export function at<T>(lines: Lines, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof DockerfileError ? error : located(error, lines);
  }
}
