import type { Random } from '../../common/random.ts';
import type { Stamps } from '../containers/time.ts';
import { ApiError, conflict, invalidParameter, notFound } from '../errors.ts';
import { formatAddress, parseBlock } from './address.ts';
import { overlaps6, ownBlocks6 } from './address6.ts';
import { checkConfiguration, configurationOf, requestedConfiguration } from './configuration.ts';
import { checkBridge } from './driver-options.ts';
import { checkIpam, chooseAddress, choosePool, type IpamConfig } from './ipam.ts';
import type { NetworkData, NetworkEndpoint } from './model.ts';

const PREDEFINED = ['bridge', 'host', 'none', 'default'];
const DRIVERS = ['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay'];

/** What `POST /networks/create` asks for. */
export interface NetworkRequest {
  Name: string;
  Driver: string;
  Scope: string;
  EnableIPv4: boolean | null;
  EnableIPv6: boolean | null;
  IPAM: { Driver: string; Options: Record<string, string> | null; Config: IpamConfig[] | null } | null;
  Internal: boolean;
  Attachable: boolean;
  Ingress: boolean;
  ConfigOnly: boolean;
  ConfigFrom: { Network: string } | null;
  Options: Record<string, string> | null;
  Labels: Record<string, string> | null;
}

/** The networks of one engine and who is on them. */
export class NetworkStore {
  private networks: NetworkData[];
  private readonly random: Random;
  private readonly stamps: Stamps;

  constructor(random: Random, stamps: Stamps) {
    this.random = random;
    this.stamps = stamps;
    const bridge = this.make('bridge', 'bridge');
    bridge.subnet = choosePool(undefined, []);
    bridge.gateway = formatAddress(parseBlock(bridge.subnet)!.base + 1);
    bridge.ipam = [{ Subnet: bridge.subnet, Gateway: bridge.gateway }];
    bridge.options = {
      'com.docker.network.bridge.default_bridge': 'true',
      'com.docker.network.bridge.enable_icc': 'true',
      'com.docker.network.bridge.enable_ip_masquerade': 'true',
      'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
      'com.docker.network.bridge.name': 'docker0',
      'com.docker.network.driver.mtu': '1500',
    };
    this.networks = [bridge, this.make('host', 'host'), this.make('none', 'null')];
  }

  all(): readonly NetworkData[] {
    return this.networks;
  }

  /** By ID, then by name, then by a beginning of the ID. */
  find(term: string): NetworkData {
    const found = this.lookup(term);
    if (found) return found;
    throw notFound(`network ${term} not found`);
  }

  lookup(term: string): NetworkData | undefined {
    const whole =
      this.networks.find(({ id }) => id === term) ?? this.networks.find(({ name }) => name === term);
    if (whole) return whole;
    const partial = term === '' ? [] : this.networks.filter(({ id }) => id.startsWith(term));
    if (partial.length > 1) {
      throw invalidParameter(
        `network ${term} is ambiguous (${partial.length} matches found based on ID prefix)`,
      );
    }
    return partial[0];
  }

  create(request: NetworkRequest): NetworkData {
    const name = request.Name;
    if (PREDEFINED.includes(name)) {
      throw new ApiError(403, `operation is not permitted on predefined ${name} network `);
    }
    const driver = request.Driver || 'bridge';
    if (driver === 'overlay') {
      throw new ApiError(
        403,
        'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
      );
    }
    const enableIPv6 = request.EnableIPv6 ?? false;
    const configs = request.IPAM?.Config ?? [];
    checkIpam(configs, enableIPv6);
    if (name.trim() === '') throw invalidParameter('invalid name: name is empty');
    if (this.networks.some((network) => network.name === name)) {
      throw conflict(`network with name ${name} already exists`);
    }
    checkConfiguration(request);
    if (request.ConfigOnly) return this.addConfiguration(request);
    if (!DRIVERS.includes(driver)) {
      throw notFound(`plugin ${JSON.stringify(driver)} not found`);
    }
    if (request.Ingress) throw new ApiError(403, 'Ingress network can only be global scope network');
    if (request.Scope === 'swarm') {
      throw new ApiError(403, 'cannot create a swarm scoped network when swarm is not active');
    }
    if (driver === 'host' || driver === 'null') {
      throw new ApiError(403, `only one instance of "${driver}" network is allowed`);
    }
    const source = request.ConfigFrom?.Network ? this.configuration(request.ConfigFrom.Network) : undefined;
    if (!(request.EnableIPv4 ?? true) && !enableIPv6) throw invalidParameter('IPv4 or IPv6 must be enabled');
    const ipamDriver = request.IPAM?.Driver || 'default';
    if (!['default', 'null'].includes(ipamDriver)) {
      throw notFound(`plugin ${JSON.stringify(ipamDriver)} not found`);
    }
    const network = this.make(name, driver);
    if (driver === 'bridge' && !source) {
      const subnets = configs.flatMap(({ Subnet }) => Subnet || []);
      checkBridge({ options: request.Options ?? {}, subnets }, this.networks, network.id);
    }
    Object.assign(
      network,
      source ? structuredClone(configurationOf(source)) : requestedConfiguration(request),
    );
    network.internal = request.Internal;
    network.attachable = request.Attachable;
    network.configFrom = source?.name ?? '';
    if (network.enableIPv4) this.choosePool(network);
    this.choosePool6(network);
    this.networks.push(network);
    return network;
  }

  /** A network that only holds the configuration of others: nothing is allocated for it. */
  private addConfiguration(request: NetworkRequest): NetworkData {
    const network = this.make(request.Name, 'null');
    Object.assign(network, requestedConfiguration(request), { configOnly: true });
    this.networks.push(network);
    return network;
  }

  private configuration(name: string): NetworkData {
    const found = this.networks.find((network) => network.configOnly && network.name === name);
    if (!found) throw notFound(`configuration network ${JSON.stringify(name)} does not exist`);
    return found;
  }

  private choosePool6(network: NetworkData): void {
    const used = this.networks.flatMap(({ ipam, chosen6 }) => [
      ...ipam.flatMap(({ Subnet = '' }) => (Subnet.includes(':') ? [Subnet] : [])),
      ...(chosen6 ? [chosen6.subnet] : []),
    ]);
    const wanted = network.ipam.flatMap(({ Subnet = '' }) => (Subnet.includes(':') ? [Subnet] : []));
    if (network.enableIPv6 && wanted.some((subnet) => used.some((other) => overlaps6(subnet, other))))
      throw new ApiError(403, 'invalid pool request: Pool overlaps with other one on this address space');
    if (!network.enableIPv6 || wanted.length > 0) return;
    for (const block of ownBlocks6(this.networks[0]!.id)) {
      if (used.some((other) => overlaps6(block.subnet, other))) continue;
      network.chosen6 = block;
      return;
    }
  }

  private choosePool(network: NetworkData): void {
    const config = network.ipam.find(({ Subnet }) => Subnet && !Subnet.includes(':'));
    network.subnet = choosePool(
      config?.Subnet,
      this.networks.flatMap(({ subnet }) => subnet || []),
    );
    network.gateway = config?.Gateway || formatAddress(parseBlock(network.subnet)!.base + 1);
  }

  remove(network: NetworkData): void {
    if (PREDEFINED.includes(network.name)) {
      throw new ApiError(403, `${network.name} is a pre-defined network and cannot be removed`);
    }
    if (network.endpoints.length > 0) {
      const who = network.endpoints
        .map(({ name, id }) => `name:"${name}" id:"${id.slice(0, 12)}"`)
        .join(', ');
      throw new ApiError(
        403,
        `error while removing network: network ${network.name} has active endpoints (${who})`,
      );
    }
    if (network.configOnly && this.networks.some(({ configFrom }) => configFrom === network.name)) {
      throw new ApiError(
        403,
        `error while removing network: configuration network ${JSON.stringify(network.name)} is in use`,
      );
    }
    this.networks = this.networks.filter((other) => other !== network);
  }

  isPredefined(network: NetworkData): boolean {
    return PREDEFINED.includes(network.name);
  }

  /** Gives a container a place on a network. */
  join(
    network: NetworkData,
    container: { id: string; name: string },
    wanted: { ip?: string | undefined; mac?: string | undefined },
  ): NetworkEndpoint {
    const endpoint: NetworkEndpoint = {
      id: this.random.hex(64),
      containerId: container.id,
      name: container.name,
      mac: '',
      ip: '',
    };
    if (network.configOnly) throw new ApiError(403, 'cannot create endpoint on configuration-only network');
    if (network.endpoints.some(({ name }) => name === container.name)) {
      throw new ApiError(
        403,
        `endpoint with name ${container.name} already exists in network ${network.name}`,
      );
    }
    if (network.subnet !== '') {
      const config = network.ipam.find(({ Subnet }) => Subnet === network.subnet);
      const reserved = Object.values(config?.AuxiliaryAddresses ?? {});
      endpoint.ip = chooseAddress({
        subnet: network.subnet,
        range: config?.IPRange,
        wanted: wanted.ip,
        used: [network.gateway, ...reserved, ...network.endpoints.map(({ ip }) => ip)],
        network: `${network.name} (${network.id})`,
      });
      endpoint.mac = wanted.mac || this.randomMac();
    }
    network.endpoints.push(endpoint);
    return endpoint;
  }

  leave(network: NetworkData, containerId: string): void {
    network.endpoints = network.endpoints.filter((endpoint) => endpoint.containerId !== containerId);
  }

  snapshot(): NetworkData[] {
    return structuredClone(this.networks);
  }

  restore(networks: readonly NetworkData[]): void {
    this.networks = structuredClone([...networks]);
  }

  private make(name: string, driver: string): NetworkData {
    return {
      name,
      id: this.random.hex(64),
      created: this.stamps.now(),
      driver,
      enableIPv4: true,
      enableIPv6: false,
      ipamDriver: 'default',
      ipamOptions: null,
      ipam: [],
      subnet: '',
      gateway: '',
      internal: false,
      attachable: false,
      ingress: false,
      configFrom: '',
      configOnly: false,
      options: {},
      labels: {},
      endpoints: [],
    };
  }

  /** A locally administered unicast address. */
  private randomMac(): string {
    const [first, ...rest] = this.random.bytes(6);
    return [(first! & 0xfc) | 0x02, ...rest].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
  }
}
