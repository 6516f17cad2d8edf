import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

/**
 * Docker's token authentication ("Token Authentication Specification"): a registry challenges, a client fetches a
 * token for scopes from the realm, and comes back with it. Tokens are JSON Web Tokens signed with HMAC-SHA256.
 */

/** A resource and what may be done with it: `repository:library/busybox:pull,push`. */
export interface Scope {
  type: string;
  name: string;
  actions: string[];
}

export interface Claims {
  iss: string;
  /** Account name; empty for anonymous. */
  sub: string;
  aud: string;
  exp: number;
  nbf: number;
  iat: number;
  jti: string;
  access: Scope[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}

const encodeJson = (value: unknown): string => base64url(encoder.encode(JSON.stringify(value)));
const HEADER = encodeJson({ typ: 'JWT', alg: 'HS256' });

interface AuthorityOptions {
  /** Who signs: the token service's host. */
  issuer: string;
  /** Whom tokens are for: the `service` of the challenge. */
  service: string;
  secret: string;
  /** Seconds a token lives. */
  lifetime: number;
  now: () => number;
  /** Makes each token's `jti`. */
  newId: () => string;
}

/** A token and what its response says of it. */
export interface IssuedToken {
  token: string;
  expires_in: number;
  issued_at: string;
}

export type Verdict = { claims: Claims } | { failure: 'invalid' | 'expired' };

/** Signs and checks tokens. */
export class TokenAuthority {
  private readonly options: AuthorityOptions;
  private readonly key: Uint8Array;

  constructor(options: AuthorityOptions) {
    this.options = options;
    this.key = encoder.encode(options.secret);
  }

  issue(subject: string, access: Scope[]): IssuedToken {
    const { issuer, service, lifetime, now, newId } = this.options;
    const time = Math.floor(now() / 1000);
    const claims: Claims = {
      iss: issuer,
      sub: subject,
      aud: service,
      exp: time + lifetime,
      // A minute of grace for clocks that run behind, as token services give.
      nbf: time - 60,
      iat: time,
      jti: newId(),
      access,
    };
    const signed = `${HEADER}.${encodeJson(claims)}`;
    return {
      token: `${signed}.${this.sign(signed)}`,
      expires_in: lifetime,
      issued_at: new Date(time * 1000).toISOString().replace('.000Z', 'Z'),
    };
  }

  verify(token: string): Verdict {
    const [header, payload, signature, ...rest] = token.split('.');
    if (header !== HEADER || !payload || !signature || rest.length > 0) return { failure: 'invalid' };
    if (!equal(signature, this.sign(`${header}.${payload}`))) return { failure: 'invalid' };
    const claims = JSON.parse(decoder.decode(fromBase64(payload))) as Claims;
    if (claims.iss !== this.options.issuer || claims.aud !== this.options.service)
      return { failure: 'invalid' };
    const time = this.options.now() / 1000;
    if (time >= claims.exp || time < claims.nbf) return { failure: 'expired' };
    return { claims };
  }

  private sign(text: string): string {
    return base64url(hmac(sha256, this.key, encoder.encode(text)));
  }
}

/** Compares without telling by its time how far two texts agree. */
function equal(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i % (b.length || 1));
  return difference === 0;
}

/**
 * Reads scopes: several parameters, or several in one, parted by blanks. The name may contain colons
 * (`repository:localhost:5000/app:pull`), so the type ends at the first and the actions begin after the last.
 */
export function parseScopes(values: string[]): Scope[] {
  const scopes: Scope[] = [];
  for (const text of values.flatMap((value) => value.split(/\s+/))) {
    const match = /^([a-z]+)(?:\([a-z]+\))?:(.+):([a-z_*,]*)$/.exec(text);
    if (!match) continue;
    const [, type = '', name = '', list = ''] = match;
    const actions = [...new Set(list.split(',').filter((action) => action !== ''))];
    const known = scopes.find((scope) => scope.type === type && scope.name === name);
    if (known) known.actions = [...new Set([...known.actions, ...actions])];
    else scopes.push({ type, name, actions });
  }
  return scopes;
}

/** Whether a token's access includes an action. */
export function includesAccess(access: Scope[], wanted: Scope): boolean {
  return wanted.actions.every((action) =>
    access.some(
      ({ type, name, actions }) =>
        type === wanted.type && name === wanted.name && (actions.includes(action) || actions.includes('*')),
    ),
  );
}

interface Challenge {
  realm: string;
  service: string;
  scopes?: Scope[];
  error?: 'invalid_token' | 'insufficient_scope';
}

/** The `WWW-Authenticate` header that asks for a token. */
export function bearerChallenge({ realm, service, scopes = [], error }: Challenge): string {
  const parts = [`realm="${realm}"`, `service="${service}"`];
  if (scopes.length > 0) {
    parts.push(
      `scope="${scopes.map(({ type, name, actions }) => `${type}:${name}:${actions.join(',')}`).join(' ')}"`,
    );
  }
  if (error) parts.push(`error="${error}"`);
  return `Bearer ${parts.join(',')}`;
}

export interface Credentials {
  username: string;
  password: string;
}

/** Credentials of an `Authorization: Basic` header. */
export function basicCredentials(request: Request): Credentials | undefined {
  const match = /^Basic +([A-Za-z0-9+/=_-]+)\s*$/i.exec(request.headers.get('authorization') ?? '');
  if (!match) return undefined;
  try {
    const text = decoder.decode(fromBase64(match[1]!));
    const colon = text.indexOf(':');
    return colon === -1 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
  } catch {
    return undefined;
  }
}

/** The token of an `Authorization: Bearer` header. */
export function bearerToken(request: Request): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(request.headers.get('authorization') ?? '')?.[1];
}

/** A request to a token endpoint, by `GET` with Basic credentials or by the OAuth2 form. */
export interface TokenRequest {
  service: string;
  scopes: Scope[];
  /** Who the client says it is; counts for nothing without credentials. */
  account?: string;
  credentials?: Credentials;
  refreshToken?: string;
  /** Whether a refresh token is wanted, to come back with instead of the password. */
  offline: boolean;
}

/** Forms larger than this are no token requests. */
const MAX_FORM = 64 * 1024;

/** Reads either form; `undefined` when it is neither. */
export async function readTokenRequest(request: Request): Promise<TokenRequest | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD') {
    const query = new URL(request.url).searchParams;
    const credentials = basicCredentials(request);
    const account = query.get('account');
    return {
      service: query.get('service') ?? '',
      scopes: parseScopes(query.getAll('scope')),
      offline: query.get('offline_token') === 'true',
      ...(account === null ? {} : { account }),
      ...(credentials ? { credentials } : {}),
    };
  }
  if (request.method !== 'POST') return undefined;
  const text = await request.text();
  if (text.length > MAX_FORM) return undefined;
  const form = new URLSearchParams(text);
  const base = {
    service: form.get('service') ?? '',
    scopes: parseScopes(form.getAll('scope')),
    offline: form.get('access_type') === 'offline',
  };
  switch (form.get('grant_type')) {
    case 'password':
      return {
        ...base,
        credentials: { username: form.get('username') ?? '', password: form.get('password') ?? '' },
      };
    case 'refresh_token':
      return { ...base, refreshToken: form.get('refresh_token') ?? '' };
    default:
      return undefined;
  }
}
