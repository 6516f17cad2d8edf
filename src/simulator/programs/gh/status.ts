import type { Process } from '../../common/process.ts';
import { whose } from './client.ts';
import { GhFailure } from './errors.ts';
import { accounts, accountsFile, currentLogin, gitProtocol, HOST } from './hosts.ts';
import { missingScopes, options } from './options.ts';

/** `gh auth status` and `token`. */

interface Entry {
  /** Unknown for a token of the environment. */
  user: string | undefined;
  token: string;
  source: string;
  active: boolean;
}

const mask = (value: string): string => {
  const kept = /^(gh[pousr]_|github_pat_)/.exec(value)?.[0] ?? '';
  return kept + '*'.repeat(value.length - kept.length);
};

/** What gh knows of: a token of the environment comes before all that is kept. */
function entries(process: Process): Entry[] {
  const current = currentLogin(process);
  const source = accountsFile(process);
  const kept = accounts(process).map((one) => ({ ...one, source }));
  if (!current || current.user !== undefined) return kept;
  return [{ ...current, active: true }, ...kept.map((one) => ({ ...one, active: false }))];
}

export async function status(process: Process, args: string[]): Promise<number> {
  const given = options(args, 'status', 'h:at', { 'hostname=': 'h', active: 'a', 'show-token': 't' });
  const host = given.get('h') ?? HOST;
  const all = entries(process);
  if (all.length === 0)
    throw new GhFailure('You are not logged into any GitHub hosts. To log in, run: gh auth login');
  if (host !== HOST) throw new GhFailure(`You are not logged into any accounts on ${host}`);
  const told: { lines: string[]; good: boolean }[] = [];
  for (const entry of all.filter(({ active }) => active || !given.has('a')))
    told.push(await tell(process, entry, given.has('t')));
  const text = `${HOST}\n${told.map(({ lines }) => lines.join('\n')).join('\n\n')}\n`;
  const good = told.every((one) => one.good);
  await (good ? process.stdout : process.stderr).write(text);
  return good ? 0 : 1;
}

async function tell(
  process: Process,
  { user, token: value, source, active }: Entry,
  showToken: boolean,
): Promise<{ lines: string[]; good: boolean }> {
  const found = await whose(process, value);
  if ('refused' in found) {
    const lines = [
      `  X Failed to log in to ${HOST} ${user === undefined ? 'using token' : `account ${user}`} (${source})`,
      `  - Active account: ${active}`,
      `  - The token in ${source} is invalid.`,
    ];
    if (user !== undefined) {
      lines.push(`  - To re-authenticate, run: gh auth login -h ${HOST}`);
      lines.push(`  - To forget about this account, run: gh auth logout -h ${HOST} -u ${user}`);
    }
    return { lines, good: false };
  }
  const quoted = (names: string[]): string => names.map((scope) => `'${scope}'`).join(', ');
  const lines = [
    `  ✓ Logged in to ${HOST} account ${found.user} (${source})`,
    `  - Active account: ${active}`,
    `  - Git operations protocol: ${gitProtocol(process)}`,
    `  - Token: ${showToken ? value : mask(value)}`,
    `  - Token scopes: ${found.scopes.length === 0 ? 'none' : quoted(found.scopes)}`,
  ];
  const missing = missingScopes(found.scopes);
  if (missing.length > 0) {
    lines.push(`  ! Missing required token scopes: ${quoted(missing)}`);
    lines.push(`  - To request missing scopes, run: gh auth refresh -h ${HOST}`);
  }
  return { lines, good: true };
}

export async function token(process: Process, args: string[]): Promise<number> {
  const given = options(args, 'token', 'h:u:', { 'hostname=': 'h', 'user=': 'u' });
  const host = given.get('h') ?? HOST;
  const user = given.get('u');
  const value =
    host !== HOST
      ? undefined
      : user === undefined
        ? currentLogin(process)?.token
        : accounts(process).find((one) => one.user === user)?.token;
  if (!value)
    throw new GhFailure(`no oauth token found for ${host}${user === undefined ? '' : ` account ${user}`}`);
  await process.stdout.write(`${value}\n`);
  return 0;
}
