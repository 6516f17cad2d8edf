import type { Process } from '../../common/process.ts';
import { logout, switchAccount } from './accounts.ts';
import { whose } from './client.ts';
import { deviceFlow } from './device.ts';
import { flagError, GhFailure } from './errors.ts';
import { currentLogin, HOST, saveLogin } from './hosts.ts';
import { login } from './login.ts';
import { options, refuseVariable, WEB_SCOPES } from './options.ts';
import { status, token } from './status.ts';

const USAGE =
  'auth <command> [flags]\n\nAvailable commands:\n  login\n  logout\n  refresh\n  status\n  switch\n  token';

const VERBS: Record<string, (process: Process, args: string[]) => Promise<number>> = {
  login,
  logout,
  refresh,
  status,
  switch: switchAccount,
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
  const host = given.get('h') ?? HOST;
  if (host !== HOST)
    throw new GhFailure(`not logged in to ${host}. use 'gh auth login' to authenticate with this host`);
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
