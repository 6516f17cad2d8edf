import type { FlagSet } from '../../common/pflag/flag-set.ts';
import { label } from '../container/options/checks.ts';
import { toMap } from '../container/options/files.ts';
import { maxArgs } from '../framework/args.ts';
import type { Command, Flag } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';

/** Cluster volumes exist on managers of a swarm alone; elsewhere help leaves these flags out. */
const cluster = (flag: Omit<Flag, 'hidden'>): Flag => ({
  ...flag,
  hidden: true,
  requires: { since: '1.42' },
});

/** `docker volume create` */
export const create: Command = {
  paths: ['volume create'],
  short: 'Make a volume',
  usage: '[OPTIONS] [VOLUME]',
  args: maxArgs(1),
  flags: [
    { name: 'driver', short: 'd', type: 'string', default: 'local', usage: 'Driver of the volume' },
    { name: 'name', type: 'string', usage: 'Name of the volume', hidden: true },
    { name: 'opt', short: 'o', type: 'map', default: 'map[]', usage: 'Option for the driver' },
    { name: 'label', type: 'list', usage: 'Metadata to set on the volume', check: label },
    cluster({ name: 'group', type: 'string', usage: 'Group (cluster volumes)' }),
    cluster({ name: 'scope', type: 'string', default: 'single', usage: 'Scope of access (cluster volumes)' }),
    cluster({
      name: 'sharing',
      type: 'string',
      default: 'none',
      usage: 'How it is shared (cluster volumes)',
    }),
    cluster({
      name: 'availability',
      type: 'string',
      default: 'active',
      usage: 'Availability (cluster volumes)',
    }),
    cluster({ name: 'type', type: 'string', default: 'block', usage: 'Type of access (cluster volumes)' }),
    cluster({ name: 'secret', type: 'map', usage: 'Secret (cluster volumes)' }),
    cluster({ name: 'limit-bytes', type: 'bytes', usage: 'Least size (cluster volumes)' }),
    cluster({ name: 'required-bytes', type: 'bytes', usage: 'Greatest size (cluster volumes)' }),
    cluster({ name: 'topology-required', type: 'list', usage: 'Needed topology (cluster volumes)' }),
    cluster({ name: 'topology-preferred', type: 'list', usage: 'Preferred topology (cluster volumes)' }),
  ],
  run: async ({ args, engine, flags, print }) => {
    const [given = ''] = args;
    if (args.length === 1 && flags.string('name') !== '') {
      throw new CommandError(
        'conflicting options: cannot specify a volume-name through both --name and as a positional arg',
      );
    }
    const json = {
      Driver: flags.string('driver'),
      ...(flags.list('opt').length > 0 ? { DriverOpts: toMap(flags.list('opt')) } : {}),
      ...(flags.list('label').length > 0 ? { Labels: toMap(flags.list('label')) } : {}),
      Name: given || flags.string('name'),
      ...clusterSpec(flags),
    };
    const { Name } = await engine.json<{ Name: string }>('POST', '/volumes/create', { json });
    await print(`${Name}\n`);
    return 0;
  },
};

/** What makes a volume one of a swarm's; the engine refuses it where there is no swarm. */
function clusterSpec(flags: FlagSet): Record<string, unknown> {
  const names = ['group', 'scope', 'sharing', 'availability', 'type', 'limit-bytes', 'required-bytes'];
  if (!names.some((name) => flags.changed(name))) return {};
  const access = flags.string('type') === 'mount' ? { MountVolume: {} } : { BlockVolume: {} };
  return {
    ClusterVolumeSpec: {
      Group: flags.string('group'),
      AccessMode: { Scope: flags.string('scope'), Sharing: flags.string('sharing'), ...access },
      CapacityRange: {
        RequiredBytes: flags.number('required-bytes'),
        LimitBytes: flags.number('limit-bytes'),
      },
      Availability: flags.string('availability'),
    },
  };
}
