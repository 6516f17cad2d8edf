import { type Handler, type Network, NetworkError } from '../../common/network.ts';
import type { PortMap } from '../containers/config.ts';

/** The range that Linux takes ports from by itself (`net.ipv4.ip_local_port_range`). */
const FIRST_DYNAMIC = 32_768;
const LAST_DYNAMIC = 60_999;
const V4_ANY = '0.0.0.0';
const V6_ANY = '::';

/** Machines here have private addresses alone, of IPv4 alone. */
const OWN_ADDRESS = /^(?:0\.0\.0\.0$|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1?$)/;

interface Allocation {
  ip: string;
  protocol: string;
  port: number;
}

interface Wish {
  /** `80/tcp` */
  containerPort: string;
  hostIp: string;
  first: number;
  last: number;
}

/** The ports of the machine that containers have published. */
export class PortTable {
  private readonly network: Network;
  private taken: Allocation[] = [];
  private listeners = new Map<number, { close: () => void; users: number }>();
  private lastDynamic = LAST_DYNAMIC;

  constructor(network: Network) {
    this.network = network;
  }

  /**
   * Publishes a container's ports; gives the bindings made and what takes them back. Throws an `Error` worded as the
   * bridge driver words it when a port is taken.
   */
  publish(options: {
    bindings: PortMap;
    exposed: readonly string[];
    all: boolean;
    containerIp: string;
    forward: (port: number) => Handler;
  }): { ports: PortMap; release: () => void } {
    const ports: PortMap = Object.fromEntries(options.exposed.map((port) => [port, null]));
    const made: Allocation[] = [];
    const release = () => {
      for (const allocation of made.splice(0)) this.free(allocation);
    };
    try {
      for (const wish of wishesOf(options)) {
        const [number = '', protocol = 'tcp'] = wish.containerPort.split('/');
        const ips = wish.hostIp === '' ? [V4_ANY, V6_ANY] : [wish.hostIp];
        const hostPort = this.choose(ips, protocol, wish);
        for (const ip of ips) {
          const allocation = { ip, protocol, port: hostPort };
          this.bind(allocation, `${options.containerIp}:${number}`, options.forward(Number(number)));
          made.push(allocation);
        }
        const list = ports[wish.containerPort] ?? [];
        ports[wish.containerPort] = [
          ...list,
          ...ips.map((ip) => ({ HostIp: ip, HostPort: String(hostPort) })),
        ];
      }
    } catch (error) {
      release();
      throw error;
    }
    return { ports, release };
  }

  private choose(ips: readonly string[], protocol: string, { first, last }: Wish): number {
    const busy = (ip: string, port: number) =>
      this.taken.some((a) => a.ip === ip && a.protocol === protocol && a.port === port);
    if (first > 0 && first === last) {
      const ip = ips.find((candidate) => busy(candidate, first));
      if (ip !== undefined) throw new Error(`Bind for ${ip}:${first} failed: port is already allocated`);
      return first;
    }
    const [begin, end] = first > 0 ? [first, last] : [FIRST_DYNAMIC, LAST_DYNAMIC];
    let port = first > 0 ? begin - 1 : this.lastDynamic;
    for (let i = begin; i <= end; i++) {
      port = port >= end ? begin : port + 1;
      if (
        ips.some((ip) => busy(ip, port)) ||
        this.taken.some((a) => a.protocol === protocol && a.port === port)
      )
        continue;
      if (first === 0) this.lastDynamic = port;
      return port;
    }
    throw new Error('all ports are allocated');
  }

  /** Listens on the machine. UDP and SCTP ports are only booked: nothing in the simulated world speaks them. */
  private bind(allocation: Allocation, target: string, handler: Handler): void {
    const { ip, protocol, port } = allocation;
    const host = isV6(ip) ? `[${ip}]` : ip;
    const refuse = (why: string) =>
      new Error(`failed to bind host port for ${host}:${port}:${target}/${protocol}: ${why}`);
    const inUse = () => refuse('address already in use');
    if (!OWN_ADDRESS.test(ip)) throw refuse('cannot assign requested address');
    if (protocol === 'tcp') {
      const others = this.taken.filter((a) => a.protocol === 'tcp' && a.port === port);
      if (others.some((a) => a.ip === ip || (isAny(a.ip) !== isAny(ip) && isV6(a.ip) === isV6(ip))))
        throw inUse();
      const listener = this.listeners.get(port);
      if (listener) listener.users++;
      else {
        try {
          this.listeners.set(port, { close: this.network.listen(port, handler), users: 1 });
        } catch {
          throw inUse();
        }
      }
    }
    this.taken.push(allocation);
  }

  private free(allocation: Allocation): void {
    this.taken = this.taken.filter((other) => other !== allocation);
    if (allocation.protocol !== 'tcp') return;
    const listener = this.listeners.get(allocation.port);
    if (!listener || --listener.users > 0) return;
    listener.close();
    this.listeners.delete(allocation.port);
  }
}

const isAny = (ip: string): boolean => ip === V4_ANY || ip === V6_ANY;
const isV6 = (ip: string): boolean => ip.includes(':');

/** Which ports are wanted, fixed ones first: they must not be given away to those that take any. */
function wishesOf({
  bindings,
  exposed,
  all,
}: {
  bindings: PortMap;
  exposed: readonly string[];
  all: boolean;
}): Wish[] {
  const names = [...new Set([...exposed, ...Object.keys(bindings)])].sort(
    (a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10),
  );
  const wishes = names.flatMap((containerPort): Wish[] => {
    const list = bindings[containerPort] ?? [];
    if (list.length === 0) return all ? [{ containerPort, hostIp: '', first: 0, last: 0 }] : [];
    return list.map(({ HostIp, HostPort }) => {
      const [first = 0, last = first] = HostPort.split('/')[0]!.split('-').map(Number);
      return { containerPort, hostIp: HostIp, first, last };
    });
  });
  const isRange = (wish: Wish) => wish.first === 0 || wish.first !== wish.last;
  return [...wishes.filter((wish) => !isRange(wish)), ...wishes.filter(isRange)];
}

/** What the machine's side of a published port answers when nothing in the container listens there. */
export function brokenConnection(port: number): NetworkError {
  return new NetworkError('reset', 'localhost', '127.0.0.1', port);
}
