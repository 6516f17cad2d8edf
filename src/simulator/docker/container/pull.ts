import { parseReference, repositoryName } from '../../common/reference.ts';
import { credentialsKey, registryAuthHeader } from '../config/auth.ts';
import { credentialStore } from '../config/credentials.ts';
import type { Invocation } from '../framework/invocation.ts';
import { showMessages } from '../render/stream.ts';

/** Pulls the image of a container to be, showing it on standard error. A refused registry is not asked again. */
export async function pullForContainer(invocation: Invocation, image: string): Promise<void> {
  const { process, engine, config, flags } = invocation;
  const reference = parseReference(image);
  const key = credentialsKey(reference.domain);
  const auth = await credentialStore(process, config, key).get(key);
  const platform = flags.string('platform').toLowerCase();
  const response = await engine.request('POST', '/images/create', {
    query: {
      fromImage: repositoryName(reference),
      tag: reference.digest ?? reference.tag ?? 'latest',
      ...(platform === '' ? {} : { platform }),
    },
    headers: { 'X-Registry-Auth': registryAuthHeader(auth) },
  });
  await showMessages(invocation, response, { quiet: flags.bool('quiet'), output: process.stderr });
}
