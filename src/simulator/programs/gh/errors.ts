/** A failure that ends gh: what it prints, and its exit status. */
export class GhFailure extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** A wrong flag or argument: told with the command's usage. */
export const flagError = (message: string, usage: string): GhFailure =>
  new GhFailure(`${message}\n\nUsage:  gh ${usage}\n`);
