import { encodeBase64Url } from '../../common/base64.ts';
import type { AuthConfig } from '../config/auth.ts';
import { credentialStore } from '../config/credentials.ts';
import type { Invocation } from '../framework/invocation.ts';

/** Every stored credential, as `X-Registry-Config` carries them to the builder. */
export async function allCredentials({ process, config }: Invocation): Promise<string> {
  const servers = new Set([...config.auths.keys(), ...Object.keys(config.map('credHelpers'))]);
  const found: Record<string, AuthConfig> = {};
  for (const server of servers) {
    try {
      found[server] = await credentialStore(process, config, server).get(server);
    } catch {
      // A helper that fails knows nothing.
    }
  }
  return encodeBase64Url(JSON.stringify(found));
}
