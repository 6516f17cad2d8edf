import { parse, stringify } from 'yaml';
import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';

/** `~/.config/gh/hosts.yml`: accounts and tokens by host; here of one host, github.com. */

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

/** Keeps an account's token, and acts as that account from now on; without an account the host is forgotten. */
export function saveLogin(
  process: Process,
  login: { user: string; token: string; protocol?: string | undefined } | undefined,
): void {
  const path = absolute(process, hostsPath(process));
  const before = readEntry(process);
  const entry: Entry | undefined = login && {
    users: { ...before?.users, [login.user]: { oauth_token: login.token } },
    git_protocol: login.protocol ?? before?.git_protocol ?? 'https',
    user: login.user,
    oauth_token: login.token,
  };
  process.files.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true, mode: 0o755 });
  process.files.write(path, entry ? stringify({ [HOST]: entry }, { indent: 4 }) : '{}\n', 0o600);
}
