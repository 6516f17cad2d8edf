import type { Process } from '../../common/process.ts';
import { parseArguments, UsageError } from '../support/options.ts';
import { flagError, GhFailure } from './errors.ts';
import { currentLogin } from './hosts.ts';

/** What gh needs of a token, and asks for in a browser. */
const REQUIRED = ['repo', 'read:org'];
export const WEB_SCOPES = ['repo', 'read:org', 'gist'];

/** Parses the arguments of a verb of `gh auth`. @throws GhFailure */
export function options(args: string[], verb: string, short: string, long: Record<string, string>) {
  try {
    const parsed = parseArguments(args, { short, long });
    if (parsed.rest.length > 0) {
      throw new GhFailure(`accepts 0 arg(s), received ${parsed.rest.length}`);
    }
    return parsed;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw wrongFlag(error, `auth ${verb} [flags]`);
  }
}

/** What gh says of a flag that it cannot take. */
export function wrongFlag({ message }: UsageError, usage: string): GhFailure {
  const flag = /'([^']+)'/.exec(message)?.[1] ?? '';
  if (message.startsWith('unrecognized')) return flagError(`unknown flag: ${flag}`, usage);
  if (message.startsWith('invalid')) return flagError(`unknown shorthand flag: '${flag}' in -${flag}`, usage);
  const name = flag.startsWith('-') ? flag : `'${flag}' in -${flag}`;
  return flagError(`flag needs an argument: ${name}`, usage);
}

/** A token of the environment is not gh's to change. */
export function refuseVariable(process: Process, wanted: string): void {
  const source = currentLogin(process)?.source;
  if (source === undefined || source.includes('/')) return;
  throw new GhFailure(
    `The value of the ${source} environment variable is being used for authentication.\nTo ${wanted}, first clear the value from the environment.`,
  );
}

export function missingScopes(scopes: string[]): string[] {
  return REQUIRED.filter((scope) => !scopes.includes(scope));
}

export const missingText = (missing: string[]): string =>
  `missing required scope${missing.length > 1 ? 's' : ''} ${missing.map((scope) => `'${scope}'`).join(', ')}`;
