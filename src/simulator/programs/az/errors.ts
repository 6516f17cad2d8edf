/** A failure that ends az; printed after `ERROR: `. */
export class AzFailure extends Error {
  readonly status: number;
  /** What is printed below the error, for one who does not know how to go on. */
  readonly advice: string;
  constructor(message: string, status = 1, advice = '') {
    super(message);
    this.status = status;
    this.advice = advice;
  }
}

/** A command line that makes no sense. */
export const usageError = (message: string, advice?: string): AzFailure => new AzFailure(message, 2, advice);

export const NOT_LOGGED_IN = "Please run 'az login' to setup account.";
