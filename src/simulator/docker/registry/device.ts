import { decodeBase64Url } from '../../common/base64.ts';
import { type AuthConfig, INDEX_SERVER } from '../config/auth.ts';
import { credentialStore } from '../config/credentials.ts';
import { Canceled, CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { bold, printNote, underline } from '../render/note.ts';

const TENANT = 'https://login.docker.com';
const AUDIENCE = 'https://hub.docker.com';
/** The CLI's public client id at Docker's identity provider. */
const CLIENT_ID = 'L4v0dmlNBpYUjGGab0C2JtgTgXr1Qz4d';
const ACCESS_TOKEN_KEY = `${INDEX_SERVER}access-token`;
const REFRESH_TOKEN_KEY = `${INDEX_SERVER}refresh-token`;
/** Between a refresh token and the id of the client it was given to. */
const SEPARATOR = '..';

/** The web login could not begin: the caller falls back to asking for a password. */
export class DeviceLoginUnavailable extends Error {}

interface DeviceCode {
  device_code: string;
  user_code: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
}

interface Tokens {
  access_token: string;
  refresh_token: string;
  error?: string;
  error_description?: string;
}

/**
 * Logs in to Docker Hub in a browser: RFC 8628, the device authorization grant. Gives the user's name and the
 * access token that Hub makes for this machine.
 * @throws DeviceLoginUnavailable, CommandError
 */
export async function loginByDevice(invocation: Invocation): Promise<AuthConfig> {
  const { process, config, signal } = invocation;
  const code = await deviceCode(invocation);
  await invocation.warn(`${bold('\nUSING WEB-BASED LOGIN')}\n`);
  await printNote(
    process.stderr,
    "To sign in with credentials on the command line, use 'docker login -u <username>'\n",
  );
  await invocation.warn(
    `\nYour one-time device confirmation code is: ${bold(`${code.user_code}\n`)}${bold('Press ENTER')} to open your browser or submit your device code here: ${underline(`${code.verification_uri_complete.split('?')[0]}\n`)}\nWaiting for authentication in the browser…\n`,
  );
  const typing = new AbortController();
  // ENTER would open a browser: there is none here, but the line is read.
  process.stdin.read(AbortSignal.any([signal, typing.signal])).catch(() => {});
  let tokens: Tokens;
  try {
    tokens = await pollForTokens(invocation, code);
  } catch (error) {
    if (signal.aborted) throw new Canceled('login canceled');
    throw new CommandError(`failed waiting for authentication: ${(error as Error).message}`);
  } finally {
    typing.abort();
  }
  const username = usernameOf(tokens.access_token);
  const store = credentialStore(process, config, INDEX_SERVER);
  try {
    await store.store({ username, password: tokens.access_token, serveraddress: ACCESS_TOKEN_KEY });
    await store.store({
      username,
      password: tokens.refresh_token + SEPARATOR + CLIENT_ID,
      serveraddress: REFRESH_TOKEN_KEY,
    });
  } catch (error) {
    throw new CommandError(`failed to store tokens: ${(error as Error).message}`);
  }
  return { username, password: await personalToken(invocation, tokens), serveraddress: INDEX_SERVER };
}

/** Ends the web login's session, if there is one. Throws what went wrong, for a warning. */
export async function logoutDevice(invocation: Invocation): Promise<void> {
  const { process, config } = invocation;
  const store = credentialStore(process, config, INDEX_SERVER);
  const { password = '' } = await store.get(REFRESH_TOKEN_KEY);
  const [refreshToken, owner, ...more] = password.split(SEPARATOR);
  if (!refreshToken || owner === undefined || more.length > 0) return;
  try {
    await store.erase(ACCESS_TOKEN_KEY);
    await store.erase(REFRESH_TOKEN_KEY);
  } catch (error) {
    throw new Error(`failed to erase tokens: ${(error as Error).message}`);
  }
  try {
    const response = await post(invocation, '/oauth/revoke', { client_id: CLIENT_ID, token: refreshToken });
    if (!response.ok) throw new Error(await oauthError(response));
  } catch (error) {
    throw new Error(
      `credentials erased successfully, but there was a failure to revoke the OAuth refresh token with the tenant: ${(error as Error).message}`,
    );
  }
}

async function deviceCode(invocation: Invocation): Promise<DeviceCode> {
  let code: DeviceCode | undefined;
  try {
    const response = await post(invocation, '/oauth/device/code', {
      client_id: CLIENT_ID,
      audience: AUDIENCE,
      scope: 'openid offline_access',
    });
    if (response.ok) code = (await response.json()) as DeviceCode;
  } catch {
    if (invocation.signal.aborted) throw invocation.signal.reason;
  }
  if (!code?.user_code) throw new DeviceLoginUnavailable();
  return code;
}

/** Asks at the interval that the provider wishes, until the user has confirmed the code. */
async function pollForTokens(invocation: Invocation, code: DeviceCode): Promise<Tokens> {
  const { clock } = invocation.process.host;
  const end = clock.now() + code.expires_in * 1000;
  for (;;) {
    await clock.pass((code.interval || 5) * 1000, invocation.signal);
    if (clock.now() >= end) throw new Error('timed out waiting for device token');
    const response = await post(invocation, '/oauth/token', {
      client_id: CLIENT_ID,
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: code.device_code,
    });
    const tokens = (await response.json()) as Tokens;
    if (tokens.error === undefined) return tokens;
    if (tokens.error !== 'authorization_pending') throw new Error(tokens.error_description ?? tokens.error);
  }
}

function usernameOf(accessToken: string): string {
  try {
    const payload = new TextDecoder().decode(decodeBase64Url(accessToken.split('.')[1]!));
    const claims = JSON.parse(payload) as Record<string, { username: string }>;
    return claims[AUDIENCE]!.username;
  } catch (error) {
    throw new CommandError(`failed to parse token claims: ${(error as Error).message}`);
  }
}

async function personalToken(invocation: Invocation, tokens: Tokens): Promise<string> {
  const response = await invocation.process.host.network.fetch(
    new Request(`${AUDIENCE}/v2/access-tokens/desktop-generate`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${tokens.access_token}`, 'Content-Type': 'application/json' },
      signal: invocation.signal,
    }),
  );
  if (response.status !== 201) {
    throw new CommandError(`unexpected response from Hub: ${response.status} ${response.statusText}`.trim());
  }
  return ((await response.json()) as { data: { token: string } }).data.token;
}

function post(invocation: Invocation, path: string, form: Record<string, string>): Promise<Response> {
  return invocation.process.host.network.fetch(
    new Request(TENANT + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      signal: invocation.signal,
    }),
  );
}

async function oauthError(response: Response): Promise<string> {
  const { error_description: description } = (await response.json().catch(() => ({}))) as {
    error_description?: string;
  };
  return `unexpected response from tenant: ${description ?? response.status}`;
}
