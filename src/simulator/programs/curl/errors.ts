import type { NetworkError } from '../../common/network.ts';

/** A transfer that failed, with curl's number for it. */
export class CurlError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** A command line that curl refuses; the message goes after its name, and a hint at the manual follows. */
export class CurlUsage extends Error {}

/** What no connection means to curl; `waited` milliseconds for one that never came. */
export function wordOf({ failure, host }: NetworkError, port: number, waited: number): CurlError {
  switch (failure) {
    case 'no-such-host':
      return new CurlError(6, `Could not resolve host: ${host}`);
    case 'refused':
      return new CurlError(
        7,
        `Failed to connect to ${host} port ${port} after 0 ms: Couldn't connect to server`,
      );
    case 'timeout':
      return new CurlError(
        28,
        `Failed to connect to ${host} port ${port} after ${waited} ms: Timeout was reached`,
      );
    case 'unknown-authority':
      return new CurlError(
        60,
        'SSL certificate problem: unable to get local issuer certificate\nMore details here: https://curl.se/docs/sslcerts.html\n\ncurl failed to verify the legitimacy of the server and therefore could not\nestablish a secure connection to it. To learn more about this situation and\nhow to fix it, please visit the web page mentioned above.',
      );
    case 'plain-http':
      return new CurlError(35, 'OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number');
    case 'reset':
      return new CurlError(56, 'Recv failure: Connection reset by peer');
  }
}
