import { NetworkError } from '../../common/network.ts';
import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { GcloudFailure, NO_ACCOUNT, noCredentials } from './errors.ts';

/** `~/.config/gcloud`: properties in `configurations/config_default`, an account's credentials in a folder of its name. */

const folder = (process: Process): string =>
  absolute(process, process.env.CLOUDSDK_CONFIG ?? `${process.env.HOME ?? '/'}/.config/gcloud`);

const configPath = (process: Process): string => `${folder(process)}/configurations/config_default`;
const credentialsPath = (process: Process, account: string): string =>
  `${folder(process)}/legacy_credentials/${account}/adc.json`;

/** Properties as `section/name`. */
export function readProperties(process: Process): Map<string, string> {
  const properties = new Map<string, string>();
  const path = configPath(process);
  if (!process.files.isFile(path)) return properties;
  let section = 'core';
  for (const line of process.files.readText(path).split('\n')) {
    const header = /^\[(.+)\]$/.exec(line.trim());
    const pair = /^([^=]+?)\s*=\s*(.*)$/.exec(line.trim());
    if (header) section = header[1]!;
    else if (pair) properties.set(`${section}/${pair[1]}`, pair[2]!);
  }
  return properties;
}

/** A property's value: an environment variable comes first. */
export function property(process: Process, name: string): string | undefined {
  return (
    process.env[`CLOUDSDK_${name.toUpperCase().replaceAll('/', '_')}`] ?? readProperties(process).get(name)
  );
}

export function setProperty(process: Process, name: string, value: string | undefined): void {
  const properties = readProperties(process);
  if (value === undefined) properties.delete(name);
  else properties.set(name, value);
  const sections = new Map<string, string[]>();
  for (const [key, text] of [...properties].sort()) {
    const [section = '', own = ''] = key.split('/');
    sections.set(section, [...(sections.get(section) ?? []), `${own} = ${text}\n`]);
  }
  const path = configPath(process);
  process.files.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true });
  process.files.write(
    path,
    [...sections].map(([section, lines]) => `[${section}]\n${lines.join('')}`).join('\n'),
    0o600,
  );
}

/** Accounts whose credentials are kept. */
export function accounts(process: Process): string[] {
  const path = `${folder(process)}/legacy_credentials`;
  return process.files.isDirectory(path) ? process.files.list(path) : [];
}

export function saveCredentials(process: Process, account: string, refreshToken: string): void {
  const path = credentialsPath(process, account);
  process.files.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true, mode: 0o700 });
  const credentials = { client_id: CLIENT, refresh_token: refreshToken, type: 'authorized_user' };
  process.files.write(path, `${JSON.stringify(credentials, null, 2)}\n`, 0o600);
}

export function forgetCredentials(process: Process, account: string): void {
  const path = credentialsPath(process, account);
  process.files.remove(path);
  process.files.remove(path.slice(0, path.lastIndexOf('/')), { directory: true });
}

export const CLIENT = '32555940559.apps.googleusercontent.com';

interface TokenAnswer {
  access_token?: string;
  refresh_token?: string;
  email?: string;
}

/** Asks Google for tokens. @throws GcloudFailure */
export async function fetchTokens(process: Process, form: Record<string, string>): Promise<TokenAnswer> {
  const response = await send(process, 'https://oauth2.googleapis.com/token', {
    method: 'POST',
    body: new URLSearchParams({ client_id: CLIENT, ...form }),
  });
  return (await response.json()) as TokenAnswer;
}

/** @throws GcloudFailure when there is no connection */
export async function send(process: Process, url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await process.host.network.fetch(new Request(url, init));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new GcloudFailure(
      `There was a problem refreshing your current auth tokens: Unable to find the server at ${error.host}`,
    );
  }
}

/** The refresh token of a file of credentials; a broken file has one that nobody knows. */
function refreshTokenOf(text: string): string {
  try {
    return String((JSON.parse(text) as { refresh_token?: string } | null)?.refresh_token);
  } catch {
    return '';
  }
}

/** A fresh access token of an account, the active one where none is named. @throws GcloudFailure */
export async function accessToken(
  process: Process,
  account = property(process, 'core/account'),
): Promise<string> {
  if (account === undefined) throw new GcloudFailure(NO_ACCOUNT);
  const path = credentialsPath(process, account);
  if (!process.files.isFile(path)) throw new GcloudFailure(noCredentials(account));
  const refresh = refreshTokenOf(process.files.readText(path));
  const { access_token: token } = await fetchTokens(process, {
    grant_type: 'refresh_token',
    refresh_token: refresh,
  });
  if (token !== undefined) return token;
  throw new GcloudFailure(
    "There was a problem refreshing your current auth tokens: ('invalid_grant: Bad Request', {'error': 'invalid_grant', 'error_description': 'Bad Request'})\nPlease run:\n\n  $ gcloud auth login\n\nto obtain new credentials.",
  );
}
