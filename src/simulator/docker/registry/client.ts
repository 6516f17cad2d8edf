import { type Challenge, parseChallenges } from '../../common/challenge.ts';
import { connectionFailure, dialFailure } from '../../common/go-connection.ts';
import { NetworkError } from '../../common/network.ts';
import { DEFAULT_DOMAIN, type Reference } from '../../common/reference.ts';
import { RequestError, responseError } from '../../common/registry-errors.ts';
import { encodeAuth } from '../config/auth.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { storedAuthorization } from './authorization.ts';

/** Where Docker Hub's registry answers. */
const HUB = 'registry-1.docker.io';

/** The registry speaks plain http, and the user has not allowed that. */
export class PlainHttpRefused extends CommandError {}

/** The registry does not answer. */
export class RegistryUnreachable extends CommandError {
  /** What was asked: the address of its API. */
  readonly base: string;
  /** Why there was no answer, in the words of Go's HTTP client. */
  readonly reason: string;
  constructor(base: string, reason: string) {
    super(`failed to configure transport: error pinging v2 registry: Get "${base}": ${reason}`);
    this.base = base;
    this.reason = reason;
  }
}

interface RegistryRequest {
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  /** The repository from which a blob is to be mounted: the token must allow to pull from there too. */
  from?: string;
}

/** A registry wants a user name and password, and there are none. */
export class NoBasicAuth extends Error {
  constructor() {
    super('no basic auth credentials');
  }
}

/** The token service refuses to give a token. */
export class NoToken extends Error {
  /** As the challenge names it, with what was asked for. */
  readonly url: string;
  readonly status: number;
  /** Nobody's credentials went with the request. */
  readonly anonymous: boolean;
  constructor(refusal: Error, request: { url: string; status: number; anonymous: boolean }) {
    super(refusal.message);
    this.url = request.url;
    this.status = request.status;
    this.anonymous = request.anonymous;
  }
}

/** A request that was not sent for want of authorization: to Go's HTTP client, one that failed. */
export class NotAuthorized extends CommandError {
  override readonly cause: NoBasicAuth | NoToken;
  constructor(method: string, url: string, cause: NoBasicAuth | NoToken) {
    super(new RequestError(method, url, cause).message);
    this.cause = cause;
  }
}

/**
 * Speaks the distribution API with one repository, as the few commands do that go to a registry without the engine.
 * Follows the token flow of the Docker registry specification.
 */
export class RegistryClient {
  private readonly invocation: Invocation;
  private readonly reference: Reference;
  readonly actions: 'pull' | 'pull,push';
  private readonly allowHttp: boolean;
  private base: Promise<string> | undefined;
  private challenge: Challenge | undefined;
  private authorization: string | undefined;

  constructor(
    invocation: Invocation,
    reference: Reference,
    actions: 'pull' | 'pull,push',
    allowHttp: boolean,
  ) {
    this.invocation = invocation;
    this.reference = reference;
    this.actions = actions;
    this.allowHttp = allowHttp;
  }

  /**
   * Asks below `/v2/<repository>`; `path` such as `/manifests/latest`. Gives any answer, refusals too.
   * @throws CommandError when the registry cannot be reached or gives no token
   */
  async request(
    method: string,
    path: string,
    { headers = {}, body, from }: RegistryRequest = {},
  ): Promise<Response> {
    this.base ??= this.connect();
    const url = `${await this.base}${this.reference.path}${path}`;
    let authorization: string;
    try {
      authorization = from === undefined ? await this.usualAuthorization() : await this.authorize(from);
    } catch (error) {
      if (error instanceof NoBasicAuth || error instanceof NoToken)
        throw new NotAuthorized(method, url, error);
      throw error;
    }
    const all = authorization ? { ...headers, Authorization: authorization } : headers;
    return this.fetch(
      new Request(url, { method, headers: all, ...(body ? { body: body as BodyInit } : {}) }),
    );
  }

  private fetch(request: Request): Promise<Response> {
    return this.invocation.process.host.network.fetch(request);
  }

  /** Finds out whether it is https, and how to log in. */
  private async connect(): Promise<string> {
    const host = this.reference.domain === DEFAULT_DOMAIN ? HUB : this.reference.domain;
    let url = `https://${host}/v2/`;
    const undialled = dialFailure(url);
    if (undialled) throw new RegistryUnreachable(url, undialled);
    try {
      await this.ping(url);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (error.failure !== 'plain-http') throw new RegistryUnreachable(url, connectionFailure(error, url));
      if (!this.allowHttp) throw new PlainHttpRefused(`http://${host}`);
      url = `http://${host}/v2/`;
      await this.ping(url);
    }
    return url;
  }

  private async ping(url: string): Promise<void> {
    const response = await this.fetch(new Request(url));
    [this.challenge] =
      response.status === 401 ? parseChallenges(response.headers.get('WWW-Authenticate')) : [];
  }

  private async usualAuthorization(): Promise<string> {
    this.authorization ??= await this.authorize();
    return this.authorization;
  }

  private async authorize(from?: string): Promise<string> {
    if (!this.challenge) return '';
    const auth = await storedAuthorization(this.invocation, this.reference);
    const basic = encodeAuth(auth);
    if (this.challenge.scheme === 'basic') {
      if (basic === '') throw new NoBasicAuth();
      return `Basic ${basic}`;
    }
    const { realm = '', service = '' } = this.challenge.parameters;
    const query = new URLSearchParams({
      scope: `repository:${this.reference.path}:${this.actions}`,
      service,
      ...(auth.username ? { account: auth.username } : {}),
    });
    if (from !== undefined) query.append('scope', `repository:${from}:pull`);
    const headers: Record<string, string> = basic === '' ? {} : { Authorization: `Basic ${basic}` };
    const response = await this.fetch(new Request(`${realm}?${query}`, { headers }));
    if (!response.ok) {
      query.delete('account');
      query.sort();
      const url = `${realm}?${query}`;
      throw new NoToken(await responseError(response), {
        url,
        status: response.status,
        anonymous: basic === '',
      });
    }
    const { token, access_token: accessToken } = (await response.json()) as {
      token?: string;
      access_token?: string;
    };
    return `Bearer ${token ?? accessToken ?? ''}`;
  }
}
