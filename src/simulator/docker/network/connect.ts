import { link } from '../container/options/checks.ts';
import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { networkPath } from './path.ts';

/** `docker network connect` */
export const connect: Command = {
  paths: ['network connect'],
  short: 'Put a container on a network',
  usage: '[OPTIONS] NETWORK CONTAINER',
  args: exactArgs(2),
  flags: [
    { name: 'alias', type: 'strings', usage: 'Further name of the container on the network' },
    { name: 'driver-opt', type: 'strings', usage: "option for the network's driver" },
    {
      name: 'gw-priority',
      type: 'int',
      usage: 'The network with the highest number gives the default gateway. May be negative.',
    },
    { name: 'ip', type: 'string', usage: 'IPv4 address (such as "172.30.100.104")' },
    { name: 'ip6', type: 'string', usage: 'IPv6 address (such as "2001:db8::33")' },
    { name: 'link', type: 'list', usage: 'Container to link to', check: link },
    { name: 'link-local-ip', type: 'strings', usage: 'Link-local address for the container' },
  ],
  run: async ({ args, engine, flags }) => {
    const [network = '', container = ''] = args;
    const linkLocal = flags.list('link-local-ip');
    const json = {
      Container: container,
      EndpointConfig: {
        IPAMConfig: {
          IPv4Address: flags.string('ip'),
          IPv6Address: flags.string('ip6'),
          LinkLocalIPs: linkLocal,
        },
        Links: flags.changed('link') ? flags.list('link') : null,
        Aliases: flags.list('alias'),
        DriverOpts: driverOptions(flags.list('driver-opt')),
        GwPriority: flags.number('gw-priority'),
      },
    };
    if (container.trim() === '') throw new CommandError('invalid container name or ID: value is empty');
    await engine.request('POST', networkPath(network, 'connect'), { json });
    return 0;
  },
};

function driverOptions(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((option) => {
      const at = option.indexOf('=');
      const key = option.slice(0, Math.max(at, 0)).trim();
      if (key === '') throw new CommandError('invalid key/value pair format in driver options');
      return [key, option.slice(at + 1).trim()];
    }),
  );
}
