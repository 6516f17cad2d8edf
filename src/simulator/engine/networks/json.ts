import { sorted } from '../containers/schema.ts';
import { parseBlock } from './address.ts';
import type { NetworkData } from './model.ts';

/** A network as the API shows it; its containers only on request. */
export function networkJson(network: NetworkData, options: { containers: boolean }): object {
  const bits = network.subnet === '' ? '' : `/${parseBlock(network.subnet)!.bits}`;
  return {
    Name: network.name,
    Id: network.id,
    Created: network.created,
    Scope: 'local',
    Driver: network.driver,
    EnableIPv4: network.enableIPv4,
    EnableIPv6: network.enableIPv6,
    IPAM: { Driver: network.ipamDriver, Options: network.ipamOptions, Config: ipamJson(network) },
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: network.ingress,
    ConfigFrom: { Network: network.configFrom },
    ConfigOnly: network.configOnly,
    Containers: options.containers
      ? Object.fromEntries(
          network.endpoints
            .map((endpoint): [string, object] => [
              endpoint.containerId,
              {
                Name: endpoint.name,
                EndpointID: endpoint.id,
                MacAddress: endpoint.mac,
                IPv4Address: endpoint.ip === '' ? '' : `${endpoint.ip}${bits}`,
                IPv6Address: '',
              },
            ])
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : {},
    Options: sorted(network.options, (value) => value),
    Labels: sorted(network.labels, (value) => value),
  };
}

function ipamJson(network: NetworkData): object[] | null {
  const given = network.ipam.map(({ Subnet, IPRange, Gateway, AuxiliaryAddresses }) => ({
    ...(Subnet ? { Subnet } : {}),
    ...(IPRange ? { IPRange } : {}),
    ...(Gateway ? { Gateway } : {}),
    ...(Object.keys(AuxiliaryAddresses ?? {}).length > 0 ? { AuxiliaryAddresses } : {}),
  }));
  const isV6 = ({ Subnet = '' }: { Subnet?: string }) => Subnet.includes(':');
  const all = [...given.filter((config) => !isV6(config)), ...given.filter(isV6)];
  if (!given.some((config) => config.Subnet && !isV6(config)) && network.subnet !== '')
    all.push({ Subnet: network.subnet, Gateway: network.gateway });
  if (network.chosen6) all.push({ Subnet: network.chosen6.subnet, Gateway: network.chosen6.gateway });
  return all.length > 0 ? all : null;
}
