import type { NetworkError } from './network.ts';

/** `Get` for GET: a method in front of the address that could not be asked (`urlErrorOp` of Go's net/http). */
export const urlErrorOperation = (method: string): string => method.charAt(0) + method.slice(1).toLowerCase();

/** Why a request got no answer, as Go's HTTP client words it. */
export function connectionFailure({ failure, host, address, port }: NetworkError): string {
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
