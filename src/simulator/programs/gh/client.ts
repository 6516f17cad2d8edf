import { connectionFailure, urlErrorOperation } from '../../common/go-connection.ts';
import { goQuote } from '../../common/go-quote.ts';
import { NetworkError } from '../../common/network.ts';
import type { Process } from '../../common/process.ts';
import { reasonPhrase } from '../../common/reason-phrase.ts';
import { GhFailure, HttpFailure, TimeoutFailure } from './errors.ts';
import { isEnterprise, normalHost } from './hosts.ts';
import { scopesIn } from './scopes.ts';

/** Where a host's REST API begins. */
export const restPrefix = (host: string): string =>
  isEnterprise(host) ? `https://${host}/api/v3/` : `https://api.${host}/`;

/** Where a host answers GraphQL. */
export const graphqlEndpoint = (host: string): string =>
  isEnterprise(host) ? `https://${host}/api/graphql` : `https://api.${host}/graphql`;

/** Fetches as gh does. @throws GhFailure when there is no connection, or no such request */
export async function fetchGithub(process: Process, url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await process.host.network.fetch(new Request(url, init));
  } catch (error) {
    // A TypeError of Request: an address or a header that cannot be.
    if (error instanceof TypeError) throw new GhFailure(`parse ${goQuote(url)}: invalid request`);
    if (!(error instanceof NetworkError)) throw error;
    if (error.failure === 'no-such-host') throw noConnection(error.host);
    const method = init.method ?? 'GET';
    const message = `${urlErrorOperation(method)} ${goQuote(url)}: ${connectionFailure(error)}`;
    throw error.failure === 'timeout' ? new TimeoutFailure(message) : new GhFailure(message);
  }
}

/** A host that there is not. */
const noConnection = (host: string): GhFailure =>
  new GhFailure(`error connecting to ${host}\ncheck your internet connection or https://githubstatus.com`);

export const isJson = ({ headers }: Response): boolean =>
  /[/+]json(?:;|$)/.test(headers.get('content-type') ?? '');

/** What a refusal is told as. `url` is what was asked. */
async function refusal(response: Response, url: string): Promise<HttpFailure> {
  let message = `${response.status} ${reasonPhrase(response)}`;
  if (isJson(response)) {
    const body = (await response.json().catch(() => undefined)) as { message?: unknown } | undefined;
    message = typeof body?.message === 'string' ? body.message : '';
  }
  const text = `HTTP ${response.status}${message === '' ? '' : `: ${message}`} (${url})`;
  const advice =
    response.status === 401 ? 'Try authenticating with:  gh auth login' : scopesSuggestion(response, url);
  return new HttpFailure(text, advice);
}

/** Puts what was being done in front of what went wrong; an unknown host is told alone. */
export function during(what: string, error: unknown): unknown {
  if (!(error instanceof GhFailure) || error.message.startsWith('error connecting to ')) return error;
  const message = `${what}: ${error.message}`;
  return error instanceof HttpFailure ? new HttpFailure(message, error.advice) : new GhFailure(message);
}

/** The scopes of a token, as the header has them. @throws GhFailure */
export async function scopesHeader(process: Process, host: string, token: string): Promise<string> {
  const url = restPrefix(host);
  const response = await fetchGithub(process, url, { headers: { authorization: `token ${token}` } });
  if (response.status !== 200) throw await refusal(response, url);
  return response.headers.get('x-oauth-scopes') ?? '';
}

/** Who a token belongs to. @throws GhFailure */
export async function loginOf(process: Process, host: string, token: string): Promise<string> {
  const url = graphqlEndpoint(host);
  const response = await fetchGithub(process, url, {
    method: 'POST',
    headers: { authorization: `token ${token}` },
    body: JSON.stringify({ query: 'query UserCurrent{viewer{login}}' }),
  });
  if (!response.ok) throw await refusal(response, url);
  const { data } = (await response.json()) as { data: { viewer: { login: string } } };
  return data.viewer.login;
}

/** Scopes that another one holds. */
function implied(scope: string): string[] {
  if (scope === 'repo')
    return ['repo:status', 'repo_deployment', 'public_repo', 'repo:invite', 'security_events'];
  if (scope === 'user') return ['read:user', 'user:email', 'user:follow'];
  if (scope === 'codespace') return ['codespace:secrets'];
  const name = scope.replace(/^\w+:/, '');
  if (scope.startsWith('admin:')) return [`read:${name}`, `write:${name}`];
  return scope.startsWith('write:') ? [`read:${name}`] : [];
}

/** Which scope was missing, where GitHub says which it takes. `''` when none was. */
export function scopesSuggestion({ status, headers }: Response, url: string): string {
  const scopes = headers.get('x-oauth-scopes');
  if (status < 400 || status > 499 || status === 422 || !scopes) return '';
  const own = new Set(scopesIn(scopes).flatMap((scope) => [scope, ...implied(scope)]));
  const missing = scopesIn(headers.get('x-accepted-oauth-scopes') ?? '').find((scope) => !own.has(scope));
  if (missing === undefined) return '';
  const host = normalHost(new URL(url).hostname);
  return `This API operation needs the ${goQuote(missing)} scope. To request it, run:  gh auth refresh -h ${host} -s ${missing}`;
}
