/** A failure that ends gh: what it prints on standard error, nothing when empty, and its exit status. */
export class GhFailure extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** A wrong flag: the command's usage follows. */
export class FlagFailure extends GhFailure {}

/** A refusal of GitHub's, with what might help against it. */
export class HttpFailure extends GhFailure {
  readonly advice: string;
  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}

/** No answer came in time. */
export class TimeoutFailure extends GhFailure {}
