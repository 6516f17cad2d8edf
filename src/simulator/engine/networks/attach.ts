import { ENDPOINT_FIELDS, type EndpointSettings } from '../containers/config.ts';
import type { Container } from '../containers/container.ts';
import { networkEvent } from '../containers/events.ts';
import { type Endpoint, networkMode } from '../containers/model.ts';
import { decode } from '../containers/schema.ts';
import type { ContainerStore } from '../containers/store.ts';
import { isAddress } from '../containers/validate.ts';
import { invalidParameter } from '../errors.ts';
import { contains, parseAddress, parseBlock } from './address.ts';
import { contains6 } from './address6.ts';
import type { NetworkData } from './model.ts';

/** Containers on networks: which are wished for, and which a running container has. */

/** A wish without any wishes. */
export function emptyEndpoint(): Endpoint {
  return { ...decode<EndpointSettings>({}, ENDPOINT_FIELDS, 'EndpointSettings'), desiredMac: '' };
}

/** Checks what is asked of a container's place on a network; the network need not exist yet. */
export function checkEndpoint(
  network: NetworkData | undefined,
  name: string,
  settings: EndpointSettings,
): void {
  const faults: string[] = [];
  const { IPv4Address: v4 = '', IPv6Address: v6 = '' } = settings.IPAMConfig ?? {};
  if (!networkMode.isUserDefined(name)) {
    if (v4 || v6) faults.push('user specified IP address is supported on user defined networks only');
    if (settings.Aliases?.length) {
      faults.push('network-scoped alias is supported only for containers in user defined networks');
    }
  }
  if (v4 && parseAddress(v4) === undefined) faults.push(`invalid IPv4 address: ${v4}`);
  if (v6 && !(isAddress(v6) && v6.includes(':'))) faults.push(`invalid IPv6 address: ${v6}`);
  for (const address of settings.IPAMConfig?.LinkLocalIPs ?? []) {
    if (address && !isAddress(address)) faults.push(`invalid link-local IP address: ${address}`);
  }
  if (network) faults.push(...outOfRange(network, v4, false), ...outOfRange(network, v6, true));
  if (settings.MacAddress && !/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(settings.MacAddress)) {
    throw invalidParameter(`invalid MAC address ${settings.MacAddress}`);
  }
  if (faults.length === 0) return;
  const list = faults.length === 1 ? faults[0]! : faults.map((fault) => `* ${fault}`).join('\n');
  throw invalidParameter(`invalid endpoint settings:\n${list}`);
}

/** An address of one's own must be in a subnet that the network's maker named. */
function outOfRange(network: NetworkData, address: string, isV6: boolean): string[] {
  if (address === '') return [];
  const subnets = network.ipam.map(({ Subnet }) => Subnet ?? '').filter((s) => s.includes(':') === isV6);
  const named = subnets.filter((subnet) => subnet !== '');
  if (named.length === 0 || !networkMode.isUserDefined(network.name)) {
    return [
      'user specified IP address is supported only when connecting to networks with user configured subnets',
    ];
  }
  const number = parseAddress(address);
  const isIn = (subnet: string): boolean => {
    if (isV6) return contains6(subnet, address);
    const block = parseBlock(subnet);
    return block !== undefined && number !== undefined && contains(block, number);
  };
  if (named.some(isIn)) return [];
  return [`no configured subnet or ip-range contain the IP address ${address}`];
}

/** Notes that a container that is not running shall be on a network when it starts. */
export function wishNetwork(container: Container, network: NetworkData, wish: Endpoint): void {
  const { networks, hostConfig } = container.data;
  if (networkMode.isUserDefined(network.name)) wish.DNSNames = dnsNames(container, wish.Aliases);
  checkEndpoint(network, network.name, wish);
  if (network.driver === 'host' && !networkMode.isHost(hostConfig.NetworkMode)) {
    throw invalidParameter(
      'cannot connect container to host network - container must be created in host network mode',
    );
  }
  for (const other of Object.keys(networks)) {
    if (other === network.name) return;
    if (other === 'host' || network.name === 'host') {
      throw invalidParameter(
        'container sharing network namespace with another container or host cannot be connected to any other network',
      );
    }
    if (other === 'none' || network.name === 'none') {
      throw invalidParameter(
        'container cannot be connected to multiple networks with one of the networks in private (none) mode',
      );
    }
  }
  networks[network.name] = wish;
}

/** Names by which the others on a user-defined network find a container. */
export function dnsNames(container: Container, aliases: readonly string[] | null): string[] {
  const { id, config } = container.data;
  return [...new Set([container.name, ...(aliases ?? []), id.slice(0, 12), config.Hostname])].filter(
    (name) => name !== '',
  );
}

/** Joins a network for real: the endpoint gets its addresses. */
export function joinNetwork(
  store: ContainerStore,
  container: Container,
  idOrName: string,
  wish: Endpoint,
): NetworkData {
  const network = store.networks.find(
    networkMode.isUserDefined(idOrName) && wish.NetworkID ? wish.NetworkID : idOrName,
  );
  clearOperational(wish);
  const { networks } = container.data;
  const known = networks[network.name];
  if (known !== wish) {
    if (known && known.EndpointID !== '') {
      throw invalidParameter(
        `endpoint with name ${container.name} already exists in network ${network.name}`,
      );
    }
    if (idOrName !== network.name) delete networks[idOrName];
    wishNetwork(container, network, wish);
    networks[network.name] = wish;
  } else {
    if (networkMode.isUserDefined(network.name)) wish.DNSNames = dnsNames(container, wish.Aliases);
    checkEndpoint(network, network.name, wish);
  }
  const endpoint = store.networks.join(network, container, {
    ip: wish.IPAMConfig?.IPv4Address || undefined,
    mac: wish.desiredMac || undefined,
  });
  wish.NetworkID = network.id;
  wish.EndpointID = endpoint.id;
  wish.MacAddress = endpoint.mac;
  wish.IPAddress = endpoint.ip;
  wish.IPPrefixLen = endpoint.ip ? parseBlock(network.subnet)!.bits : 0;
  wish.Gateway = endpoint.ip && !network.internal ? network.gateway : '';
  networkEvent(store.context, network, 'connect', { container: container.id });
  return network;
}

export function leaveNetwork(store: ContainerStore, container: Container, network: NetworkData): void {
  store.networks.leave(network, container.id);
  networkEvent(store.context, network, 'disconnect', { container: container.id });
}

/** Forgets what a place on a network had while the container ran. */
export function clearOperational(endpoint: Endpoint): void {
  endpoint.EndpointID = '';
  endpoint.MacAddress = '';
  endpoint.Gateway = '';
  endpoint.IPAddress = '';
  endpoint.IPPrefixLen = 0;
  endpoint.IPv6Gateway = '';
  endpoint.GlobalIPv6Address = '';
  endpoint.GlobalIPv6PrefixLen = 0;
}
