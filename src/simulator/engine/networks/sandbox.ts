import { type Handler, type Network, NetworkError } from '../../common/network.ts';

const DEFAULT_PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 };
const LOCAL = ['127.0.0.1', '::1'];

/** Where a container's requests may go besides itself. */
export interface Surroundings {
  /** The address of a name or `--add-host` entry among the container's networks. */
  address(name: string): string | undefined;
  /** The container that has an address on a network shared with this one. */
  neighbour(address: string): Sandbox | undefined;
  /** Whether an address is the host's on one of its bridges. */
  isHost(address: string): boolean;
  /** The way out, `undefined` on networks without one. */
  outside: Network | undefined;
  /** The machine the engine runs on. */
  host: Network;
}

/** The network as one container sees it: its own ports, its neighbours by name, and what lies outside. */
export class Sandbox implements Network {
  private readonly ports = new Map<number, Handler>();
  private readonly hostname: string;
  private readonly surroundings: Surroundings;

  constructor(hostname: string, surroundings: Surroundings) {
    this.hostname = hostname;
    this.surroundings = surroundings;
  }

  resolve(host: string): string {
    const bare = host.replace(/^\[|\]$/g, '');
    if (/^\d+\.\d+\.\d+\.\d+$/.test(bare) || bare.includes(':')) return bare;
    if (bare === 'localhost') return '127.0.0.1';
    const near = this.surroundings.address(bare) ?? (bare === this.hostname ? '127.0.0.1' : undefined);
    if (near !== undefined) return near;
    if (!this.surroundings.outside) throw new NetworkError('no-such-host', bare, '', 0);
    return this.surroundings.outside.resolve(bare);
  }

  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const host = url.hostname;
    const port = Number(url.port) || DEFAULT_PORTS[url.protocol] || 80;
    let address: string;
    try {
      address = this.resolve(host);
    } catch {
      throw new NetworkError('no-such-host', host, '', port);
    }
    const target = LOCAL.includes(address) ? this : this.surroundings.neighbour(address);
    if (target) return target.answer(request, { host, address, port });
    if (this.surroundings.isHost(address)) return this.surroundings.host.fetch(atLocalhost(request, url));
    if (!this.surroundings.outside) throw new NetworkError('timeout', host, address, port);
    return this.surroundings.outside.fetch(request);
  }

  listen(port: number, handler: Handler): () => void {
    if (this.ports.has(port)) throw new Error('address already in use');
    this.ports.set(port, handler);
    return () => {
      if (this.ports.get(port) === handler) this.ports.delete(port);
    };
  }

  /** Whether anything listens at all. */
  get listening(): boolean {
    return this.ports.size > 0;
  }

  /** What listens at a port, for those who are forwarded to it. */
  listener(port: number): Handler | undefined {
    return this.ports.get(port);
  }

  private async answer(
    request: Request,
    to: { host: string; address: string; port: number },
  ): Promise<Response> {
    const handler = this.ports.get(to.port);
    if (!handler) throw new NetworkError('refused', to.host, to.address, to.port);
    if (new URL(request.url).protocol === 'https:') {
      throw new NetworkError('plain-http', to.host, to.address, to.port);
    }
    return handler(request);
  }
}

function atLocalhost(request: Request, url: URL): Request {
  const local = new URL(url);
  local.hostname = 'localhost';
  return new Request(local, request);
}
