import type { IpamConfig } from './ipam.ts';

/** A container's place in a network, while it runs. */
export interface NetworkEndpoint {
  id: string;
  containerId: string;
  /** The container's name without slash. */
  name: string;
  mac: string;
  /** `''` on networks without addresses. */
  ip: string;
}

/** A network: plain data. */
export interface NetworkData {
  name: string;
  id: string;
  created: string;
  driver: string;
  enableIPv4: boolean;
  enableIPv6: boolean;
  ipamDriver: string;
  ipamOptions: Record<string, string> | null;
  /** As asked for; empty when the daemon chose. */
  ipam: IpamConfig[];
  /** The IPv4 block in use, `''` without one. */
  subnet: string;
  gateway: string;
  /** The IPv6 block that the daemon chose, and its gateway. */
  chosen6?: { subnet: string; gateway: string };
  internal: boolean;
  attachable: boolean;
  ingress: boolean;
  configFrom: string;
  configOnly: boolean;
  options: Record<string, string>;
  labels: Record<string, string>;
  endpoints: NetworkEndpoint[];
}
