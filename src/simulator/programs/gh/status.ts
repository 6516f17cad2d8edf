import type { Process } from '../../common/process.ts';
import { loginOf, scopesHeader } from './client.ts';
import type { Call, Command } from './command.ts';
import { GhFailure, TimeoutFailure } from './errors.ts';
import { HOSTNAME } from './flags.ts';
import {
  activeToken,
  activeUser,
  gitProtocol,
  hostsPath,
  isOfEnvironment,
  knownHosts,
  type Token,
  tokenOf,
  usersOf,
} from './hosts.ts';
import { missingScopes, quoted, scopesIn } from './scopes.ts';
import { styleOf } from './style.ts';

/** `gh auth status`: what gh knows of, each token tried. */
export const status: Command = {
  name: 'status',
  args: 0,
  short: 'Show the accounts of each GitHub host, and whether their tokens are good',
  long: [
    'Shows the accounts of each known GitHub host, and which of them gh acts as.',
    '',
    'Each token is tried. When one of them is not good, all goes to standard error, and the exit status is 1.',
    '`gh auth switch` chooses another account.',
    '',
  ].join('\n'),
  flags: [
    { ...HOSTNAME, usage: 'Look at this host alone' },
    { name: 'show-token', short: 't', type: 'bool', usage: 'Show the tokens themselves' },
    { name: 'active', short: 'a', type: 'bool', usage: 'Look at the active account alone' },
  ],
  run,
};

interface Entry extends Token {
  host: string;
  /** Unknown for a token of the environment. */
  user: string | undefined;
  active: boolean;
}

/** The accounts of a host, the active one first: a token of the environment comes before all that is kept. */
function entriesOf(process: Process, host: string): Entry[] {
  const token = activeToken(process, host) ?? { token: '', source: hostsPath(process) };
  const user = isOfEnvironment(token) ? undefined : activeUser(process, host);
  const others = usersOf(process, host)
    .filter((one) => one !== user)
    .map((one) => ({
      host,
      user: one,
      token: tokenOf(process, host, one) ?? '',
      source: hostsPath(process),
      active: false,
    }));
  return [{ host, user, ...token, active: true }, ...others];
}

async function run({ process, flags }: Call): Promise<number> {
  const wanted = flags.string('hostname');
  const hosts = knownHosts(process);
  if (hosts.length === 0) {
    const advice = styleOf(process).bold('gh auth login');
    throw new GhFailure(`You are not logged into any GitHub hosts. To log in, run: ${advice}`);
  }
  if (wanted !== '' && !hosts.includes(wanted))
    throw new GhFailure(`You are not logged into any accounts on ${wanted}`);
  const sections: string[] = [];
  let good = true;
  for (const host of hosts.filter((one) => wanted === '' || one === wanted)) {
    const told: string[] = [];
    for (const entry of entriesOf(process, host)) {
      if (!entry.active && flags.bool('active')) continue;
      const one = await tell(process, entry, flags.bool('show-token'));
      told.push(one.text);
      good &&= one.good;
    }
    sections.push(`${styleOf(process).bold(host)}\n${told.join('\n')}`);
  }
  await (good ? process.stdout : process.stderr).write(sections.join('\n'));
  return good ? 0 : 1;
}

const lines = (texts: string[]): string => texts.map((text) => `  ${text}\n`).join('');

async function tell(
  process: Process,
  entry: Entry,
  showToken: boolean,
): Promise<{ text: string; good: boolean }> {
  const { host, token, source, active } = entry;
  let { user } = entry;
  let header: string;
  try {
    user ??= isOfEnvironment(entry) ? await loginOf(process, host, token) : '';
    header = await scopesHeader(process, host, token);
  } catch (error) {
    if (!(error instanceof GhFailure)) throw error;
    return { text: complain(process, { ...entry, user }, error), good: false };
  }
  const { bold, success, warning } = styleOf(process);
  const told = [
    `${success} Logged in to ${host} account ${bold(user)} (${source})`,
    `- Active account: ${bold(String(active))}`,
    `- Git operations protocol: ${bold(gitProtocol(process, host))}`,
    `- Token: ${bold(showToken ? token : mask(token))}`,
  ];
  if (/^gh[po]_/.test(token)) {
    told.push(`- Token scopes: ${bold(scopeList(header))}`);
    const missing = missingScopes(header);
    if (missing.length > 0) {
      told.push(`${warning} Missing required token scopes: ${bold(quoted(missing))}`);
      told.push(`- To request missing scopes, run: ${bold(`gh auth refresh -h ${host}`)}`);
    }
  }
  return { text: lines(told), good: true };
}

function complain(process: Process, entry: Entry, error: GhFailure): string {
  const { host, user, source, active } = entry;
  const { bold, failure } = styleOf(process);
  const whom = user ? `${host} account ${bold(user)}` : `${host} using token`;
  const state = `- Active account: ${bold(String(active))}`;
  if (error instanceof TimeoutFailure)
    return lines([`${failure} Timeout trying to log in to ${whom} (${source})`, state]);
  const told = [
    `${failure} Failed to log in to ${whom} (${source})`,
    state,
    `- The token in ${source} is invalid.`,
  ];
  if (!isOfEnvironment(entry)) {
    told.push(`- To re-authenticate, run: ${bold(`gh auth login -h ${host}`)}`);
    told.push(`- To forget about this account, run: ${bold(`gh auth logout -h ${host} -u ${user ?? ''}`)}`);
  }
  return lines(told);
}

function mask(token: string): string {
  const shown = token.slice(0, token.lastIndexOf('_') + 1);
  return shown + '*'.repeat(token.length - shown.length);
}

const scopeList = (header: string): string => (header === '' ? 'none' : quoted(scopesIn(header)));
