import { NetworkError } from '../../common/network.ts';
import type { Process } from '../../common/process.ts';
import { GhFailure } from './errors.ts';

/** Fetches from GitHub as gh does. @throws GhFailure when there is no connection */
export async function fetchGithub(process: Process, url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await process.host.network.fetch(new Request(url, init));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw noConnection(error.host);
  }
}

/** A host that does not answer. */
export const noConnection = (host: string): GhFailure =>
  new GhFailure(`error connecting to ${host}\ncheck your internet connection or https://githubstatus.com`);

/** Who a token belongs to, and its scopes; or GitHub's refusal. */
export async function whose(
  process: Process,
  token: string,
): Promise<{ user: string; scopes: string[] } | { refused: string }> {
  const headers = { authorization: `token ${token}` };
  const response = await fetchGithub(process, 'https://api.github.com/', { headers });
  if (!response.ok) {
    const { message } = (await response.json()) as { message: string };
    return { refused: `HTTP ${response.status}: ${message} (https://api.github.com/)` };
  }
  const scopes = (response.headers.get('x-oauth-scopes') ?? '').split(/, */).filter(Boolean);
  const body = JSON.stringify({ query: 'query UserCurrent{viewer{login}}' });
  const user = await fetchGithub(process, 'https://api.github.com/graphql', {
    method: 'POST',
    headers,
    body,
  });
  const { data } = (await user.json()) as { data: { viewer: { login: string } } };
  return { user: data.viewer.login, scopes };
}
