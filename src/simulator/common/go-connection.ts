import type { NetworkError } from './network.ts';

/** `Get` for GET: a method in front of the address that could not be asked (`urlErrorOp` of Go's net/http). */
export const urlErrorOperation = (method: string): string => method.charAt(0) + method.slice(1).toLowerCase();

/** The host of an address as it was typed: Go keeps its letters, `URL` makes them small. */
const hostOf = (url: string): RegExpExecArray | null =>
  /^\w+:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?/.exec(url);

/** What Go says when it dials a port of a number that there cannot be; `URL` takes such an address for none. */
export function invalidPort(url: string): string | undefined {
  const port = hostOf(url)?.[2];
  return Number(port) > 65_535 ? `dial tcp: address ${port}: invalid port` : undefined;
}

/** Why a request got no answer, as Go's HTTP client words it; `url` as the client was given it. */
export function connectionFailure(error: NetworkError, url?: string): string {
  const { failure, port } = error;
  const typed = (url && hostOf(url)?.[1]) || '';
  // A name that is no ASCII is looked up in its ASCII form.
  const host = typed.toLowerCase() === error.host ? typed : error.host;
  const address = error.address.includes(':') ? `[${error.address}]` : error.address;
  const reasons: Record<NetworkError['failure'], string> = {
    'no-such-host': `dial tcp: lookup ${host} on 127.0.0.53:53: no such host`,
    refused: `dial tcp ${address}:${port}: connect: connection refused`,
    timeout: `dial tcp ${address}:${port}: i/o timeout`,
    'unknown-authority': 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'plain-http': 'http: server gave HTTP response to HTTPS client',
    reset: 'EOF',
  };
  return reasons[failure];
}
