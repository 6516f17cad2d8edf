import { parse, stringify } from 'yaml';
import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { GhFailure } from './errors.ts';

/** `~/.config/gh/hosts.yml`: accounts and tokens by host. */

export const HOST = 'github.com';

interface Entry {
  users?: Record<string, { oauth_token?: string } | null> | undefined;
  git_protocol?: string | undefined;
  oauth_token?: string | undefined;
  user?: string | undefined;
}

type Hosts = Record<string, Entry>;

/** A token, and where it was found: a variable's name, or the file. */
export interface Token {
  token: string;
  source: string;
}

/** The file that accounts are kept in. */
export function hostsPath({ env }: Process): string {
  const folder = env.GH_CONFIG_DIR || `${env.XDG_CONFIG_HOME || `${env.HOME ?? ''}/.config`}/gh`;
  return `${folder}/hosts.yml`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textIn = (record: Record<string, unknown>, key: string): string | undefined =>
  record[key] === undefined || record[key] === null ? undefined : String(record[key]);

function readHosts(process: Process): Hosts {
  const path = absolute(process, hostsPath(process));
  if (!process.files.isFile(path)) return {};
  let read: unknown;
  try {
    read = parse(process.files.readText(path));
  } catch {
    throw new GhFailure('failed to create root command: failed to read configuration: invalid config file');
  }
  if (!isRecord(read)) return {};
  return Object.fromEntries(
    Object.entries(read)
      .filter((one): one is [string, Record<string, unknown>] => isRecord(one[1]))
      .map(([host, entry]) => [host, readEntry(entry)]),
  );
}

function readEntry(entry: Record<string, unknown>): Entry {
  const read: Entry = {};
  for (const key of Object.keys(entry)) {
    if (key === 'git_protocol' || key === 'oauth_token' || key === 'user') read[key] = textIn(entry, key);
    if (key === 'users' && isRecord(entry.users))
      read.users = Object.fromEntries(
        Object.entries(entry.users).map(([user, kept]) => {
          const token = isRecord(kept) ? textIn(kept, 'oauth_token') : undefined;
          return [user, token === undefined ? {} : { oauth_token: token }];
        }),
      );
  }
  return read;
}

/** A host as gh looks it up: the parts of github.com are one. */
export function normalHost(host: string): string {
  const lower = host.toLowerCase();
  return lower.endsWith(`.${HOST}`) ? HOST : lower;
}

/** Whether it is a GitHub of somebody's own. */
export const isEnterprise = (host: string): boolean =>
  normalHost(host) !== HOST && !normalHost(host).endsWith('.ghe.com');

/** The hosts with an account, or named by the environment. */
export function knownHosts(process: Process): string[] {
  const hosts = new Set<string>();
  if (process.env.GH_HOST) hosts.add(process.env.GH_HOST);
  if (activeToken(process, HOST)) hosts.add(HOST);
  for (const host of Object.keys(readHosts(process))) hosts.add(host);
  return [...hosts];
}

/** The host that is meant where none is named. */
export function defaultHost(process: Process): string {
  if (process.env.GH_HOST) return process.env.GH_HOST;
  const [only, ...others] = Object.keys(readHosts(process));
  return only !== undefined && others.length === 0 ? only : HOST;
}

/** The token that is used for a host: one from the environment comes first. */
export function activeToken(process: Process, host: string): Token | undefined {
  const normal = normalHost(host);
  const names = isEnterprise(normal)
    ? ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN']
    : ['GH_TOKEN', 'GITHUB_TOKEN'];
  for (const name of names) {
    const token = process.env[name];
    if (token) return { token, source: name };
  }
  const token = readHosts(process)[normal]?.oauth_token;
  return token ? { token, source: hostsPath(process) } : undefined;
}

/** Whether a token comes from the environment, which is not gh's to change. */
export const isOfEnvironment = ({ source }: Token): boolean => source.endsWith('_TOKEN');

/** The account that gh acts as. */
export const activeUser = (process: Process, host: string): string | undefined =>
  readHosts(process)[host]?.user;

/** The accounts of a host, in the order of the file. */
export const usersOf = (process: Process, host: string): string[] =>
  Object.keys(readHosts(process)[host]?.users ?? {});

/** The token of an account. */
export const tokenOf = (process: Process, host: string, user: string): string | undefined =>
  readHosts(process)[host]?.users?.[user]?.oauth_token;

/** The protocol that git is to use. */
export const gitProtocol = (process: Process, host: string): string =>
  readHosts(process)[host]?.git_protocol || 'https';

/** Keeps an account's token, and acts as that account from now on. */
export function saveLogin(
  process: Process,
  { host, user, token, protocol }: { host: string; user: string; token: string; protocol?: string },
): void {
  const hosts = readHosts(process);
  const before = hosts[host];
  const entry: Entry = { ...before, users: { ...before?.users, [user]: { oauth_token: token } } };
  if (protocol) entry.git_protocol = protocol;
  writeHosts(process, { ...hosts, [host]: activated(entry, user, token) });
}

/** Acts as another account. @throws GhFailure when it has no token */
export function activate(process: Process, host: string, user: string): void {
  const hosts = readHosts(process);
  const token = hosts[host]?.users?.[user]?.oauth_token;
  if (token === undefined) throw new GhFailure(`no token found for ${user}`);
  writeHosts(process, { ...hosts, [host]: activated(hosts[host]!, user, token) });
}

/** The active token is taken out and put at the end, as gh does. */
function activated({ oauth_token: _, ...entry }: Entry, user: string, token: string): Entry {
  return { ...entry, oauth_token: token, user: user };
}

/** Forgets an account; another one is acted as instead, if that was the active one and another is kept. */
export function forgetLogin(process: Process, host: string, user: string): void {
  const { [host]: entry = {}, ...others } = readHosts(process);
  const { [user]: _, ...users } = entry.users ?? {};
  const [next] = Object.keys(users);
  if (next === undefined) {
    writeHosts(process, others);
    return;
  }
  writeHosts(process, { ...others, [host]: { ...entry, users } });
  if (entry.user === user) activate(process, host, next);
}

function writeHosts(process: Process, hosts: Hosts): void {
  const path = absolute(process, hostsPath(process));
  process.files.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true, mode: 0o755 });
  process.files.write(path, stringify(hosts, { indent: 4 }), 0o600);
}
