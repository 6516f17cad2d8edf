import { basicAuthorization, decodeBase64Url } from '../../common/base64.ts';
import { type Challenge, parseChallenges } from '../../common/challenge.ts';
import { decodeGoJson } from '../../common/go-json.ts';
import { responseError } from '../../common/registry-errors.ts';
import type { Machine } from '../context.ts';
import { noBasicAuth, noToken } from './errors.ts';
import { send } from './transport.ts';

/** What a client sends in `X-Registry-Auth`. */
export interface AuthConfig {
  username?: string;
  password?: string;
  auth?: string;
  email?: string;
  serveraddress?: string;
  /** A refresh token, in place of a password. */
  identitytoken?: string;
  /** A bearer token to pass on as it is. */
  registrytoken?: string;
}

/** Reads the header's URL-safe base64 of JSON; anything unreadable counts as none. */
export function decodeAuth(header: string | null | undefined): AuthConfig {
  if (!header) return {};
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(decodeBase64Url(header)));
    return typeof value === 'object' && value ? (value as AuthConfig) : {};
  } catch {
    return {};
  }
}

const MINIMUM_LIFETIME = 60;
const CLIENT_ID = 'docker';

interface TokenResponse {
  token?: string;
  access_token?: string;
  refresh_token?: string;
  expires_in?: number;
  issued_at?: string;
}

interface AuthorizerOptions {
  machine: Machine;
  credentials: AuthConfig;
  /** What the token shall allow, such as `repository:library/busybox:pull`. */
  scopes: string[];
  /** Asks for a refresh token too, as a login does. */
  offline?: boolean;
  signal?: AbortSignal;
}

/** Answers a registry's challenges, found out by {@link Authorizer.ping}, on each request to it. */
export class Authorizer {
  /** Given by the token server when asked for. */
  refreshToken = '';
  private challenges: Challenge[] = [];
  private readonly options: AuthorizerOptions;
  private token = { value: '', expires: 0 };

  constructor(options: AuthorizerOptions) {
    this.options = options;
  }

  /** Asks `/v2/` without credentials, and learns what they must be. */
  async ping(endpoint: string): Promise<void> {
    const { machine, signal } = this.options;
    const response = await send(machine, 'GET', `${endpoint}/v2/`, { signal, impatient: true });
    await response.body?.cancel();
    if (response.status === 401) this.challenges = parseChallenges(response.headers.get('www-authenticate'));
  }

  /** Adds the `Authorization` that a request to `url` needs. */
  async authorize(url: string, headers: Headers): Promise<void> {
    const { registrytoken } = this.options.credentials;
    for (const scheme of ['bearer', 'basic']) {
      for (const challenge of this.challenges) {
        if (challenge.scheme !== scheme) continue;
        if (scheme === 'bearer')
          headers.set('Authorization', `Bearer ${registrytoken || (await this.bearer(url, challenge))}`);
        else if (!registrytoken) headers.set('Authorization', this.basic());
      }
    }
  }

  private basic(): string {
    const { username, password } = this.options.credentials;
    if (!username || !password) throw noBasicAuth();
    return basicAuthorization(username, password);
  }

  private async bearer(url: string, challenge: Challenge): Promise<string> {
    // A mount reads from another repository too.
    const from = new URL(url).searchParams.get('from');
    const scopes = [...this.options.scopes];
    const extra = from ? `repository:${from}:pull` : undefined;
    const widened = extra !== undefined && !scopes.includes(extra);
    if (widened) scopes.push(extra);
    if (!widened && this.options.machine.clock.now() <= this.token.expires) return this.token.value;
    const token = await this.fetchToken(challenge.parameters, scopes);
    if (!widened) this.token = token;
    return token.value;
  }

  private async fetchToken(
    parameters: Record<string, string>,
    scopes: string[],
  ): Promise<{ value: string; expires: number }> {
    if (!parameters.realm) throw new Error('no realm specified for token auth challenge');
    const { credentials, machine } = this.options;
    const response = credentials.identitytoken
      ? await this.postToken(parameters.realm, parameters.service ?? '', scopes, credentials.identitytoken)
      : await this.getToken(parameters.realm, parameters.service ?? '', scopes);
    if (response.status < 200 || response.status > 399) throw await responseError(response);
    const answer = await decodeToken(response);
    const value = credentials.identitytoken
      ? (answer.access_token ?? '')
      : answer.access_token || answer.token;
    if (answer.refresh_token) this.refreshToken = answer.refresh_token;
    if (value === undefined || (value === '' && !credentials.identitytoken)) throw noToken();
    const issued = answer.issued_at ? Date.parse(answer.issued_at) : machine.clock.now();
    return { value, expires: issued + Math.max(answer.expires_in ?? 0, MINIMUM_LIFETIME) * 1000 };
  }

  private getToken(realm: string, service: string, scopes: string[]): Promise<Response> {
    const { credentials, machine, offline, signal } = this.options;
    const headers = new Headers();
    const query: [string, string][] = [...new URL(realm).searchParams];
    if (credentials.username && credentials.password) {
      query.push(['account', credentials.username]);
      headers.set('Authorization', basicAuthorization(credentials.username, credentials.password));
    }
    if (offline) query.push(['client_id', CLIENT_ID], ['offline_token', 'true']);
    for (const scope of scopes) query.push(['scope', scope]);
    if (service) query.push(['service', service]);
    const url = new URL(realm);
    // Go writes the parameters in the order of their names.
    url.search = new URLSearchParams(query.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))).toString();
    return send(machine, 'GET', url.href, { headers, signal, impatient: true });
  }

  private postToken(
    realm: string,
    service: string,
    scopes: string[],
    refreshToken: string,
  ): Promise<Response> {
    const { machine, signal } = this.options;
    const form = new URLSearchParams({
      client_id: CLIENT_ID,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      scope: scopes.join(' '),
      service,
    });
    const headers = new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' });
    return send(machine, 'POST', realm, { headers, body: form.toString(), signal, impatient: true });
  }
}

async function decodeToken(response: Response): Promise<TokenResponse> {
  const text = await response.text();
  try {
    const value = decodeGoJson(text);
    return typeof value === 'object' && value ? (value as TokenResponse) : {};
  } catch (error) {
    throw new Error(`unable to decode token response: ${(error as Error).message}`);
  }
}
