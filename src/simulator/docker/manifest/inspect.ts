import { decodeBase64 } from '../../common/base64.ts';
import { encodeGoJson } from '../../common/go-json.ts';
import type { Reference } from '../../common/reference.ts';
import { rangeArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { indentJson } from '../inspect/indent.ts';
import { fetchManifest } from './remote.ts';
import { ManifestStore, manifestReference, noSuchList } from './store.ts';
import { type ImageManifest, listBytes } from './types.ts';

/** `docker manifest inspect` */
export const inspect: Command = {
  paths: ['manifest inspect'],
  short: 'Show a manifest, or a list of manifests',
  usage: '[OPTIONS] [MANIFEST_LIST] MANIFEST',
  experimental: true,
  args: rangeArgs(1, 2),
  flags: [
    { name: 'insecure', type: 'bool', usage: 'Allow a registry that is not secured' },
    { name: 'verbose', short: 'v', type: 'bool', usage: 'Show more, layers and platform among it' },
  ],
  run: async (invocation) => {
    const { flags, args } = invocation;
    const verbose = flags.bool('verbose');
    const store = new ManifestStore(invocation);
    const reference = manifestReference(args.at(-1)!);
    const print = (found: ImageManifest | ImageManifest[]) => invocation.print(shown(found, verbose));
    if (args.length === 2) {
      await print(inList(store, manifestReference(args[0]!), reference));
      return 0;
    }
    const local = store.list(reference);
    if (local) {
      await print(local);
      return 0;
    }
    const remote = await fetchManifest(invocation, reference, flags.bool('insecure'));
    await print('list' in remote ? remote.list : remote.manifest);
    return 0;
  },
};

function inList(store: ManifestStore, list: Reference, reference: Reference): ImageManifest {
  const found = store.get(list, reference);
  if (!found) throw noSuchList(reference);
  return found;
}

function shown(found: ImageManifest | ImageManifest[], verbose: boolean): string {
  if (verbose) return `${encodeGoJson(found, '\t')}\n`;
  if (Array.isArray(found)) return `${listBytes(found).text}\n`;
  return `${indentJson(new TextDecoder().decode(decodeBase64(found.Raw)), '\t')}\n`;
}
