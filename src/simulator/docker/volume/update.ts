import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { volumePath } from './path.ts';

/** `docker volume update` */
export const update: Command = {
  paths: ['volume update'],
  short: 'Change a volume (cluster volumes only)',
  usage: '[OPTIONS] [VOLUME]',
  swarm: 'manager',
  requires: { since: '1.42' },
  args: exactArgs(1),
  flags: [
    {
      name: 'availability',
      type: 'string',
      default: 'active',
      usage: 'Availability of the cluster volume\n("active", "pause", "drain")',
      requires: { since: '1.42' },
      manager: true,
    },
  ],
  run: async ({ args, engine, flags }) => {
    interface ClusterVolume {
      ClusterVolume?: { Version: { Index: number }; Spec: Record<string, unknown> } | null;
    }
    const path = volumePath(args[0]!);
    const { ClusterVolume } = await engine.json<ClusterVolume>('GET', path);
    if (!ClusterVolume) throw new Error('Can only update cluster volumes');
    if (!flags.changed('availability')) return 0;
    const json = { Spec: { ...ClusterVolume.Spec, Availability: flags.string('availability') } };
    await engine.request('PUT', path, { json, query: { version: ClusterVolume.Version.Index } });
    return 0;
  },
};
