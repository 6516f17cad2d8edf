import { connectionFailure, dialFailure, urlErrorOperation } from '../../common/go-connection.ts';
import { goQuote } from '../../common/go-quote.ts';
import type { Handler } from '../../common/network.ts';
import { NetworkError } from '../../common/network.ts';
import type { Process } from '../../common/process.ts';
import { CommandError } from './errors.ts';
import { type ServerInfo, versionLess } from './help.ts';
import { jsonValues } from './json-stream.ts';

/** The newest version of the Engine API that this CLI speaks. */
export const API_VERSION = '1.50';

/** The engine's refusal: status and message of its answer. */
export class DaemonError extends CommandError {
  readonly status: number;
  /** The engine's own words, without the prefix. */
  readonly reason: string;
  constructor(status: number, reason: string) {
    super(`Error response from daemon: ${reason}`);
    this.name = 'DaemonError';
    this.status = status;
    this.reason = reason;
  }
}

/** Nobody answers at the engine's address. */
export class ConnectionError extends CommandError {
  constructor(message: string) {
    super(message);
    this.name = 'ConnectionError';
  }
}

/** A body that cannot be read, and why: the request fails when it is to be sent. */
export class UnreadableBody {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

type Query = Record<string, string | number | boolean | readonly string[] | undefined>;

export interface EngineRequest {
  query?: Query;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is: a tar archive, or what is typed into a container. */
  body?: Uint8Array | ReadableStream<Uint8Array> | UnreadableBody;
  signal?: AbortSignal;
}

/** What `GET /_ping` tells. */
interface Ping extends ServerInfo {
  /** `2` when the engine builds with BuildKit by default. */
  builderVersion: string;
}

/** A client of the Docker Engine API at one address, for one call of the CLI. */
export class Engine {
  /** `unix:///var/run/docker.sock`, `tcp://localhost:2375` */
  readonly address: string;
  private readonly process: Process;
  private readonly signal: AbortSignal;
  private pinged: Promise<Ping | undefined> | undefined;

  constructor(process: Process, address: string, signal: AbortSignal) {
    this.process = process;
    this.address = address;
    this.signal = signal;
  }

  /** What the engine says of itself; `undefined` when it does not answer. Asked once. */
  ping(): Promise<Ping | undefined> {
    this.pinged ??= this.askPing();
    return this.pinged;
  }

  private async askPing(): Promise<Ping | undefined> {
    let response: Response;
    try {
      response = await this.send('HEAD', '/_ping', {});
    } catch (error) {
      if (error instanceof ConnectionError) return undefined;
      throw error;
    }
    const header = (name: string): string => response.headers.get(name) ?? '';
    const [state = '', role] = header('Swarm').split('/');
    return {
      apiVersion: header('Api-Version') || '1.24',
      os: header('Ostype'),
      experimental: header('Docker-Experimental') === 'true',
      builderVersion: header('Builder-Version'),
      swarm: state === '' ? undefined : { state, manager: role === 'manager' },
    };
  }

  /** The version both sides speak. */
  async apiVersion(): Promise<string> {
    const fixed = this.process.env.DOCKER_API_VERSION;
    if (fixed) return fixed.replace(/^v/, '');
    const server = (await this.ping())?.apiVersion;
    return server && versionLess(server, API_VERSION) ? server : API_VERSION;
  }

  /**
   * Asks the engine; `path` without the version, such as `/images/json`.
   * @throws DaemonError when the answer is a refusal, ConnectionError when there is none
   */
  async request(method: string, path: string, options: EngineRequest = {}): Promise<Response> {
    const response = await this.send(method, `/v${await this.apiVersion()}${path}`, options);
    if (response.status >= 400) throw await refusal(response, path);
    return response;
  }

  /** Asks the engine and reads its JSON answer. */
  async json<T>(method: string, path: string, options: EngineRequest = {}): Promise<T> {
    return (await (await this.request(method, path, options)).json()) as T;
  }

  /** Asks the engine and reads the JSON values it streams. */
  async *stream<T>(method: string, path: string, options: EngineRequest = {}): AsyncGenerator<T> {
    const response = await this.request(method, path, options);
    for await (const value of jsonValues(response.body)) yield value as T;
  }

  private async send(method: string, path: string, options: EngineRequest): Promise<Response> {
    const url = this.baseUrl() + path + queryString(options.query);
    const headers = new Headers(options.headers);
    headers.set('User-Agent', 'Docker-Client/28.2.2 (linux)');
    if (options.body instanceof UnreadableBody) {
      const target = this.requestUrl(path + queryString(options.query));
      throw failedConnect(method, target, options.body.reason);
    }
    let body: BodyInit | undefined;
    if (options.json !== undefined) {
      headers.set('Content-Type', 'application/json');
      body = JSON.stringify(options.json);
    } else if (options.body) {
      if (!headers.has('Content-Type')) headers.set('Content-Type', 'application/x-tar');
      body = options.body as BodyInit;
    }
    const undialled = dialFailure(url);
    if (undialled) throw failedConnect(method, url, undialled);
    const signal = options.signal ? AbortSignal.any([this.signal, options.signal]) : this.signal;
    signal.throwIfAborted();
    const request = new Request(url, {
      method,
      headers,
      signal,
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    } as RequestInit);
    try {
      return await this.handler(method, path + queryString(options.query))(request);
    } catch (error) {
      if (error instanceof NetworkError) throw this.connectionFailed(error, method, url);
      throw error;
    }
  }

  private baseUrl(): string {
    const [scheme, rest = ''] = this.address.split('://');
    return scheme === 'tcp' ? `http://${rest.replace(/\/$/, '')}` : 'http://api.moby.localhost';
  }

  /** As Go's errors name what was asked for. */
  private requestUrl(target: string): string {
    const [scheme, rest = ''] = this.address.split('://');
    return scheme === 'unix' ? `http://${encodeURIComponent(rest)}${target}` : this.baseUrl() + target;
  }

  private handler(method: string, target: string): Handler {
    const [scheme, rest = ''] = this.address.split('://');
    if (scheme === 'tcp') return (request) => this.process.host.network.fetch(request);
    if (scheme !== 'unix') {
      throw new ConnectionError(`the sandbox does not simulate connections to the engine over ${scheme}://`);
    }
    if (!this.mayOpen(rest)) {
      throw new ConnectionError(
        `permission denied while trying to connect to the Docker daemon socket at unix://${rest}: ${urlErrorOperation(method)} "${this.requestUrl(target)}": dial unix ${rest}: connect: permission denied`,
      );
    }
    const handler = this.process.host.socket(rest);
    if (!handler) throw this.cannotConnect();
    return handler;
  }

  /** A socket's file says who may connect, where the machine has one. */
  private mayOpen(path: string): boolean {
    const { user, files } = this.process;
    if (user.uid === 0 || !files.exists(path)) return true;
    const { mode, uid, gid } = files.stat(path);
    if (uid === user.uid) return (mode & 0o200) !== 0;
    if (gid === user.gid || user.groups.includes(groupName(this.process, gid))) return (mode & 0o020) !== 0;
    return (mode & 0o002) !== 0;
  }

  private cannotConnect(): ConnectionError {
    return new ConnectionError(
      `Cannot connect to the Docker daemon at ${this.address}. Is the docker daemon running?`,
    );
  }

  private connectionFailed(error: NetworkError, method: string, url: string): ConnectionError {
    if (error.failure !== 'no-such-host') return this.cannotConnect();
    return failedConnect(method, url, connectionFailure(error, url));
  }
}

const failedConnect = (method: string, url: string, reason: string): ConnectionError =>
  new ConnectionError(`error during connect: ${urlErrorOperation(method)} ${goQuote(url)}: ${reason}`);

function groupName(process: Process, gid: number): string {
  if (!process.files.exists('/etc/group')) return '';
  for (const line of process.files.readText('/etc/group').split('\n')) {
    const [name = '', , id] = line.split(':');
    if (Number(id) === gid) return name;
  }
  return '';
}

function queryString(query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (typeof value === 'object') for (const one of value) parameters.append(name, one);
    else if (value === true) parameters.set(name, '1');
    else if (value !== false) parameters.set(name, String(value));
  }
  parameters.sort();
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

async function refusal(response: Response, path: string): Promise<CommandError> {
  const text = await response.text();
  if (text === '') {
    return new CommandError(
      `request returned ${response.statusText || response.status} for API route and version ${path}, check if the server supports the requested API version`,
    );
  }
  let message = text;
  if (response.headers.get('Content-Type')?.startsWith('application/json')) {
    message = (JSON.parse(text) as { message?: string }).message ?? '';
  }
  return new DaemonError(response.status, message.trim());
}
