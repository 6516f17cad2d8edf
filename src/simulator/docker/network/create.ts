import { label } from '../container/options/checks.ts';
import { toMap } from '../container/options/files.ts';
import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { parseIpam } from './ipam.ts';

/** `docker network create` */
export const create: Command = {
  paths: ['network create'],
  short: 'Make a network',
  usage: '[OPTIONS] NETWORK',
  args: exactArgs(1),
  flags: [
    {
      name: 'attachable',
      type: 'bool',
      usage: 'Let containers be attached by hand',
      requires: { since: '1.25' },
    },
    { name: 'aux-address', type: 'map', default: 'map[]', usage: 'Further addresses that the driver uses' },
    {
      name: 'config-from',
      type: 'string',
      usage: 'Network to take the configuration from',
      requires: { since: '1.30' },
    },
    {
      name: 'config-only',
      type: 'bool',
      usage: 'Make nothing but a configuration',
      requires: { since: '1.30' },
    },
    { name: 'driver', short: 'd', type: 'string', default: 'bridge', usage: 'Driver of the network' },
    { name: 'gateway', type: 'strings', usage: 'Gateway of the subnet, IPv4 or IPv6' },
    {
      name: 'ingress',
      type: 'bool',
      usage: "Make the routing mesh's network of a swarm",
      requires: { since: '1.29' },
    },
    { name: 'internal', type: 'bool', usage: 'Keep the outside out' },
    { name: 'ip-range', type: 'strings', usage: 'Part of the subnet that containers get addresses from' },
    { name: 'ipam-driver', type: 'string', default: 'default', usage: 'Driver that gives out addresses' },
    { name: 'ipam-opt', type: 'map', default: 'map[]', usage: 'Option for that driver' },
    { name: 'ipv4', type: 'bool', default: 'true', usage: 'Give out IPv4 addresses, or not' },
    { name: 'ipv6', type: 'bool', usage: 'Give out IPv6 addresses, or not' },
    { name: 'label', type: 'list', usage: 'Metadata to set on the network', check: label },
    { name: 'opt', short: 'o', type: 'map', default: 'map[]', usage: "Option for the network's driver" },
    { name: 'scope', type: 'string', usage: 'How far the network reaches', requires: { since: '1.30' } },
    { name: 'subnet', type: 'strings', usage: 'Subnet of the network, in CIDR form' },
  ],
  run: async ({ args, engine, flags, print }) => {
    const configFrom = flags.string('config-from');
    const json = {
      Name: args[0],
      Driver: flags.string('driver'),
      Scope: flags.string('scope'),
      ...(flags.changed('ipv4') ? { EnableIPv4: flags.bool('ipv4') } : {}),
      ...(flags.changed('ipv6') ? { EnableIPv6: flags.bool('ipv6') } : {}),
      IPAM: parseIpam(flags),
      Internal: flags.bool('internal'),
      Attachable: flags.bool('attachable'),
      Ingress: flags.bool('ingress'),
      ConfigOnly: flags.bool('config-only'),
      ConfigFrom: configFrom === '' ? null : { Network: configFrom },
      Options: toMap(flags.list('opt')),
      Labels: toMap(flags.list('label')),
    };
    const { Id } = await engine.json<{ Id: string }>('POST', '/networks/create', { json });
    await print(`${Id}\n`);
    return 0;
  },
};
