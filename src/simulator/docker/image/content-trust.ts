import { goBool } from '../../common/go-bool.ts';
import { connectionFailure, dialFailure } from '../../common/go-connection.ts';
import { NetworkError } from '../../common/network.ts';
import { DEFAULT_DOMAIN, type Reference } from '../../common/reference.ts';
import type { Flag } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';

/** The flag that turns content trust off, which is so unless somebody or `$DOCKER_CONTENT_TRUST` turns it on. */
export const CONTENT_TRUST: Flag = {
  name: 'disable-content-trust',
  type: 'bool',
  usage: 'Do not check signatures',
  default: 'true',
  fromEnvironment: ({ DOCKER_CONTENT_TRUST: wanted = '' }) =>
    wanted === '' || goBool(wanted) === false ? 'true' : '',
};

/** The notary server of Docker Hub; any other registry is its own. */
const HUB_SERVER = 'notary.docker.io';

/**
 * Asks the notary server of an image's registry, as `docker pull`, `run` and `push` do once content trust is on. None
 * is simulated; a server that cannot be reached is told as the real CLI tells it. @throws CommandError always
 */
export async function verify({ process, signal }: Invocation, { domain }: Reference): Promise<never> {
  const server = domain === DEFAULT_DOMAIN ? HUB_SERVER : domain;
  const url = `https://${server}/v2/`;
  const undialled = dialFailure(url);
  if (undialled) throw new CommandError(`Error: error contacting notary server: ${undialled}`);
  try {
    await process.host.network.fetch(new Request(url, { signal }));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const reason =
      error.failure === 'plain-http'
        ? 'tls: first record does not look like a TLS handshake'
        : connectionFailure(error, url);
    throw new CommandError(`Error: error contacting notary server: ${reason}`);
  }
  throw contentTrustUnsupported();
}

/** What those get who turn it on where no server is asked. */
export function contentTrustUnsupported(): CommandError {
  return new CommandError('Error: the sandbox does not simulate content trust (notary servers)');
}
