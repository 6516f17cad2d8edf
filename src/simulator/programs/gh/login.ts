import type { Process } from '../../common/process.ts';
import { readAll } from '../support/input.ts';
import { absolute } from '../support/program.ts';
import { confirm, Interrupted, input, secret, select } from '../support/survey.ts';
import { noConnection, whose } from './client.ts';
import { deviceFlow } from './device.ts';
import { flagError, GhFailure } from './errors.ts';
import { HOST, isKnown, saveLogin } from './hosts.ts';
import { missingScopes, missingText, options, refuseVariable, WEB_SCOPES } from './options.ts';

/** `gh auth login`: with a token on standard input, by a browser, or by questions on a terminal. */

const USAGE = 'auth login [flags]';
const HELPER = '!/usr/bin/gh auth git-credential';

interface Answers {
  /** Missing where nobody was asked. */
  protocol: string | undefined;
  /** Whether git is to ask gh for credentials. */
  git: boolean;
  web: boolean;
}

export async function login(process: Process, args: string[]): Promise<number> {
  const given = options(args, 'login', 'h:s:p:w', {
    'hostname=': 'h',
    'scopes=': 's',
    'git-protocol=': 'p',
    web: 'w',
    'with-token': 'T',
    'insecure-storage': 'I',
    'skip-ssh-key': 'K',
  });
  const host = given.get('h') ?? HOST;
  if (host !== HOST) throw noConnection(host);
  const protocol = given.get('p');
  if (protocol !== undefined && !['ssh', 'https'].includes(protocol)) {
    throw flagError(
      `invalid argument "${protocol}" for "-p, --git-protocol" flag: valid values are {ssh|https}`,
      USAGE,
    );
  }
  if (given.has('T') && given.has('w'))
    throw flagError('specify only one of `--web` or `--with-token`', USAGE);
  if (given.has('T') && given.has('s'))
    throw flagError('specify only one of `--scopes` or `--with-token`', USAGE);
  if (given.has('T')) {
    refuseVariable(process, 'have GitHub CLI store credentials instead');
    return withToken(process);
  }
  const interactive = process.stdin.isTTY && process.stdout.isTTY;
  try {
    if (interactive && !given.has('h') && !given.has('w')) await askHost(process);
    refuseVariable(process, 'have GitHub CLI store credentials instead');
    const answers = interactive
      ? await askRest(process, protocol, given.has('w'))
      : { protocol, git: false, web: true };
    return await finish(process, answers, given.get('s')?.split(',') ?? []);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    // gh ends so when a question is cancelled: no word, and a status of its own.
    throw new GhFailure('', 2);
  }
}

async function withToken(process: Process): Promise<number> {
  const value = new TextDecoder().decode(await readAll(process.stdin, process.signal)).trim();
  saveLogin(process, { user: await check(process, value), token: value });
  return 0;
}

/** Who a token belongs to. @throws GhFailure when it is none, or lacks what gh needs */
async function check(process: Process, token: string): Promise<string> {
  const found = await whose(process, token);
  if ('refused' in found) throw new GhFailure(`error validating token: ${found.refused}`);
  const missing = missingScopes(found.scopes);
  if (missing.length > 0) throw new GhFailure(`error validating token: ${missingText(missing)}`);
  return found.user;
}

async function askHost(process: Process): Promise<void> {
  const chosen = await select(process, 'Where do you use GitHub?', ['GitHub.com', 'Other']);
  if (chosen === 0) return;
  const host = await input(process, 'Hostname:');
  if (host !== HOST) throw noConnection(host);
}

async function askRest(process: Process, given: string | undefined, web: boolean): Promise<Answers> {
  let protocol = given;
  if (protocol === undefined) {
    const names = ['HTTPS', 'SSH'];
    const question = 'What is your preferred protocol for Git operations on this host?';
    protocol = names[await select(process, question, names)]!.toLowerCase();
  }
  const git =
    protocol === 'https' &&
    (asksGh(process) || (await confirm(process, 'Authenticate Git with your GitHub credentials?')));
  const ways = ['Login with a web browser', 'Paste an authentication token'];
  const way = web ? 0 : await select(process, 'How would you like to authenticate GitHub CLI?', ways);
  return { protocol, git, web: way === 0 };
}

async function finish(process: Process, { protocol, git, web }: Answers, more: string[]): Promise<number> {
  const say = (text: string): Promise<void> => process.stderr.write(text);
  const scopes = git ? ['workflow'] : [];
  let token: string;
  if (web) {
    token = await deviceFlow(process, [...WEB_SCOPES, ...more, ...scopes]);
    await say('✓ Authentication complete.\n');
  } else {
    const wanted = ['repo', 'read:org', ...scopes].map((scope) => `'${scope}'`).join(', ');
    await say(
      `Tip: you can generate a Personal Access Token here https://${HOST}/settings/tokens\nThe minimum required scopes are ${wanted}.\n`,
    );
    token = await secret(process, 'Paste your authentication token:');
  }
  const user = web ? await nameOf(process, token) : await check(process, token);
  const known = isKnown(process, user);
  if (protocol !== undefined)
    await say(`- gh config set -h ${HOST} git_protocol ${protocol}\n✓ Configured git protocol\n`);
  saveLogin(process, { user, token, protocol });
  await say('! Authentication credentials saved in plain text\n');
  if (git && !asksGh(process)) setUpGit(process);
  await say(`✓ Logged in as ${user}\n`);
  if (known) await say('! You were already logged in to this account\n');
  return 0;
}

async function nameOf(process: Process, token: string): Promise<string> {
  const found = await whose(process, token);
  if ('refused' in found) throw new GhFailure(`error retrieving current user: ${found.refused}`);
  return found.user;
}

const gitConfig = (process: Process): string => absolute(process, `${process.env.HOME ?? '/'}/.gitconfig`);

/** Whether git asks gh for credentials already. */
function asksGh(process: Process): boolean {
  const path = gitConfig(process);
  return process.files.isFile(path) && process.files.readText(path).includes(`helper = ${HELPER}`);
}

/** As `gh auth setup-git`: an empty helper first, so that git forgets those that were set more generally. */
function setUpGit(process: Process): void {
  const path = gitConfig(process);
  const before = process.files.isFile(path) ? process.files.readText(path) : '';
  const sections = [HOST, `gist.${HOST}`].map(
    (host) => `[credential "https://${host}"]\n\thelper = \n\thelper = ${HELPER}\n`,
  );
  process.files.write(path, before + sections.join(''));
}
