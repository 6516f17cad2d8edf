import { decodeBase64 } from '../../common/base64.ts';
import { digestOf } from '../../common/digest.ts';
import { parseReference, type Reference, referenceString, repositoryName } from '../../common/reference.ts';
import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { RegistryClient } from '../registry/client.ts';
import { refusalOf } from '../registry/errors.ts';
import { ManifestStore, manifestReference, noSuchList } from './store.ts';
import { type ImageManifest, listBytes } from './types.ts';

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/;

/** `docker manifest push` */
export const push: Command = {
  paths: ['manifest push'],
  short: 'Send a list of manifests to a repository',
  usage: '[OPTIONS] MANIFEST_LIST',
  experimental: true,
  args: exactArgs(1),
  flags: [
    { name: 'insecure', type: 'bool', usage: 'Allow a registry that is not secured' },
    { name: 'purge', short: 'p', type: 'bool', usage: 'Drop the local list when it is sent' },
  ],
  run: async (invocation) => {
    const { flags, args } = invocation;
    const list = manifestReference(args[0]!);
    const store = new ManifestStore(invocation);
    const manifests = store.list(list);
    if (!manifests) throw noSuchList(list);
    for (const { Ref } of manifests) {
      const { domain } = parseReference(Ref);
      if (domain === list.domain) continue;
      throw new CommandError(
        `cannot use source images from a different registry than the target image: ${domain} != ${list.domain}`,
      );
    }
    const allowHttp = flags.bool('insecure') || LOOPBACK.test(list.domain);
    const client = new RegistryClient(invocation, list, 'pull,push', allowHttp);
    // What is in the list's own repository is there already.
    const others = manifests.filter(({ Ref }) => parseReference(Ref).path !== list.path);
    for (const manifest of others) await pushManifest(invocation, client, list, manifest);
    const { text, mediaType } = listBytes(manifests);
    await put(
      client,
      { name: list.digest ?? list.tag!, mediaType, body: new TextEncoder().encode(text) },
      list,
    );
    await invocation.print(`${digestOf(text)}\n`);
    if (flags.bool('purge')) store.remove(list);
    return 0;
  },
};

/** Mounts the blobs of another repository of the registry; then the manifest goes up by its digest. */
async function pushManifest(
  { print }: Invocation,
  client: RegistryClient,
  list: Reference,
  manifest: ImageManifest,
): Promise<void> {
  const bytes = decodeBase64(manifest.Raw);
  const source = parseReference(manifest.Ref);
  const { config, layers } = JSON.parse(new TextDecoder().decode(bytes)) as {
    config: { digest: string };
    layers: { digest: string }[];
  };
  for (const { digest } of [config, ...layers]) {
    const query = new URLSearchParams({ mount: digest, from: source.path });
    const response = await client.request('POST', `/blobs/uploads/?${query}`, { from: source.path });
    if (response.status === 202) {
      const blob = `${repositoryName(source)}@${digest}`;
      throw new CommandError(`error mounting ${blob} to ${referenceString(list)}`);
    }
    if (!response.ok) {
      const { message } = await refusalOf(response);
      throw new CommandError(
        `failed to mount blob ${source.path}@${digest} to ${referenceString(list)}: ${message}`,
      );
    }
  }
  const { digest, mediaType } = manifest.Descriptor;
  await put(client, { name: digest, mediaType, body: bytes }, { ...list, tag: undefined, digest });
  await print(`Pushed ref ${repositoryName(list)}@${digest} with digest: ${digest}\n`);
}

async function put(
  client: RegistryClient,
  { name, mediaType, body }: { name: string; mediaType: string; body: Uint8Array },
  target: Reference,
): Promise<void> {
  const response = await client.request('PUT', `/manifests/${name}`, {
    headers: { 'Content-Type': mediaType },
    body,
  });
  if (response.ok) return;
  const { message } = await refusalOf(response);
  throw new CommandError(`failed to put manifest ${referenceString(target)}: ${message}`);
}
