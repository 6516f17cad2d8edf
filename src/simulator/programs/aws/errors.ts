import { closeMatches } from '../support/difflib.ts';

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
export const usageError = (message: string): AwsFailure =>
  new AwsFailure(`aws: [ERROR]: ${message}\n\n${USAGE}`, 252);
/** What a service's command does not know of its line: here the usage goes first. */
export const unknownOptions = (words: readonly string[]): AwsFailure =>
  new AwsFailure(`${USAGE}\nUnknown options: ${words.join(', ')}\n`, 252);
/** A value makes no sense. */
export const badValue = (message: string): AwsFailure => new AwsFailure(message, 252);
/** Credentials or a region are missing. */
export const badConfiguration = (message: string): AwsFailure => new AwsFailure(message, 253);
/** A service refused. */
export const serviceError = (message: string): AwsFailure => new AwsFailure(message, 254);
/** What the CLI did not foresee. */
export const generalError = (message: string): AwsFailure => new AwsFailure(message, 255);

/** A word that is not one of those an argument takes, with those that it may have been meant for. */
export function invalidChoice(argument: string, given: string, choices: readonly string[]): AwsFailure {
  const close = closeMatches(given, choices, 0.8).map((name) => `\n  * ${name}`);
  const guess = close.length === 0 ? '' : `\nMaybe you meant:\n${close.join('')}`;
  return usageError(`argument ${argument}: Found invalid choice '${given}'\n${guess}`);
}

export const required = (names: readonly string[]): AwsFailure =>
  usageError(`the following arguments are required: ${names.join(', ')}`);
