import { parseReference } from '../../common/reference.ts';
import { credentialsKey, registryAuthHeader } from '../config/auth.ts';
import { credentialStore } from '../config/credentials.ts';
import type { Invocation } from '../framework/invocation.ts';
import { jsonValues } from '../framework/json-stream.ts';
import { displayJsonMessages, type JsonMessage } from '../render/json-messages.ts';

/** Pulls the image of a container to be, showing it on standard error. */
export async function pullForContainer(invocation: Invocation, image: string): Promise<void> {
  const { process, engine, config, flags } = invocation;
  const reference = parseReference(image);
  const key = credentialsKey(reference.domain);
  const auth = await credentialStore(process, config, key).get(key);
  const name =
    reference.domain === 'docker.io'
      ? `docker.io/${reference.path}`
      : `${reference.domain}/${reference.path}`;
  const response = await engine.request('POST', '/images/create', {
    query: {
      fromImage: name,
      tag: reference.digest ?? reference.tag ?? 'latest',
      ...(flags.string('platform') ? { platform: flags.string('platform') } : {}),
    },
    headers: { 'X-Registry-Auth': registryAuthHeader(auth) },
  });
  const messages = jsonValues(response.body) as AsyncIterable<JsonMessage>;
  const output = flags.bool('quiet') ? { isTTY: false, write: async () => {} } : process.stderr;
  await displayJsonMessages(messages, { output, tty: process.tty, now: () => process.host.clock.now() });
}
