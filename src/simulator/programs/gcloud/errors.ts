/** A failure that ends gcloud, as `ERROR: (gcloud.the.command) message`. */
export class GcloudFailure extends Error {
  readonly status: number;
  /** Whether it shows before gcloud knows which command it is. */
  readonly early: boolean;
  constructor(message: string, status = 1, early = false) {
    super(message);
    this.status = status;
    this.early = early;
  }
}

export const NO_ACCOUNT = `You do not currently have an active account selected.
Please run:

  $ gcloud auth login

to obtain new credentials.

If you have already logged in with a different account, run:

  $ gcloud config set account ACCOUNT

to select an already authenticated account to use.`;

/** Of an account that gcloud does not know. */
export const noCredentials = (
  account: string,
): string => `Your current active account [${account}] does not have any valid credentials
Please run:

  $ gcloud auth login

to obtain new credentials.

For service account, please activate it first:

  $ gcloud auth activate-service-account ACCOUNT`;
