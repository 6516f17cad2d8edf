import type { Network, NetworkFailure } from '../common/network.ts';
import { type Handler, NetworkError } from '../common/network.ts';

interface Service {
  handler: Handler;
  tls: boolean;
  failure?: NetworkFailure;
}

const DEFAULT_PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 };

/** The address that a name always gets: stable from world to world, in TEST-NET-3 (RFC 5737). */
function addressOf(host: string): string {
  let hash = 0;
  for (const character of host) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return `203.0.113.${10 + (hash % 200)}`;
}

/**
 * The network between machines and registries. A service is a host and a port; a host without services does not
 * resolve, except a machine's name.
 */
export class Internet {
  private readonly services = new Map<string, Service>();
  private readonly hosts = new Map<string, string>();
  private readonly machines = new Map<string, Map<number, Handler>>();
  /**
   * Told of every port that a machine opens, so that a server outside can open one too; what it returns is called
   * when the machine closes the port.
   */
  onListen: ((machine: string, port: number, handler: Handler) => () => void) | undefined;

  /** Lets `https://host/` (or another port, or plain HTTP) be answered. */
  serve(host: string, handler: Handler, options: { port?: number; tls?: boolean } = {}): void {
    const tls = options.tls ?? true;
    this.services.set(`${host}:${options.port ?? (tls ? 443 : 80)}`, { handler, tls });
    this.hosts.set(host, addressOf(host));
  }

  /** The host names that resolve everywhere. */
  get names(): string[] {
    return [...this.hosts.keys()].filter((host) => !host.startsWith('*'));
  }

  /** Makes a host fail in a certain way; without one it is as it was. */
  fail(host: string, failure: NetworkFailure): void {
    const handler: Handler = () => Promise.reject(new Error('unreachable'));
    for (const port of [80, 443, 5000]) this.services.set(`${host}:${port}`, { handler, tls: true, failure });
    this.hosts.set(host, addressOf(host));
  }

  /** Forgets a host wholly: its name does not resolve any more. */
  remove(host: string): void {
    this.hosts.delete(host);
    for (const key of this.services.keys()) if (key.startsWith(`${host}:`)) this.services.delete(key);
  }

  /** The network as a machine sees it. */
  connect(machine: string): Network {
    const ports = new Map<number, Handler>();
    this.machines.set(machine, ports);
    return {
      resolve: (host) => this.resolve(host, machine),
      fetch: (request) => this.route(request, machine),
      listen: (port, handler) => {
        if (ports.has(port)) throw new Error('address already in use');
        ports.set(port, handler);
        const closed = this.onListen?.(machine, port, handler);
        return () => {
          if (ports.get(port) === handler) ports.delete(port);
          closed?.();
        };
      },
    };
  }

  /** The name that stands for a host and all others beside it: `*.azurecr.io`. */
  private static wildcard(host: string): string {
    return host.replace(/^[^.]+/, '*');
  }

  private resolve(host: string, from: string): string {
    if (host === 'localhost' || host === from) return '127.0.0.1';
    if (/^\d+\.\d+\.\d+\.\d+$/.test(host) || host === '[::1]') return host.replace(/^\[|\]$/g, '');
    const address = this.hosts.get(host) ?? (this.machines.has(host) ? addressOf(host) : undefined);
    if (address !== undefined) return address;
    if (this.hosts.has(Internet.wildcard(host))) return addressOf(host);
    throw new NetworkError('no-such-host', host, '', 0);
  }

  private async route(request: Request, from: string): Promise<Response> {
    const url = new URL(request.url);
    const host = url.hostname;
    const port = url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? 80) : Number(url.port);
    let address: string;
    try {
      address = this.resolve(host, from);
    } catch {
      throw new NetworkError('no-such-host', host, '', port);
    }
    const service = this.service(host, address, port, from);
    if (!service) throw new NetworkError('refused', host, address, port);
    if (service.failure) throw new NetworkError(service.failure, host, address, port);
    const secure = url.protocol === 'https:';
    if (secure && !service.tls) throw new NetworkError('plain-http', host, address, port);
    if (!secure && service.tls) {
      return new Response('Client sent an HTTP request to an HTTPS server.\n', { status: 400 });
    }
    return service.handler(request);
  }

  private service(host: string, address: string, port: number, from: string): Service | undefined {
    const local = address === '127.0.0.1' || address === '::1';
    const machine = local ? from : this.machineAt(host, address);
    const handler = machine === undefined ? undefined : this.machines.get(machine)?.get(port);
    if (handler) return { handler, tls: false };
    if (local) return this.services.get(`localhost:${port}`);
    return this.services.get(`${host}:${port}`) ?? this.services.get(`${Internet.wildcard(host)}:${port}`);
  }

  private machineAt(host: string, address: string): string | undefined {
    if (this.machines.has(host)) return host;
    return [...this.machines.keys()].find((name) => addressOf(name) === address);
  }
}
