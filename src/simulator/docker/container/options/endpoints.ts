import type { FlagSet } from '../../../common/pflag/flag-set.ts';
import { isMacAddress } from './address.ts';
import { isUserDefined, type NetworkAttachment, networkNamed, parseNetwork } from './network.ts';

/** `EndpointSettings` of the Engine API, as far as a client sets them. */
export interface Endpoint {
  IPAMConfig: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] } | null;
  Links: string[] | null;
  Aliases: string[] | null;
  DriverOpts: Record<string, string> | null;
  GwPriority: number;
  MacAddress: string;
}

/**
 * The networks of `--network`, with the older flags (`--ip`, `--network-alias`, …) put on the first of them.
 * @throws Error with the reason
 */
export function parseEndpoints(flags: FlagSet): { mode: string; endpoints: Record<string, Endpoint> } {
  const networks = [...flags.list('net'), ...flags.list('network')].map(parseNetwork);
  const endpoints: Record<string, Endpoint> = {};
  if (networks.length === 0) {
    const network = networkNamed('default');
    applyFlags(network, flags);
    return { mode: 'default', endpoints: { default: toEndpoint(network) } };
  }
  networks.forEach((network, i) => {
    if (i === 0) applyFlags(network, flags);
    const endpoint = toEndpoint(network);
    if (endpoints[network.target]) {
      throw new Error(`network ${JSON.stringify(network.target)} is specified multiple times`);
    }
    // A single network without options is left to the engine.
    if (networks.length === 1 && isPlain(endpoint)) return;
    endpoints[network.target] = endpoint;
  });
  const defined = networks.map(({ target }) => isUserDefined(target));
  if (defined.includes(true) && defined.includes(false)) {
    throw new Error(
      'conflicting options: cannot attach both user-defined and non-user-defined network-modes',
    );
  }
  return { mode: networks[0]!.target, endpoints };
}

function isPlain(endpoint: Endpoint): boolean {
  return Object.values(endpoint).every((value) => value === null || value === '' || value === 0);
}

function applyFlags(network: NetworkAttachment, flags: FlagSet): void {
  const aliases = [...flags.list('net-alias'), ...flags.list('network-alias')];
  const links = flags.list('link');
  const linkLocal = flags.list('link-local-ip');
  const both = (flag: string, what: string): Error =>
    new Error(`conflicting options: cannot specify both --${flag} and per-network ${what}`);
  if (network.aliases.length > 0 && aliases.length > 0) throw both('network-alias', 'alias');
  if (network.ipv4 && flags.string('ip')) throw both('ip', 'IPv4 address');
  if (network.ipv6 && flags.string('ip6')) throw both('ip6', 'IPv6 address');
  if (network.mac && flags.string('mac-address')) throw both('mac-address', 'MAC address');
  if (network.linkLocal.length > 0 && linkLocal.length > 0) {
    throw both('link-local-ip', 'link-local IP addresses');
  }
  if (aliases.length > 0) network.aliases = aliases;
  if (isUserDefined(network.target) && links.length > 0) network.links = [...links];
  network.ipv4 ||= flags.string('ip');
  network.ipv6 ||= flags.string('ip6');
  network.mac ||= flags.string('mac-address');
  if (linkLocal.length > 0) network.linkLocal = [...linkLocal];
}

function toEndpoint(network: NetworkAttachment): Endpoint {
  if (network.target.trim() === '') throw new Error('no name set for network');
  if (!isUserDefined(network.target)) {
    if (network.aliases.length > 0) {
      throw new Error('network-scoped aliases are only supported for user-defined networks');
    }
    if (network.links.length > 0) throw new Error('links are only supported for user-defined networks');
  }
  if (network.mac && !isMacAddress(network.mac)) throw new Error(`${network.mac} is not a valid mac address`);
  const addressed = network.ipv4 || network.ipv6 || network.linkLocal.length > 0;
  const ipam = {
    ...(network.ipv4 ? { IPv4Address: network.ipv4 } : {}),
    ...(network.ipv6 ? { IPv6Address: network.ipv6 } : {}),
    ...(network.linkLocal.length > 0 ? { LinkLocalIPs: network.linkLocal } : {}),
  };
  return {
    IPAMConfig: addressed ? ipam : null,
    Links: network.links.length > 0 ? network.links : null,
    Aliases: network.aliases.length > 0 ? network.aliases : null,
    DriverOpts: Object.keys(network.driverOptions).length > 0 ? network.driverOptions : null,
    GwPriority: network.gatewayPriority,
    MacAddress: network.mac,
  };
}
