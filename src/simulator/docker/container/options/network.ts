import { splitCommas } from '../../../common/pflag/values.ts';

/** A network to attach a container to, and how: one `--network`. */
export interface NetworkAttachment {
  target: string;
  aliases: string[];
  driverOptions: Record<string, string>;
  links: string[];
  ipv4: string;
  ipv6: string;
  linkLocal: string[];
  mac: string;
  gatewayPriority: number;
}

/**
 * A name, or comma-separated `key=value` fields.
 * @throws Error with the reason
 */
export function parseNetwork(value: string): NetworkAttachment {
  const network = networkNamed(value);
  if (!/\w+=\w+(,\w+=\w+)*/.test(value)) return network;
  network.target = '';
  for (const field of splitCommas(value)) {
    const at = field.indexOf('=');
    if (at < 1) throw new Error(`invalid field ${field}`);
    const lower = field.toLowerCase();
    setField(network, lower.slice(0, at).trim(), lower.slice(at + 1).trim());
  }
  if (network.target === '') throw new Error('network name/id is not specified');
  return network;
}

/** An attachment without any options. */
export function networkNamed(target: string): NetworkAttachment {
  return {
    target,
    aliases: [],
    driverOptions: {},
    links: [],
    ipv4: '',
    ipv6: '',
    linkLocal: [],
    mac: '',
    gatewayPriority: 0,
  };
}

function setField(network: NetworkAttachment, key: string, value: string): void {
  switch (key) {
    case 'name':
      network.target = value;
      return;
    case 'alias':
      network.aliases.push(value);
      return;
    case 'ip':
      network.ipv4 = value;
      return;
    case 'ip6':
      network.ipv6 = value;
      return;
    case 'mac-address':
      network.mac = value;
      return;
    case 'link-local-ip':
      network.linkLocal.push(value);
      return;
    case 'driver-opt': {
      const at = value.indexOf('=');
      if (at < 1) throw new Error('invalid key value pair format in driver options');
      network.driverOptions[value.slice(0, at).trim()] = value.slice(at + 1).trim();
      return;
    }
    case 'gw-priority':
      if (!/^[+-]?\d+$/.test(value)) throw new Error(`invalid gw-priority (${value}): invalid syntax`);
      network.gatewayPriority = Number(value);
      return;
    default:
      throw new Error(`invalid field key ${key}`);
  }
}

/** Networks that users make, as against the ones that come with the engine. */
export function isUserDefined(mode: string): boolean {
  return !['default', 'bridge', 'host', 'none'].includes(mode) && !mode.startsWith('container:');
}
