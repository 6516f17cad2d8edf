import { type Reference, referenceString } from '../../common/reference.ts';
import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { fetchManifest } from './remote.ts';
import { ManifestStore, manifestReference } from './store.ts';

/** `docker manifest create` */
export const create: Command = {
  paths: ['manifest create'],
  short: 'Begin a local list of manifests, to annotate and push',
  usage: 'MANIFEST_LIST MANIFEST [MANIFEST...]',
  experimental: true,
  args: minArgs(2),
  flags: [
    { name: 'amend', short: 'a', type: 'bool', usage: 'Add to a list that is there' },
    { name: 'insecure', type: 'bool', usage: 'Allow a registry that is not secured' },
  ],
  run: async (invocation) => {
    const { flags, args } = invocation;
    const store = new ManifestStore(invocation);
    const list = listReference(args[0]!);
    if (store.exists(list) && !flags.bool('amend')) {
      throw new CommandError('refusing to amend an existing manifest list with no --amend flag');
    }
    const found = [];
    for (const name of args.slice(1)) {
      const reference = manifestReference(name);
      const local = store.get(list, reference);
      const remote = local
        ? { manifest: local }
        : await fetchManifest(invocation, reference, flags.bool('insecure'));
      if ('list' in remote) throw new CommandError(`${referenceString(reference)} is a manifest list`);
      found.push({ reference, content: remote.manifest });
    }
    for (const { reference, content } of found) store.save(list, reference, content);
    await invocation.print(`Created manifest list ${referenceString(list)}\n`);
    return 0;
  },
};

/** @throws CommandError */
function listReference(text: string): Reference {
  try {
    return manifestReference(text);
  } catch (error) {
    throw new CommandError(`error parsing name for manifest list ${text}: ${(error as Error).message}`);
  }
}
