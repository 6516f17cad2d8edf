import type { Process } from '../../common/process.ts';
import { whose } from './client.ts';
import { deviceFlow } from './device.ts';
import { flagError, GhFailure } from './errors.ts';
import { currentLogin, HOST, saveLogin } from './hosts.ts';
import { login } from './login.ts';
import { missingScopes, options, refuseVariable, WEB_SCOPES } from './options.ts';

const NOT_LOGGED_IN = 'You are not logged into any GitHub hosts. To log in, run: gh auth login';
const USAGE =
  'auth <command> [flags]\n\nAvailable commands:\n  login\n  logout\n  refresh\n  status\n  token';

const VERBS: Record<string, (process: Process, args: string[]) => Promise<number>> = {
  login,
  logout,
  refresh,
  status,
  token,
};

/** `gh auth` */
export async function auth(process: Process, args: string[]): Promise<number> {
  const [verb, ...rest] = args;
  if (verb === undefined || verb === '--help' || verb === '-h') {
    await process.stdout.write(`Authenticate gh with GitHub\n\nUsage:  gh ${USAGE}\n`);
    return 0;
  }
  const run = VERBS[verb];
  if (!run) throw new GhFailure(`unknown command "${verb}" for "gh auth"\n\nUsage:  gh ${USAGE}`);
  return run(process, rest);
}

async function logout(process: Process, args: string[]): Promise<number> {
  options(args, 'logout', 'h:u:', { 'hostname=': 'h', 'user=': 'u' });
  const current = currentLogin(process);
  if (!current) throw new GhFailure('not logged in to any hosts');
  refuseVariable(process, 'erase credentials stored in GitHub CLI');
  saveLogin(process, undefined);
  await process.stderr.write(`✓ Logged out of ${HOST} account ${current.user}\n`);
  return 0;
}

async function refresh(process: Process, args: string[]): Promise<number> {
  const given = options(args, 'refresh', 'h:s:r:', {
    'hostname=': 'h',
    'scopes=': 's',
    'remove-scopes=': 'r',
  });
  if (!given.has('h') && !process.stdin.isTTY) {
    throw flagError('--hostname required when not running interactively', 'auth refresh [flags]');
  }
  const current = currentLogin(process);
  if (!current)
    throw new GhFailure(`not logged in to any hosts. Use 'gh auth login' to authenticate with a host`);
  refuseVariable(process, 'refresh credentials stored in GitHub CLI');
  const before = await whose(process, current.token);
  const kept = 'refused' in before ? [] : before.scopes;
  const removed = given.get('r')?.split(',') ?? [];
  const scopes = new Set([...WEB_SCOPES, ...kept, ...given.all('s').flatMap((list) => list.split(','))]);
  const value = await deviceFlow(
    process,
    [...scopes].filter((scope) => !removed.includes(scope)),
  );
  const found = await whose(process, value);
  if ('refused' in found) throw new GhFailure(`error validating token: ${found.refused}`);
  if (current.user !== undefined && found.user !== current.user) {
    throw new GhFailure(
      `error refreshing credentials for ${current.user}, received credentials for ${found.user}, did you use the correct account in the browser?`,
    );
  }
  saveLogin(process, { user: found.user, token: value });
  await process.stderr.write('✓ Authentication complete.\n');
  return 0;
}

const mask = (value: string): string => {
  const kept = /^(gh[pousr]_|github_pat_)/.exec(value)?.[0] ?? '';
  return kept + '*'.repeat(value.length - kept.length);
};

async function status(process: Process, args: string[]): Promise<number> {
  const given = options(args, 'status', 'h:t', { 'hostname=': 'h', 'show-token': 't' });
  const current = currentLogin(process);
  if (!current) throw new GhFailure(NOT_LOGGED_IN);
  const found = await whose(process, current.token);
  if ('refused' in found) {
    const file = current.user !== undefined;
    const lines = [
      HOST,
      `  X Failed to log in to ${HOST} ${file ? `account ${current.user}` : 'using token'} (${current.source})`,
      '  - Active account: true',
      `  - The token in ${current.source} is invalid.`,
    ];
    if (file) {
      lines.push(`  - To re-authenticate, run: gh auth login -h ${HOST}`);
      lines.push(`  - To forget about this account, run: gh auth logout -h ${HOST} -u ${current.user}`);
    }
    throw new GhFailure(lines.join('\n'));
  }
  const lines = [
    HOST,
    `  ✓ Logged in to ${HOST} account ${found.user} (${current.source})`,
    '  - Active account: true',
    '  - Git operations protocol: https',
    `  - Token: ${given.has('t') ? current.token : mask(current.token)}`,
    `  - Token scopes: ${found.scopes.length === 0 ? 'none' : found.scopes.map((scope) => `'${scope}'`).join(', ')}`,
  ];
  const missing = missingScopes(found.scopes);
  if (missing.length > 0) {
    lines.push(`  ! Missing required token scopes: ${missing.map((scope) => `'${scope}'`).join(', ')}`);
    lines.push(`  - To request missing scopes, run: gh auth refresh -h ${HOST}`);
  }
  await process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

async function token(process: Process, args: string[]): Promise<number> {
  options(args, 'token', 'h:', { 'hostname=': 'h' });
  const current = currentLogin(process);
  if (!current) throw new GhFailure(`no oauth token found for ${HOST}`);
  await process.stdout.write(`${current.token}\n`);
  return 0;
}
