import { parse, stringify } from 'yaml';
import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';

/** `~/.config/gh/hosts.yml`: accounts and tokens by host; here of one host, github.com. Others are never logged in to. */

export const HOST = 'github.com';

interface Entry {
  users?: Record<string, { oauth_token?: string } | null>;
  git_protocol?: string;
  user?: string;
  oauth_token?: string;
}

/** The account that gh acts as. */
export interface Login {
  token: string;
  user: string | undefined;
  /** A variable's name, or the file. */
  source: string;
}

function hostsPath({ env }: Process): string {
  const folder = env.GH_CONFIG_DIR ?? `${env.XDG_CONFIG_HOME ?? `${env.HOME ?? ''}/.config`}/gh`;
  return `${folder}/hosts.yml`;
}

function readEntry(process: Process): Entry | undefined {
  const path = absolute(process, hostsPath(process));
  if (!process.files.isFile(path)) return undefined;
  const hosts = parse(process.files.readText(path)) as Record<string, Entry> | null;
  return hosts?.[HOST];
}

/** Whose token is used: one from the environment comes first. */
export function currentLogin(process: Process): Login | undefined {
  for (const name of ['GH_TOKEN', 'GITHUB_TOKEN']) {
    const token = process.env[name];
    if (token) return { token, user: undefined, source: name };
  }
  const entry = readEntry(process);
  if (!entry?.oauth_token) return undefined;
  return { token: entry.oauth_token, user: entry.user, source: hostsPath(process) };
}

/** Whether an account's token is kept already. */
export function isKnown(process: Process, user: string): boolean {
  return readEntry(process)?.users?.[user] !== undefined;
}

export interface Account {
  user: string;
  token: string;
  /** Whether it is the one that gh acts as. */
  active: boolean;
}

/** The accounts that are kept, the active one first. */
export function accounts(process: Process): Account[] {
  const entry = readEntry(process);
  if (!entry?.user || !entry.oauth_token) return [];
  const others = Object.entries(entry.users ?? {})
    .filter(([user]) => user !== entry.user)
    .map(([user, kept]) => ({ user, token: kept?.oauth_token ?? '', active: false }));
  return [{ user: entry.user, token: entry.oauth_token, active: true }, ...others];
}

/** The file that accounts are kept in. */
export const accountsFile = hostsPath;

/** The protocol that git is to use. */
export const gitProtocol = (process: Process): string => readEntry(process)?.git_protocol ?? 'https';

/** Keeps an account's token, and acts as that account from now on. */
export function saveLogin(
  process: Process,
  { user, token, protocol }: { user: string; token: string; protocol?: string | undefined },
): void {
  const before = readEntry(process);
  writeEntry(process, {
    users: { ...before?.users, [user]: { oauth_token: token } },
    git_protocol: protocol ?? before?.git_protocol ?? 'https',
    user,
    oauth_token: token,
  });
}

/** Forgets an account; gives the one that gh acts as instead, if that was the active one and another is kept. */
export function forgetLogin(process: Process, user: string): Account | undefined {
  const known = accounts(process);
  const rest = known.filter((one) => one.user !== user);
  const wasActive = known.some((one) => one.user === user && one.active);
  const [next] = rest;
  const entry = readEntry(process);
  const users = Object.fromEntries(rest.map((one) => [one.user, { oauth_token: one.token }]));
  writeEntry(process, next && { ...entry, users, user: next.user, oauth_token: next.token });
  return wasActive ? next : undefined;
}

function writeEntry(process: Process, entry: Entry | undefined): void {
  const path = absolute(process, hostsPath(process));
  process.files.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true, mode: 0o755 });
  process.files.write(path, entry ? stringify({ [HOST]: entry }, { indent: 4 }) : '{}\n', 0o600);
}
