/** A seam of the simulator: everything that answers HTTP is this function. */
export type Handler = (request: Request) => Promise<Response>;

/** Why no response came at all. The caller words it as its program does (Go, curl, …). */
export type NetworkFailure =
  /** No such host name. */
  | 'no-such-host'
  /** The host exists and nothing listens there. */
  | 'refused'
  /** Packets vanish: the connection times out. */
  | 'timeout'
  /** The certificate is signed by an authority the client does not know. */
  | 'unknown-authority'
  /** The client spoke TLS and the server answers plain HTTP. */
  | 'plain-http'
  /** The connection broke off in the middle. */
  | 'reset';

/** Thrown by a network's `fetch` where a real connection would have failed. */
export class NetworkError extends Error {
  readonly failure: NetworkFailure;
  /** Host name as asked for, without port. */
  readonly host: string;
  /** The address it resolved to, `''` when it did not resolve. */
  readonly address: string;
  readonly port: number;

  constructor(failure: NetworkFailure, host: string, address: string, port: number) {
    super(`${failure}: ${host}:${port}`);
    this.name = 'NetworkError';
    this.failure = failure;
    this.host = host;
    this.address = address;
    this.port = port;
  }
}

/**
 * The network as one machine sees it: host names lead to registries, `localhost` to the machine's own ports.
 * Both throw {@link NetworkError}.
 */
export interface Network {
  fetch: Handler;
  /** IPv4 address of a host name. */
  resolve(host: string): string;
  /**
   * Opens a listening port on this machine; throws `Error('address already in use')` when taken.
   * Returns what closes it.
   */
  listen(port: number, handler: Handler): () => void;
}
