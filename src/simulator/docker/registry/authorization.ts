import type { Reference } from '../../common/reference.ts';
import { type AuthConfig, credentialsKey, INDEX_SERVER, registryAuthHeader } from '../config/auth.ts';
import { credentialStore } from '../config/credentials.ts';
import { DaemonError } from '../framework/engine.ts';
import type { Invocation } from '../framework/invocation.ts';
import { promptForCredentials } from './prompt.ts';

/** What is stored for a reference's registry; a helper that fails counts as empty, and nothing is said of it. */
export async function storedAuthorization(
  { process, config }: Invocation,
  reference: Pick<Reference, 'domain'>,
): Promise<AuthConfig> {
  const key = credentialsKey(reference.domain);
  try {
    return await credentialStore(process, config, key).get(key);
  } catch {
    return {};
  }
}

/**
 * Has the engine do something at a registry with the stored credentials. When the registry knows none, the user is
 * asked, once, and it is tried again.
 * @throws DaemonError, CommandError
 */
export async function withAuthorization(
  invocation: Invocation,
  reference: Pick<Reference, 'domain'>,
  verb: 'pull' | 'push',
  attempt: (header: Record<string, string>) => Promise<Response>,
): Promise<Response> {
  const stored = await storedAuthorization(invocation, reference);
  const header = (auth: AuthConfig) => ({ 'X-Registry-Auth': registryAuthHeader(auth) });
  try {
    return await attempt(header(stored));
  } catch (error) {
    if (!(error instanceof DaemonError) || error.status !== 401) throw error;
  }
  await invocation.print(`\nLogin prior to ${verb}:\n`);
  // The real prompt speaks of Docker Hub whatever the registry is.
  const answer = await promptForCredentials(invocation, {
    username: '',
    password: '',
    defaultUsername: stored.username ?? '',
    server: INDEX_SERVER,
  });
  return attempt(header(answer));
}
