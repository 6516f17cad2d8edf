import type { Process } from '../../common/process.ts';
import { select } from '../support/survey.ts';
import type { Call, Command } from './command.ts';
import { canPrompt, refuseVariable } from './environment.ts';
import { GhFailure } from './errors.ts';
import { HOSTNAME } from './flags.ts';
import { activate, activeUser, forgetLogin, knownHosts, usersOf } from './hosts.ts';
import { styleOf } from './style.ts';

/** `gh auth switch` and `logout`: which of several accounts is meant. */

export const logout: Command = {
  name: 'logout',
  args: 0,
  short: 'Log out of an account at GitHub',
  long: [
    'Forgets what is kept of an account on this machine.',
    '',
    'The token itself stays good: it is taken back on the pages of GitHub.',
    '',
  ].join('\n'),
  examples: [
    '# Ask which account is meant, where there are several',
    '$ gh auth logout',
    '',
    '# Name the host and the account',
    '$ gh auth logout --hostname github.com --user monalisa',
  ].join('\n'),
  flags: [
    { ...HOSTNAME, usage: 'GitHub host to log out of' },
    { name: 'user', short: 'u', type: 'string', usage: 'Account to log out of' },
  ],
  run: runLogout,
};

export const switchAccount: Command = {
  name: 'switch',
  args: 0,
  short: 'Act as another account from now on',
  long: [
    'Says which of the accounts of a GitHub host gh acts as.',
    '',
    'Of two accounts it is the other one; of more, `--user` says which, or a question asks.',
    '`gh auth status` lists them.',
    '',
  ].join('\n'),
  examples: [
    '# Ask which account is meant, where there are more than two',
    '$ gh auth switch',
    '',
    '# Name the host and the account',
    '$ gh auth switch --hostname github.com --user monalisa',
  ].join('\n'),
  flags: [
    { ...HOSTNAME, usage: 'GitHub host whose account changes' },
    { name: 'user', short: 'u', type: 'string', usage: 'Account to act as' },
  ],
  run: runSwitch,
};

interface Account {
  host: string;
  user: string;
}

const isActive = (process: Process, { host, user }: Account): boolean => activeUser(process, host) === user;

/** The accounts that the flags leave. @throws GhFailure when there is none */
function candidates({ process, flags }: Call): Account[] {
  const wantedHost = flags.string('hostname');
  const wantedUser = flags.string('user');
  const hosts = knownHosts(process);
  if (hosts.length === 0) throw new GhFailure('not logged in to any hosts');
  if (wantedHost !== '' && !hosts.includes(wantedHost)) throw new GhFailure(`not logged in to ${wantedHost}`);
  if (wantedHost !== '' && wantedUser !== '' && !usersOf(process, wantedHost).includes(wantedUser))
    throw new GhFailure(`not logged in to ${wantedHost} account ${wantedUser}`);
  const found = hosts
    .filter((host) => wantedHost === '' || host === wantedHost)
    .flatMap((host) => usersOf(process, host).map((user) => ({ host, user })))
    .filter(({ user }) => wantedUser === '' || user === wantedUser);
  if (found.length === 0) throw new GhFailure('no accounts matched that criteria');
  return found;
}

/** Asks which one is meant. @throws GhFailure when nobody can be asked */
async function choose(process: Process, found: Account[], what: string, names: string[]): Promise<Account> {
  if (found.length === 1) return found[0]!;
  if (!canPrompt(process)) {
    throw new GhFailure(
      `unable to determine which account to ${what}, please specify \`--hostname\` and \`--user\``,
    );
  }
  return found[await select(process, `What account do you want to ${what}?`, names)]!;
}

async function runLogout(call: Call): Promise<number> {
  const { process } = call;
  const found = candidates(call);
  const names = found.map(({ host, user }) => `${user} (${host})`);
  const { host, user } = await choose(process, found, 'log out of', names);
  refuseVariable(process, host, 'erase credentials stored in GitHub CLI');
  const before = activeUser(process, host);
  forgetLogin(process, host, user);
  const after = activeUser(process, host);
  const { success, bold } = styleOf(process);
  await process.stderr.write(`${success} Logged out of ${host} account ${bold(user)}\n`);
  if (after !== undefined && after !== before)
    await process.stderr.write(`${success} Switched active account for ${host} to ${bold(after)}\n`);
  return 0;
}

async function runSwitch(call: Call): Promise<number> {
  const { process } = call;
  const found = candidates(call);
  const [first, second] = found;
  const names = found.map((one) => `${one.user} (${one.host})${isActive(process, one) ? ' - active' : ''}`);
  const { host, user } =
    found.length === 2 && first!.host === second!.host
      ? isActive(process, first!)
        ? second!
        : first!
      : await choose(process, found, 'switch to', names);
  refuseVariable(process, host, 'have GitHub CLI manage credentials instead');
  const { success, failure, bold } = styleOf(process);
  try {
    activate(process, host, user);
  } catch (error) {
    await process.stderr.write(`${failure} Failed to switch account for ${host} to ${bold(user)}\n`);
    throw error;
  }
  await process.stderr.write(`${success} Switched active account for ${host} to ${bold(user)}\n`);
  return 0;
}
