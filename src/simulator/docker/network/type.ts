import { TIME } from '../render/template/common-types.ts';
import { BOOL, mapOf, pointer, STRING, STRING_MAP, slice, struct } from '../render/template/types.ts';

const EMPTY = { omit: 'empty' } as const;

const IPAM = struct('network.IPAM', {
  Driver: STRING,
  Options: STRING_MAP,
  Config: slice(
    struct('network.IPAMConfig', {
      Subnet: [STRING, EMPTY],
      IPRange: [STRING, EMPTY],
      Gateway: [STRING, EMPTY],
      AuxAddress: [STRING_MAP, { ...EMPTY, json: 'AuxiliaryAddresses' }],
    }),
  ),
});

const ENDPOINT = struct('network.EndpointResource', {
  Name: STRING,
  EndpointID: STRING,
  MacAddress: STRING,
  IPv4Address: STRING,
  IPv6Address: STRING,
});

/** `network.Inspect`: what `docker network inspect` hands to templates. */
export const NETWORK = struct('network.Inspect', {
  Name: STRING,
  ID: [STRING, { json: 'Id' }],
  Created: TIME,
  Scope: STRING,
  Driver: STRING,
  EnableIPv4: BOOL,
  EnableIPv6: BOOL,
  IPAM,
  Internal: BOOL,
  Attachable: BOOL,
  Ingress: BOOL,
  ConfigFrom: struct('network.ConfigReference', { Network: STRING }),
  ConfigOnly: BOOL,
  Containers: mapOf(STRING, ENDPOINT),
  Options: STRING_MAP,
  Labels: STRING_MAP,
  Peers: [slice(struct('network.PeerInfo', { Name: STRING, IP: STRING })), EMPTY],
  Services: [mapOf(STRING, pointer(struct('network.ServiceInfo', {}))), EMPTY],
});
