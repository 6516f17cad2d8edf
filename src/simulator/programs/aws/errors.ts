/** A failure that ends the AWS CLI: its text, and the exit status (docs.aws.amazon.com, "Return codes"). */
export class AwsFailure extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

const USAGE = `usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
`;

/** The command line makes no sense: told with the usage. */
export const usageError = (message: string): AwsFailure => new AwsFailure(`${USAGE}\n${message}\n`, 252);
/** A value makes no sense. */
export const badValue = (message: string): AwsFailure => new AwsFailure(message, 252);
/** Credentials or a region are missing. */
export const badConfiguration = (message: string): AwsFailure => new AwsFailure(message, 253);
/** A service refused. */
export const serviceError = (message: string): AwsFailure => new AwsFailure(message, 254);
