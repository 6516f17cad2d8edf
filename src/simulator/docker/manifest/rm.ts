import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { ManifestStore, manifestReference, noSuchList } from './store.ts';

/** `docker manifest rm` */
export const rm: Command = {
  paths: ['manifest rm'],
  short: 'Drop local lists of manifests',
  usage: 'MANIFEST_LIST [MANIFEST_LIST...]',
  experimental: true,
  args: minArgs(1),
  run: async (invocation) => {
    const store = new ManifestStore(invocation);
    const failures: string[] = [];
    for (const name of invocation.args) {
      try {
        const list = manifestReference(name);
        if (!store.exists(list)) throw noSuchList(list);
        store.remove(list);
      } catch (error) {
        failures.push((error as Error).message);
      }
    }
    if (failures.length > 0) throw new CommandError(failures.join('\n'));
    return 0;
  },
};
