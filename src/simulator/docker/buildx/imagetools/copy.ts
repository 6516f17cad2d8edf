import { digestOf } from '../../../common/digest.ts';
import { goQuote } from '../../../common/go-quote.ts';
import type { Reference } from '../../../common/reference.ts';
import { CommandError } from '../../framework/errors.ts';
import type { Invocation } from '../../framework/invocation.ts';
import type { RegistryClient } from '../../registry/client.ts';
import {
  AuthorizationFailed,
  clientOf,
  type Descriptor,
  fetchBlob,
  fetchImage,
  isIndex,
  type RemoteImage,
  refusal,
  send,
} from './remote-image.ts';

interface Content {
  config?: Descriptor;
  layers?: Descriptor[];
  manifests?: Descriptor[];
}

/** Brings an image, with all that it names, from its repository into another. @throws CommandError */
export async function copyImage(
  invocation: Invocation,
  image: RemoteImage,
  target: Reference,
): Promise<void> {
  const to = clientOf(invocation, target, 'pull,push');
  const {
    config,
    layers = [],
    manifests = [],
  } = JSON.parse(new TextDecoder().decode(image.bytes)) as Content;
  const { tag: _, ...repository } = image.reference;
  for (const { digest } of manifests) {
    await copyImage(invocation, await fetchImage(invocation, { ...repository, digest }), target);
  }
  for (const { digest } of [...(config ? [config] : []), ...layers]) {
    await copyBlob(invocation, image.reference, to, { target, digest });
  }
  const { digest, mediaType } = image.descriptor;
  await putManifest(to, { domain: target.domain, path: target.path, digest }, mediaType, image.bytes);
}

/** Within a registry the blob is mounted; from another it comes and goes through here. */
async function copyBlob(
  invocation: Invocation,
  source: Reference,
  to: RegistryClient,
  { target, digest }: { target: Reference; digest: string },
): Promise<void> {
  const toTarget = async (method: string, path: string, body?: Uint8Array): Promise<Response> => {
    const headers = { 'Content-Type': 'application/octet-stream' };
    const response = await send(to, target, method, path, body ? { headers, body } : {});
    if (response.ok || (method === 'HEAD' && response.status === 404)) return response;
    throw refusal({ reference: target, request: `${method} ${path}`, response, action: 'push' });
  };
  try {
    if ((await toTarget('HEAD', `/blobs/${digest}`)).ok) return;
  } catch (error) {
    // Whether it is there need not be known to send it.
    if (!(error instanceof AuthorizationFailed)) throw error;
  }
  const query = source.domain === target.domain ? `?mount=${digest}&from=${source.path}` : '';
  const started = await toTarget('POST', `/blobs/uploads/${query}`);
  if (started.status === 201) return;
  const blob = await fetchBlob(invocation, source, digest);
  const location = new URL(started.headers.get('Location') ?? '', `https://${target.domain}`);
  location.searchParams.set('digest', digest);
  const repository = `/v2/${target.path}`;
  const path = location.pathname.slice(location.pathname.indexOf(repository) + repository.length);
  await toTarget('PUT', path + location.search, new Uint8Array(await blob.arrayBuffer()));
}

/** Puts a manifest where it is not there already. @throws CommandError with the registry's refusal */
export async function putManifest(
  client: RegistryClient,
  target: Reference,
  mediaType: string,
  body: Uint8Array,
): Promise<void> {
  const path = `/manifests/${target.digest ?? target.tag}`;
  const digest = digestOf(body);
  if (await isThere(client, target, path, { mediaType, digest })) return;
  const headers = { 'Content-Type': mediaType };
  const response = await send(client, target, 'PUT', path, { headers, body });
  if (response.ok) return;
  const { message } = refusal({ reference: target, request: `PUT ${path}`, response, action: 'push' });
  const kind = isIndex(mediaType) ? 'index' : 'manifest';
  throw new CommandError(`failed commit on ref ${goQuote(`${kind}-${digest}`)}: ${message}`);
}

/** Whether a name stands for just this manifest. Where that may not be asked, it counts as missing. */
async function isThere(
  client: RegistryClient,
  target: Reference,
  path: string,
  { mediaType, digest }: { mediaType: string; digest: string },
): Promise<boolean> {
  const headers = { Accept: `${mediaType}, */*` };
  const response = await send(client, target, 'HEAD', path, { headers });
  if (response.ok) return (response.headers.get('Docker-Content-Digest') ?? target.digest) === digest;
  if (response.status === 404) return false;
  const refused = refusal({ reference: target, request: `HEAD ${path}`, response, action: 'push' });
  if (refused instanceof AuthorizationFailed) return false;
  throw refused;
}
