import type { Process } from '../../common/process.ts';
import { readAll } from '../support/input.ts';
import { input, secret, select } from '../support/survey.ts';
import { during, loginOf, scopesHeader } from './client.ts';
import type { Call, Command } from './command.ts';
import { deviceFlow } from './device.ts';
import { canPrompt, refuseVariable } from './environment.ts';
import { FlagFailure, GhFailure } from './errors.ts';
import { HOSTNAME, hostnameProblem, INSECURE, SECURE } from './flags.ts';
import { askForGit, setUpGit } from './git-helper.ts';
import { defaultHost, HOST, saveLogin, usersOf } from './hosts.ts';
import { missingScopes, quoted } from './scopes.ts';
import { styleOf } from './style.ts';

/** `gh auth login`: with a token on standard input, by a browser, or by questions on a terminal. */
export const login: Command = {
  name: 'login',
  args: 0,
  short: 'Log in to an account at GitHub',
  long: [
    'Logs in to an account of a GitHub host: `github.com`, unless `--hostname` names another.',
    '',
    'Without more it goes through a web browser: a code is shown, and confirmed on the page that opens.',
    'The token that comes of it is kept in the credential store of the system, or, where there is none,',
    'as plain text in a file; `gh auth status` says where.',
    '',
    'With `--with-token` a token is read from standard input. It needs the scopes `repo`, `read:org` and `gist`.',
    '',
    'A token in the environment is used without logging in: see `gh help environment`.',
    '',
  ].join('\n'),
  examples: [
    '# Answer questions one after the other',
    '$ gh auth login',
    '',
    '# Take the token from a file',
    '$ gh auth login --with-token < token.txt',
  ].join('\n'),
  flags: [
    { ...HOSTNAME, usage: 'GitHub host to log in to' },
    { name: 'scopes', short: 's', type: 'strings', usage: 'Further scopes to ask for' },
    { name: 'with-token', type: 'bool', usage: 'Take the token from standard input' },
    { name: 'web', short: 'w', type: 'bool', usage: 'Log in by a browser without asking how' },
    {
      name: 'git-protocol',
      short: 'p',
      type: 'string',
      usage: 'Protocol that git uses with this host: {ssh|https}',
      check: (value) => {
        if (!['ssh', 'https'].includes(value.toLowerCase())) throw new Error('valid values are {ssh|https}');
        return value.toLowerCase();
      },
    },
    SECURE,
    INSECURE,
    { name: 'skip-ssh-key', type: 'bool', usage: 'Do not offer to make or upload an SSH key' },
  ],
  run,
};

interface Choices {
  host: string;
  interactive: boolean;
  web: boolean;
  scopes: readonly string[];
  protocol: string;
}

async function run({ process, flags }: Call): Promise<number> {
  const withToken = flags.bool('with-token');
  const web = flags.bool('web');
  const scopes = flags.list('scopes');
  if (withToken && web) throw new FlagFailure('specify only one of `--web` or `--with-token`');
  if (withToken && scopes.length > 0)
    throw new FlagFailure('specify only one of `--scopes` or `--with-token`');
  const token = withToken
    ? new TextDecoder().decode(await readAll(process.stdin, process.signal)).trim()
    : '';
  const interactive = canPrompt(process) && token === '';
  let host = flags.string('hostname');
  const problem = flags.changed('hostname') ? hostnameProblem(host) : undefined;
  if (problem !== undefined) throw new FlagFailure(`error parsing hostname: ${problem}`);
  if (host === '') host = interactive && !web ? await askHost(process) : defaultHost(process);
  host = host.toLowerCase();
  refuseVariable(process, host, 'have GitHub CLI store credentials instead');
  const protocol = flags.string('git-protocol');
  if (token !== '') {
    const user = await check(process, host, token);
    saveLogin(process, { host, user, token, protocol });
    return 0;
  }
  return converse(process, { host, interactive, web, scopes, protocol });
}

/** Who a token belongs to. @throws GhFailure when it is none, or lacks what gh needs */
async function check(process: Process, host: string, token: string): Promise<string> {
  try {
    const missing = missingScopes(await scopesHeader(process, host, token));
    if (missing.length > 0)
      throw new GhFailure(`missing required scope${missing.length > 1 ? 's' : ''} ${quoted(missing)}`);
  } catch (error) {
    throw during('error validating token', error);
  }
  try {
    return await loginOf(process, host, token);
  } catch (error) {
    throw during('error retrieving current user', error);
  }
}

async function askHost(process: Process): Promise<string> {
  const chosen = await select(process, 'Where do you use GitHub?', ['GitHub.com', 'Other']);
  return chosen === 0 ? HOST : input(process, 'Hostname:', hostnameProblem);
}

async function askProtocol(process: Process): Promise<string> {
  const question = 'What is your preferred protocol for Git operations on this host?';
  return ['https', 'ssh'][await select(process, question, ['HTTPS', 'SSH'])]!;
}

async function converse(process: Process, choices: Choices): Promise<number> {
  const { host, interactive } = choices;
  const { success, warning, bold } = styleOf(process);
  const say = (text: string): Promise<void> => process.stderr.write(text);
  const protocol = choices.protocol || (interactive ? await askProtocol(process) : '');
  const git =
    interactive && protocol === 'https' ? await askForGit(process, host) : { setUp: false, scopes: [] };
  const ways = ['Login with a web browser', 'Paste an authentication token'];
  const byBrowser =
    choices.web ||
    !interactive ||
    (await select(process, 'How would you like to authenticate GitHub CLI?', ways)) === 0;
  const { token, user } = byBrowser
    ? await inBrowser(process, choices, git.scopes)
    : await pasted(process, host, git.scopes);
  const known = usersOf(process, host).includes(user);
  if (protocol !== '')
    await say(`- gh config set -h ${host} git_protocol ${protocol}\n${success} Configured git protocol\n`);
  saveLogin(process, { host, user, token, protocol });
  await say(`${warning} Authentication credentials saved in plain text\n`);
  if (git.setUp) setUpGit(process, host);
  await say(`${success} Logged in as ${bold(user)}\n`);
  if (known) await say(`${warning} You were already logged in to this account\n`);
  return 0;
}

interface Found {
  token: string;
  user: string;
}

async function inBrowser(
  process: Process,
  { host, scopes, interactive }: Choices,
  more: readonly string[],
): Promise<Found> {
  try {
    const found = await deviceFlow(process, host, [...scopes, ...more], interactive);
    await process.stderr.write(`${styleOf(process).success} Authentication complete.\n`);
    return found;
  } catch (error) {
    throw during('failed to authenticate via web browser', error);
  }
}

async function pasted(process: Process, host: string, more: readonly string[]): Promise<Found> {
  await process.stderr.write(
    `Tip: you can generate a Personal Access Token here https://${host}/settings/tokens\nThe minimum required scopes are ${quoted(['repo', 'read:org', ...more])}.\n`,
  );
  const token = await secret(process, 'Paste your authentication token:');
  return { token, user: await check(process, host, token) };
}
