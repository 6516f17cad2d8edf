import type { Flag } from './framework/command.ts';
import { bool, flag, list, text } from './framework/flag-kinds.ts';

const ADVERTISED = text('advertise-addr', 'Where others reach this node (format: "<ip|interface>[:port]")');
const AVAILABILITY = text('availability', 'Whether the node takes tasks ("active", "pause", "drain")', {
  default: 'active',
});
const DATA_PATH = text('data-path-addr', 'Address or interface that data goes by (format: "<ip|interface>")');
const LISTEN = list('listen-addr', 'Where to listen (format: "<ip|interface>[:port]")', {
  label: 'node-addr',
  default: '0.0.0.0:2377',
});
const EXPIRY = flag('duration', 'cert-expiry', 'How long certificates of nodes are valid (ns|us|ms|s|m|h)', {
  default: '2160h0m0s',
});
const AUTHORITY = list('external-ca', 'Somebody else who signs certificates', { label: 'external-ca' });
const AUTOLOCK = bool('autolock', 'Managers start with a key only');
const TUNING = [
  flag('duration', 'dispatcher-heartbeat', 'Time between signs of life (ns|us|ms|s|m|h)', { default: '5s' }),
  flag('uint', 'max-snapshots', 'How many older snapshots of Raft to keep'),
  flag('uint', 'snapshot-interval', 'How many entries of the log lie between snapshots of Raft', {
    default: '10000',
  }),
  flag('int', 'task-history-limit', 'How many past tasks to keep', { default: '5' }),
];

/** The flags of the commands that make or change a swarm. */
export const SWARM_FLAGS: Record<string, readonly Flag[]> = {
  'swarm ca': [
    text('ca-cert', 'File of the root certificate to use', { label: 'pem-file' }),
    text('ca-key', 'File of the root key to use', { label: 'pem-file' }),
    EXPIRY,
    bool('detach', 'Do not wait until all nodes have the new root', { short: 'd' }),
    AUTHORITY,
    bool('quiet', 'Print no progress', { short: 'q' }),
    bool('rotate', 'Renew the root, with a new one if none is given'),
  ],
  'swarm init': [
    ADVERTISED,
    AUTOLOCK,
    AVAILABILITY,
    EXPIRY,
    DATA_PATH,
    flag('uint32', 'data-path-port', 'Port that data goes by (1024 to 49151; 4789 where none or 0 is given)'),
    list('default-addr-pool', 'Addresses for networks, in CIDR notation', {
      label: 'ipNetSlice',
      default: '[]',
    }),
    flag('uint32', 'default-addr-pool-mask-length', 'Length of the mask of each network of the pool', {
      default: '24',
    }),
    AUTHORITY,
    bool('force-new-cluster', 'Begin anew from what is here'),
    LISTEN,
    ...TUNING,
  ],
  'swarm join': [ADVERTISED, AVAILABILITY, DATA_PATH, LISTEN, text('token', 'Token that lets the node in')],
  'swarm update': [AUTOLOCK, EXPIRY, AUTHORITY, ...TUNING],
};
