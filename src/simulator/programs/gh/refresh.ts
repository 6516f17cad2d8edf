import type { Process } from '../../common/process.ts';
import { select } from '../support/survey.ts';
import { scopesHeader } from './client.ts';
import type { Call, Command } from './command.ts';
import { deviceFlow } from './device.ts';
import { canPrompt, refuseVariable } from './environment.ts';
import { FlagFailure, GhFailure } from './errors.ts';
import { HOSTNAME, INSECURE, SECURE } from './flags.ts';
import { askForGit, setUpGit } from './git-helper.ts';
import { activeToken, activeUser, gitProtocol, knownHosts, saveLogin } from './hosts.ts';
import { scopesIn } from './scopes.ts';
import { styleOf } from './style.ts';

/** `gh auth refresh`: a new token, with more scopes or fewer. */
export const refresh: Command = {
  name: 'refresh',
  args: 0,
  short: 'Get a new token for the active account, with other scopes',
  long: [
    'Gets a new token for the active account, by a browser.',
    '',
    'It has the scopes of the old one and those of `--scopes`, without those of `--remove-scopes`;',
    'after `--reset-scopes` only those that gh needs: `repo`, `read:org` and `gist`, which are never taken away.',
    '',
    'For another account, make it the active one with `gh auth switch` first.',
    '',
  ].join('\n'),
  examples: [
    '# May push packages from now on',
    '$ gh auth refresh --scopes write:packages',
    '',
    '# May not delete packages any more',
    '$ gh auth refresh --remove-scopes delete:packages',
  ].join('\n'),
  flags: [
    { ...HOSTNAME, usage: 'GitHub host of the account' },
    { name: 'scopes', short: 's', type: 'strings', usage: 'Scopes to add' },
    { name: 'remove-scopes', short: 'r', type: 'strings', usage: 'Scopes to take away' },
    { name: 'reset-scopes', type: 'bool', usage: 'Go back to the scopes that gh needs' },
    SECURE,
    INSECURE,
  ],
  run,
};

async function run({ process, flags }: Call): Promise<number> {
  const interactive = canPrompt(process);
  if (!interactive && flags.string('hostname') === '')
    throw new FlagFailure('--hostname required when not running interactively');
  const host = await findHost(process, flags.string('hostname'));
  refuseVariable(process, host, 'refresh credentials stored in GitHub CLI');
  const scopes = new Set(flags.bool('reset-scopes') ? [] : await ownScopes(process, host));
  const git =
    interactive && gitProtocol(process, host) === 'https'
      ? await askForGit(process, host)
      : { setUp: false, scopes: [] };
  for (const scope of [...git.scopes, ...flags.list('scopes')]) scopes.add(scope);
  for (const scope of flags.list('remove-scopes')) scopes.delete(scope);
  const { token, user } = await deviceFlow(process, host, [...scopes], interactive);
  const before = activeUser(process, host);
  if (before !== undefined && before !== user) {
    throw new GhFailure(
      `error refreshing credentials for ${before}, received credentials for ${user}, did you use the correct account in the browser?`,
    );
  }
  saveLogin(process, { host, user, token });
  await process.stderr.write(`${styleOf(process).success} Authentication complete.\n`);
  if (git.setUp) setUpGit(process, host);
  return 0;
}

async function findHost(process: Process, wanted: string): Promise<string> {
  const hosts = knownHosts(process);
  if (hosts.length === 0)
    throw new GhFailure("not logged in to any hosts. Use 'gh auth login' to authenticate with a host");
  if (wanted === '') {
    const question = 'What account do you want to refresh auth for?';
    return hosts.length === 1 ? hosts[0]! : hosts[await select(process, question, hosts)]!;
  }
  if (!hosts.includes(wanted))
    throw new GhFailure(`not logged in to ${wanted}. use 'gh auth login' to authenticate with this host`);
  return wanted;
}

/** The scopes of the token that is there; none where GitHub does not know it any more. */
async function ownScopes(process: Process, host: string): Promise<string[]> {
  const token = activeToken(process, host)?.token ?? '';
  try {
    return token === '' ? [] : scopesIn(await scopesHeader(process, host, token));
  } catch (error) {
    if (error instanceof GhFailure) return [];
    throw error;
  }
}
