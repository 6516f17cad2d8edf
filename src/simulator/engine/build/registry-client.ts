import { basicAuthorization } from '../../common/base64.ts';
import { type Challenge, parseChallenges } from '../../common/challenge.ts';
import { digestOf } from '../../common/digest.ts';
import { DEFAULT_DOMAIN, type Reference, repositoryName } from '../../common/reference.ts';
import { statusLine } from '../../common/registry-errors.ts';
import type { Machine } from '../context.ts';
import type { AuthConfig } from '../distribution/auth.ts';
import { endpointsOf } from '../distribution/endpoints.ts';
import { MANIFEST_TYPES, parseManifest } from '../distribution/manifest.ts';
import type { Descriptor } from '../distribution/repository.ts';
import { send } from '../distribution/transport.ts';
import { matchPlatform, type Platform } from '../platform.ts';
import type { RemoteImage } from './base-image.ts';

/**
 * Reads images from registries for builds. BuildKit uses another client than `docker pull` does (containerd's
 * `remotes/docker`), which asks in another order and words its failures in its own way.
 */

const HUB_CREDENTIALS = 'https://index.docker.io/v1/';
const MAX_ATTEMPTS = 5;

/** Credentials by registry, as `X-Registry-Config` brings them. */
export type Credentials = Record<string, AuthConfig>;

export interface ResolvedImage extends RemoteImage {
  /** The config's bytes. */
  configBytes: Uint8Array;
}

/**
 * A token could not be had. The client fetches it for the builder, and so what the builder says of the whole has only
 * the client's part: what it was wanted for gets lost on the way.
 */
export class TokenError extends Error {
  override name = 'TokenError';
  /** What the client said. */
  readonly said: string;

  constructor(said: string) {
    super(`failed to authorize: ${said}`);
    this.said = said;
  }
}

/** What is told of an image that could not be resolved. */
export function resolveFailure(reference: string, error: unknown): string {
  if (error instanceof TokenError) return error.said;
  return `failed to resolve source metadata for ${reference}: ${(error as Error).message}`;
}

export class RegistryClient {
  private readonly machine: Machine;
  private readonly credentials: Credentials;
  /** Tokens by host and scope, for one build. */
  private readonly tokens = new Map<string, string>();

  constructor(machine: Machine, credentials: Credentials) {
    this.machine = machine;
    this.credentials = credentials;
  }

  /** Finds out what a tag or digest names, and reads the image's config. Throws in containerd's words. */
  async resolve(reference: Reference, platform: Platform): Promise<ResolvedImage> {
    const object = reference.digest ?? reference.tag ?? 'latest';
    const head = await this.request(reference, 'HEAD', `manifests/${object}`);
    if (head.status === 404) {
      const suffix = reference.digest ? `@${reference.digest}` : `:${reference.tag}`;
      throw new Error(`${repositoryName(reference)}${suffix}: not found`);
    }
    if (head.status > 299) throw unexpectedStatus('HEAD', head.url, head.status);
    let root = describe(head.headers, reference.digest);
    let bytes = await this.fetchBytes(reference, `manifests/${root?.digest ?? object}`);
    root ??= {
      mediaType: head.headers.get('content-type') ?? '',
      digest: digestOf(bytes),
      size: bytes.length,
    };
    let manifest = root;
    let parsed = parseManifest(root.mediaType, bytes);
    if (parsed.kind === 'list') {
      const chosen = choose(parsed.manifests, platform);
      if (!chosen) throw new Error('no match for platform in manifest: not found');
      manifest = { mediaType: chosen.mediaType, digest: chosen.digest, size: chosen.size };
      bytes = await this.fetchBytes(reference, `manifests/${chosen.digest}`);
      parsed = parseManifest(chosen.mediaType, bytes);
    }
    if (parsed.kind === 'list' || parsed.kind === 'schema1') {
      throw new Error(`unexpected media type ${manifest.mediaType} for ${manifest.digest}: not found`);
    }
    const configBytes = await this.fetchBytes(reference, `blobs/${parsed.config.digest}`);
    return {
      repository: repositoryName(reference),
      root,
      manifest,
      config: parsed.config,
      layers: parsed.layers,
      configBytes,
    };
  }

  /** A blob's bytes, checked against its digest. */
  async blob(reference: Reference, descriptor: Descriptor): Promise<Uint8Array> {
    return this.fetchBytes(reference, `blobs/${descriptor.digest}`);
  }

  private async fetchBytes(reference: Reference, path: string): Promise<Uint8Array> {
    const response = await this.request(reference, 'GET', path);
    if (response.status === 404) throw new Error(`${repositoryName(reference)}/${path}: not found`);
    if (response.status > 299) throw unexpectedStatus('GET', response.url, response.status);
    return new Uint8Array(await response.body.arrayBuffer());
  }

  private async request(reference: Reference, method: string, path: string): Promise<Answer> {
    let failure: unknown;
    for (const endpoint of endpointsOf(this.machine, reference.domain)) {
      try {
        return await this.authorized(reference, method, `${endpoint}/v2/${reference.path}/${path}`);
      } catch (error) {
        failure ??= error;
      }
    }
    throw failure;
  }

  /** Sends a request, answering the registry's challenges. */
  private async authorized(reference: Reference, method: string, url: string): Promise<Answer> {
    const key = `${new URL(url).host} ${reference.path}`;
    let challenged = false;
    for (let attempt = 1; ; attempt++) {
      const headers = new Headers({ Accept: `${MANIFEST_TYPES.join(', ')}, */*` });
      const token = this.tokens.get(key);
      if (token) headers.set('Authorization', token);
      const body = await this.send(method, url, headers);
      const answer = { status: body.status, headers: body.headers, url, body };
      if (body.status !== 401 || attempt === MAX_ATTEMPTS) return answer;
      const challenges = parseChallenges(body.headers.get('www-authenticate'));
      const bearer = challenges.find((c) => c.scheme === 'bearer');
      if (bearer) {
        const { error } = bearer.parameters;
        if (error && challenged) {
          throw new Error(
            `pull access denied, repository does not exist or may require authorization: server message: ${error}: authorization failed`,
          );
        }
        challenged = token !== undefined || challenged;
        this.tokens.set(key, await this.fetchToken(reference, bearer));
        challenged = true;
        continue;
      }
      const { username, password } = this.credentialsOf(reference.domain);
      if (!challenges.some((c) => c.scheme === 'basic') || !username || !password || token) return answer;
      this.tokens.set(key, basicAuthorization(username, password));
    }
  }

  private async send(method: string, url: string, headers: Headers): Promise<Response> {
    try {
      return await send(this.machine, method, url, { headers });
    } catch (error) {
      throw new Error(`failed to do request: ${(error as Error).message}`);
    }
  }

  private credentialsOf(domain: string): AuthConfig {
    const key = domain === DEFAULT_DOMAIN ? HUB_CREDENTIALS : domain;
    return this.credentials[key] ?? {};
  }

  private async fetchToken(reference: Reference, { parameters }: Challenge): Promise<string> {
    const { username, password, identitytoken } = this.credentialsOf(reference.domain);
    const scope = parameters.scope || `repository:${reference.path}:pull`;
    const anonymous = !identitytoken && !(username && password);
    try {
      if (!identitytoken) {
        const response = await this.getToken(
          parameters,
          scope,
          anonymous ? undefined : { username, password },
        );
        if (response.status < 400) return await readToken(response);
        const mayPost = !anonymous && [401, 404, 405].includes(response.status);
        if (!mayPost) throw unexpectedStatus('GET', tokenUrl(parameters, scope), response.status);
      }
      return await this.postToken(parameters, scope, { username, password, identitytoken });
    } catch (error) {
      const kind = anonymous ? 'anonymous' : 'oauth';
      throw new TokenError(`failed to fetch ${kind} token: ${(error as Error).message}`);
    }
  }

  private getToken(
    parameters: Record<string, string>,
    scope: string,
    credentials: AuthConfig | undefined,
  ): Promise<Response> {
    const headers = new Headers();
    if (credentials)
      headers.set('Authorization', basicAuthorization(credentials.username!, credentials.password!));
    return send(this.machine, 'GET', tokenUrl(parameters, scope), { headers });
  }

  private async postToken(
    parameters: Record<string, string>,
    scope: string,
    { username, password, identitytoken }: AuthConfig,
  ): Promise<string> {
    const form = new URLSearchParams({
      client_id: 'buildkit-client',
      scope,
      service: parameters.service ?? '',
      ...(identitytoken
        ? { grant_type: 'refresh_token', refresh_token: identitytoken }
        : { grant_type: 'password', username: username ?? '', password: password ?? '' }),
    });
    const headers = new Headers({ 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' });
    const url = parameters.realm ?? '';
    const response = await send(this.machine, 'POST', url, { headers, body: form.toString() });
    if (response.status >= 400) throw unexpectedStatus('POST', url, response.status);
    return readToken(response);
  }
}

interface Answer {
  status: number;
  headers: Headers;
  url: string;
  body: Response;
}

function describe(headers: Headers, digest: string | undefined): Descriptor | undefined {
  const found = digest ?? headers.get('docker-content-digest');
  const size = headers.get('content-length');
  if (!found || size === null) return undefined;
  return { mediaType: headers.get('content-type') ?? '', digest: found, size: Number(size) };
}

function choose(
  manifests: (Descriptor & { platform?: Platform })[],
  wanted: Platform,
): Descriptor | undefined {
  const ranked = manifests
    .map((manifest) => ({
      manifest,
      rank: manifest.platform ? matchPlatform(wanted, manifest.platform) : -1,
    }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank);
  return ranked[0]?.manifest;
}

function unexpectedStatus(method: string, url: string, status: number): Error {
  return new Error(`unexpected status from ${method} request to ${url}: ${statusLine(status)}`);
}

/** Go writes the parameters in the order of their names. */
function tokenUrl(parameters: Record<string, string>, scope: string): string {
  const url = new URL(parameters.realm ?? '');
  for (const part of scope.split(' ')) url.searchParams.append('scope', part);
  if (parameters.service) url.searchParams.append('service', parameters.service);
  url.searchParams.sort();
  return url.href;
}

async function readToken(response: Response): Promise<string> {
  const answer = (await response.json()) as { token?: string; access_token?: string };
  const token = answer.access_token || answer.token;
  if (!token) throw new Error('authorization server did not include a token in the response');
  return `Bearer ${token}`;
}
