/** A failure that ends az; printed after `ERROR: `. */
export class AzFailure extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** A command line that makes no sense. */
export const usageError = (message: string): AzFailure => new AzFailure(message, 2);

export const NOT_LOGGED_IN = "Please run 'az login' to setup account.";
