import { decodeBase64, encodeBase64, encodeBase64Url } from '../../common/base64.ts';
import { CommandError } from '../framework/errors.ts';

/** Credentials for one registry, as the Engine API takes them in `X-Registry-Auth`. */
export interface AuthConfig {
  username?: string;
  password?: string;
  auth?: string;
  email?: string;
  serveraddress?: string;
  identitytoken?: string;
  registrytoken?: string;
}

/** The key of Docker Hub's credentials. */
export const INDEX_SERVER = 'https://index.docker.io/v1/';

/** `username:password` in base64, as `auth` in the config file; `''` when there are neither. */
export function encodeAuth({ username = '', password = '' }: AuthConfig): string {
  return username === '' && password === '' ? '' : encodeBase64(`${username}:${password}`);
}

/**
 * Username and password of an `auth` entry.
 * @throws CommandError
 */
export function decodeAuth(auth: string): { username: string; password: string } {
  const clean = auth.replace(/[\r\n]/g, '');
  const wrong = clean.search(/[^A-Za-z0-9+/=]|=(?!=?$)/);
  if (wrong !== -1) throw new CommandError(`illegal base64 data at input byte ${wrong}`);
  const over = clean.length % 4;
  if (over !== 0) throw new CommandError(`illegal base64 data at input byte ${clean.length - over}`);
  const text = new TextDecoder().decode(decodeBase64(clean));
  const colon = text.indexOf(':');
  if (colon < 1) throw new CommandError('Invalid auth configuration file');
  return { username: text.slice(0, colon), password: text.slice(colon + 1).replace(/^\0+|\0+$/g, '') };
}

/** The value of the header `X-Registry-Auth`. */
export function registryAuthHeader(auth: AuthConfig): string {
  const filled = Object.fromEntries(Object.entries(auth).filter(([, value]) => value));
  return encodeBase64Url(JSON.stringify(filled));
}

/** The host of a registry's address: no scheme, no user, no path. */
export function registryHostname(address: string): string {
  const [, host] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#]*@)?([^@/?#\s]+)/i.exec(address) ?? [];
  return host ?? address.split('/', 1)[0]!;
}

/** Where credentials for a reference's domain are kept. */
export function credentialsKey(domain: string): string {
  return domain === 'docker.io' || domain === 'index.docker.io' ? INDEX_SERVER : domain;
}
