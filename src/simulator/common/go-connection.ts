import { hostOf } from './go-url.ts';
import type { NetworkError } from './network.ts';

/** `Get` for GET: a method in front of the address that could not be asked (`urlErrorOp` of Go's net/http). */
export const urlErrorOperation = (method: string): string => method.charAt(0) + method.slice(1).toLowerCase();

/**
 * Why Go cannot so much as dial an address that `url.Parse` reads; `undefined` for one that it can. The platform's
 * `URL` takes most of these for no address at all.
 */
export function dialFailure(url: string): string | undefined {
  const { host, port } = hostOf(url);
  if (Number(port) > 65_535) return `dial tcp: address ${port}: invalid port`;
  return URL.canParse(url) ? undefined : `dial tcp: ${lookupFailure(host)}`;
}

/** Names of letters that no name has are not asked for (`isDomainName` of Go's net). */
const lookupFailure = (host: string): string =>
  `lookup ${host}${/^[\w.-]+$/.test(host) ? ' on 127.0.0.53:53' : ''}: no such host`;

/** Why a request got no answer, as Go's HTTP client words it; `url` as the client was given it. */
export function connectionFailure(error: NetworkError, url?: string): string {
  const { failure, port } = error;
  const typed = url ? hostOf(url).host : '';
  // A name that is no ASCII is looked up in its ASCII form.
  const host = typed.toLowerCase() === error.host ? typed : error.host;
  const address = error.address.includes(':') ? `[${error.address}]` : error.address;
  const reasons: Record<NetworkError['failure'], string> = {
    'no-such-host': `dial tcp: ${lookupFailure(host)}`,
    refused: `dial tcp ${address}:${port}: connect: connection refused`,
    timeout: `dial tcp ${address}:${port}: i/o timeout`,
    'unknown-authority': 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'plain-http': 'http: server gave HTTP response to HTTPS client',
    reset: 'EOF',
  };
  return reasons[failure];
}
