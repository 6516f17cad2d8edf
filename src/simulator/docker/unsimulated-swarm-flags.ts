import type { Flag } from './framework/command.ts';

const ADVERTISED: Flag = {
  name: 'advertise-addr',
  type: 'string',
  usage: 'Where others reach this node (format: "<ip|interface>[:port]")',
};
const AVAILABILITY: Flag = {
  name: 'availability',
  type: 'string',
  usage: 'Whether the node takes tasks ("active", "pause", "drain")',
  default: 'active',
};
const DATA_PATH: Flag = {
  name: 'data-path-addr',
  type: 'string',
  usage: 'Address or interface that data goes by (format: "<ip|interface>")',
};
const LISTEN: Flag = {
  name: 'listen-addr',
  type: 'list',
  label: 'node-addr',
  usage: 'Where to listen (format: "<ip|interface>[:port]")',
  default: '0.0.0.0:2377',
};
const EXPIRY: Flag = {
  name: 'cert-expiry',
  type: 'duration',
  usage: 'How long certificates of nodes are valid (ns|us|ms|s|m|h)',
  default: '2160h0m0s',
};
const AUTHORITY: Flag = {
  name: 'external-ca',
  type: 'list',
  label: 'external-ca',
  usage: 'Somebody else who signs certificates',
};
const AUTOLOCK: Flag = { name: 'autolock', type: 'bool', usage: 'Managers start with a key only' };
const TUNING: readonly Flag[] = [
  {
    name: 'dispatcher-heartbeat',
    type: 'duration',
    usage: 'Time between signs of life (ns|us|ms|s|m|h)',
    default: '5s',
  },
  { name: 'max-snapshots', type: 'uint', usage: 'How many older snapshots of Raft to keep' },
  {
    name: 'snapshot-interval',
    type: 'uint',
    usage: 'How many entries of the log lie between snapshots of Raft',
    default: '10000',
  },
  { name: 'task-history-limit', type: 'int', usage: 'How many past tasks to keep', default: '5' },
];

/** The flags of the commands that make or change a swarm. */
export const SWARM_FLAGS: Record<string, readonly Flag[]> = {
  'swarm ca': [
    { name: 'ca-cert', type: 'string', label: 'pem-file', usage: 'File of the root certificate to use' },
    { name: 'ca-key', type: 'string', label: 'pem-file', usage: 'File of the root key to use' },
    EXPIRY,
    { name: 'detach', short: 'd', type: 'bool', usage: 'Do not wait until all nodes have the new root' },
    AUTHORITY,
    { name: 'quiet', short: 'q', type: 'bool', usage: 'Print no progress' },
    { name: 'rotate', type: 'bool', usage: 'Renew the root, with a new one if none is given' },
  ],
  'swarm init': [
    ADVERTISED,
    AUTOLOCK,
    AVAILABILITY,
    EXPIRY,
    DATA_PATH,
    {
      name: 'data-path-port',
      type: 'uint32',
      usage: 'Port that data goes by (1024 to 49151; 4789 where none or 0 is given)',
    },
    {
      name: 'default-addr-pool',
      type: 'list',
      label: 'ipNetSlice',
      usage: 'Addresses for networks, in CIDR notation',
      default: '[]',
    },
    {
      name: 'default-addr-pool-mask-length',
      type: 'uint32',
      usage: 'Length of the mask of each network of the pool',
      default: '24',
    },
    AUTHORITY,
    { name: 'force-new-cluster', type: 'bool', usage: 'Begin anew from what is here' },
    LISTEN,
    ...TUNING,
  ],
  'swarm join': [
    ADVERTISED,
    AVAILABILITY,
    DATA_PATH,
    LISTEN,
    { name: 'token', type: 'string', usage: 'Token that lets the node in' },
  ],
  'swarm update': [AUTOLOCK, EXPIRY, AUTHORITY, ...TUNING],
};
