import { parseChallenges } from '../../common/challenge.ts';
import { connectionFailure } from '../../common/go-connection.ts';
import { goQuote } from '../../common/go-quote.ts';
import { NetworkError } from '../../common/network.ts';
import { RegistryError, responseError } from '../../common/registry-errors.ts';
import { type AuthConfig, encodeAuth, INDEX_SERVER } from '../config/auth.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';

const HUB = 'registry-1.docker.io';

/**
 * Tries credentials without the engine, which does not answer: https first, and on this machine itself plain http.
 * Gives a refresh token where the registry has one to give.
 * @throws CommandError with the registry's refusal
 */
export async function loginWithoutEngine(invocation: Invocation, auth: AuthConfig): Promise<string> {
  const official = auth.serveraddress === INDEX_SERVER;
  const host = official ? HUB : (auth.serveraddress ?? '');
  const schemes = official || !isLoopback(invocation, host) ? ['https'] : ['https', 'http'];
  for (const scheme of schemes) {
    try {
      return await tryEndpoint(invocation, `${scheme}://${host}`, auth);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (error instanceof Unauthorized) throw error;
      await logFailure(invocation, `${scheme}://${host}`, official, error.message);
      if (scheme === schemes.at(-1)) throw error;
    }
  }
  return '';
}

/** Refused credentials are not tried again without TLS. */
class Unauthorized extends CommandError {}

function isLoopback({ process }: Invocation, host: string): boolean {
  try {
    return process.host.network.resolve(host.replace(/:\d+$/, '')).startsWith('127.');
  } catch {
    return false;
  }
}

async function tryEndpoint(invocation: Invocation, endpoint: string, auth: AuthConfig): Promise<string> {
  const url = `${endpoint}/v2/`;
  const ping = await get(invocation, url);
  const [challenge] = ping.status === 401 ? parseChallenges(ping.headers.get('WWW-Authenticate')) : [];
  const headers: Record<string, string> = {};
  let refreshToken = '';
  if (challenge?.scheme === 'bearer') {
    const { token, refresh } = await fetchToken(invocation, url, challenge.parameters, auth);
    headers.Authorization = `Bearer ${token}`;
    refreshToken = refresh;
  } else if (challenge) headers.Authorization = `Basic ${encodeAuth(auth)}`;
  const { status, statusText } = await get(invocation, url, headers);
  if (status !== 200) {
    throw new CommandError(`login attempt to ${url} failed with status: ${`${status} ${statusText}`.trim()}`);
  }
  return refreshToken || auth.identitytoken || '';
}

async function fetchToken(
  invocation: Invocation,
  url: string,
  { realm = '', service = '' }: Record<string, string>,
  auth: AuthConfig,
): Promise<{ token: string; refresh: string }> {
  const query = new URLSearchParams({
    account: auth.username ?? '',
    client_id: 'docker',
    offline_token: 'true',
    ...(service ? { service } : {}),
  });
  const response = await get(invocation, `${realm}?${query}`, { Authorization: `Basic ${encodeAuth(auth)}` });
  if (!response.ok) {
    const refusal = await responseError(response);
    const message = `Get ${goQuote(url)}: ${refusal.message}`;
    const unauthorized = refusal instanceof RegistryError && refusal.code === 'UNAUTHORIZED';
    throw unauthorized ? new Unauthorized(message) : new CommandError(message);
  }
  const answer = (await response.json()) as Record<string, string | undefined>;
  return { token: answer.access_token || answer.token || '', refresh: answer.refresh_token ?? '' };
}

async function get(
  { process, signal }: Invocation,
  url: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  try {
    return await process.host.network.fetch(new Request(url, { headers, signal }));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new CommandError(`Get ${goQuote(url)}: ${connectionFailure(error)}`);
  }
}

/** The line that the real client's log library writes, Go's print of the endpoint included. */
async function logFailure(
  { process, warn }: Invocation,
  url: string,
  official: boolean,
  error: string,
): Promise<void> {
  const time = new Date(process.host.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  const address = `0xc000${process.host.random.hex(6)}`;
  await warn(
    `time="${time}" level=info msg="Error logging in to endpoint, trying next endpoint" endpoint="{false ${url} false ${official} false ${address}}" error=${goQuote(error)}\n`,
  );
}
