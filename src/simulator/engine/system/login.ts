import { urlProblem } from '../../common/go-url.ts';
import { RegistryError, RegistryErrors, RequestError, statusLine } from '../../common/registry-errors.ts';
import type { EngineContext } from '../context.ts';
import { type AuthConfig, Authorizer } from '../distribution/auth.ts';
import { endpointsOf } from '../distribution/endpoints.ts';
import { statusOf } from '../distribution/pull.ts';
import { send } from '../distribution/transport.ts';
import { ApiError, invalidParameter } from '../errors.ts';

/**
 * `POST /auth`: tries credentials on a registry. Gives a refresh token where the registry has one to give.
 * @throws ApiError with the registry's refusal
 */
export async function login(
  context: EngineContext,
  credentials: AuthConfig,
  signal: AbortSignal,
): Promise<{ status: string; token: string }> {
  let last: Error | undefined;
  for (const endpoint of endpointsOf(context, hostOf(credentials.serveraddress ?? ''))) {
    try {
      return { status: 'Login Succeeded', token: await tryEndpoint(context, endpoint, credentials, signal) };
    } catch (error) {
      last = error as Error;
      if (signal.aborted) throw last;
      // Refused credentials are not tried again without TLS.
      if (isUnauthorized(last)) throw new ApiError(401, last.message);
    }
  }
  throw new ApiError(last ? statusOf(last) : 500, last?.message ?? '');
}

function hostOf(address: string): string {
  if (address === '') return 'index.docker.io';
  const url = /^https?:\/\//.test(address) ? address : `https://${address}`;
  const host = url
    .replace(/^https?:\/\//, '')
    .replace(/[/?#].*/s, '')
    .replace(/^.*@/, '');
  const unread = urlProblem(url);
  if (unread) throw invalidParameter(`unable to parse server address: ${unread}`);
  // Go shows a host with its letters and its port as they were typed, and escapes what is no ASCII.
  const shown = host
    .replace(/:$/, '')
    .replace(/[^\p{ASCII}]+/gu, (text) => encodeURIComponent(text.toWellFormed()));
  return shown || 'index.docker.io';
}

async function tryEndpoint(
  context: EngineContext,
  endpoint: string,
  credentials: AuthConfig,
  signal: AbortSignal,
): Promise<string> {
  const url = `${endpoint}/v2/`;
  const authorizer = new Authorizer({ machine: context, credentials, scopes: [], offline: true, signal });
  await authorizer.ping(endpoint);
  const headers = new Headers();
  try {
    await authorizer.authorize(url, headers);
  } catch (error) {
    throw new RequestError('GET', url, error as Error);
  }
  const response = await send(context, 'GET', url, { headers, signal, impatient: true });
  await response.body?.cancel();
  if (response.status !== 200) {
    throw new Error(`login attempt to ${url} failed with status: ${statusLine(response.status)}`);
  }
  return authorizer.refreshToken || credentials.identitytoken || '';
}

function isUnauthorized(error: Error): boolean {
  const cause = error instanceof RequestError ? error.cause : error;
  return (
    !(cause instanceof RegistryErrors) && cause instanceof RegistryError && cause.code === 'UNAUTHORIZED'
  );
}
