import { Hono } from 'hono';
import { contentBytes, directory, FileSystem, Volume } from '../../../../src/simulator/common/files.ts';
import { concat } from '../../../../src/simulator/common/gzip.ts';
import { Random } from '../../../../src/simulator/common/random.ts';
import { packTar, type TarEntry } from '../../../../src/simulator/common/tar.ts';
import { containerRoutes } from '../../../../src/simulator/engine/containers/routes.ts';
import { ContainerStore, type ContainersState } from '../../../../src/simulator/engine/containers/store.ts';
import type { EngineContext } from '../../../../src/simulator/engine/context.ts';
import { ApiError, messageOf } from '../../../../src/simulator/engine/errors.ts';
import { EventLog } from '../../../../src/simulator/engine/events.ts';
import { imageRoutes } from '../../../../src/simulator/engine/images/routes.ts';
import { ImageStore } from '../../../../src/simulator/engine/images/store.ts';
import { WorldClock } from '../../../../src/simulator/world/clock.ts';
import { Internet } from '../../../../src/simulator/world/network.ts';
import { fakeRunner, START } from './fake-runner.ts';

/** The parts of a container's description that tests look at. */
export interface Inspected {
  Id: string;
  Name: string;
  Created: string;
  State: {
    Status: string;
    Running: boolean;
    Paused: boolean;
    Pid: number;
    ExitCode: number;
    Error: string;
    StartedAt: string;
    FinishedAt: string;
    Health?: { Status: string; FailingStreak: number; Log: { ExitCode: number; Output: string }[] };
  };
  RestartCount: number;
  ExecIDs: string[] | null;
  HostConfig: Record<string, unknown>;
  Config: Record<string, unknown>;
  Mounts: { Type: string; Name?: string; Source: string; Destination: string; RW: boolean; Mode: string }[];
  NetworkSettings: {
    SandboxID: string;
    IPAddress: string;
    Ports: Record<string, { HostIp: string; HostPort: string }[] | null>;
    Networks: Record<
      string,
      { IPAddress: string; NetworkID: string; EndpointID: string; DNSNames: string[] | null }
    >;
  };
}

const file = (name: string, content: string, mode = 0o644): TarEntry => ({
  name,
  type: 'file',
  mode,
  uid: 0,
  gid: 0,
  mtime: START,
  content: new TextEncoder().encode(content),
});
const folder = (name: string): TarEntry => ({
  name,
  type: 'directory',
  mode: 0o755,
  uid: 0,
  gid: 0,
  mtime: START,
});

const BUSYBOX = [
  folder('bin/'),
  folder('etc/'),
  file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n'),
  file('etc/group', 'root:x:0:\nnode:x:1000:\nstaff:x:50:\n'),
  folder('srv/'),
  file('srv/index.html', '<h1>hi</h1>\n'),
];

/** An engine with `busybox:1.37` in it, and what a test needs to talk to it. */
export class Harness {
  readonly clock: WorldClock;
  readonly internet = new Internet();
  readonly network = this.internet.connect('docker-host');
  readonly files: FileSystem;
  readonly blobs = new Map<string, Uint8Array>();
  readonly random = new Random(7);
  readonly context: EngineContext;
  private readonly app: Hono;

  constructor(options: { wall?: () => number } = {}) {
    this.clock = new WorldClock(START, options.wall);
    this.files = new FileSystem(new Volume(directory()), () => this.clock.now());
    this.files.mkdir('/home/user/ctx/sub', { parents: true });
    this.files.write('/home/user/ctx/a.txt', 'a\n');
    this.context = this.makeContext();
    this.app = new Hono({ getPath: (request) => new URL(request.url).pathname.replace(/^\/v1\.50/, '') });
    this.app.route('/', imageRoutes(this.context));
    this.app.route('/', containerRoutes(this.context));
    this.app.onError((error) =>
      Response.json(
        { message: messageOf(error) },
        { status: error instanceof ApiError ? error.status : 500 },
      ),
    );
  }

  /** The part of an engine that holds images and containers. */
  private makeContext(): EngineContext {
    const { clock, random, network, files, blobs } = this;
    const context = {
      hostname: 'docker-host',
      architecture: 'amd64',
      clock,
      random,
      network,
      runner: fakeRunner,
      blobs,
      files,
      id: '',
      events: new EventLog(clock),
      builds: { chainIds: () => [] },
    } as unknown as EngineContext;
    context.images = new ImageStore(context);
    context.containers = new ContainerStore(context);
    return context;
  }

  snapshot(): ContainersState {
    return this.context.containers.snapshot();
  }

  restore(state: ContainersState): void {
    this.context.containers.abandon();
    this.context.containers.restore(state);
  }

  /** What has happened, as `action name`. */
  events(): string[] {
    return this.context.events
      .list()
      .map(({ Type, Action, Actor }) => `${Type} ${Action} ${Actor.Attributes.name ?? Actor.ID}`);
  }

  static async create(options: { wall?: () => number } = {}): Promise<Harness> {
    const harness = new Harness(options);
    await harness.import('busybox', '1.37', BUSYBOX, ['CMD ["sh"]', 'ENV PATH=/bin:/usr/bin']);
    return harness;
  }

  async import(name: string, tag: string, entries: TarEntry[], changes: string[] = []): Promise<void> {
    const query = new URLSearchParams([
      ['fromSrc', '-'],
      ['repo', name],
      ['tag', tag],
      ...changes.map((c): [string, string] => ['changes', c]),
    ]);
    const body = concat(packTar(entries).map(contentBytes));
    const response = await this.fetch(`/images/create?${query}`, { method: 'POST', body });
    if (!response.ok) throw new Error(await response.text());
    await response.text();
  }

  fetch(path: string, init: RequestInit & { duplex?: 'half' } = {}): Promise<Response> {
    return Promise.resolve(this.app.fetch(new Request(`http://docker/v1.50${path}`, init)));
  }

  async call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await this.fetch(path, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** The message of a refusal, after its status. */
  async refusal(method: string, path: string, body?: unknown): Promise<string> {
    const answer = await this.call(method, path, body);
    return `${answer.status} ${(answer.body as { message: string }).message}`;
  }

  async createContainer(cmd: string[], more: object = {}, name = ''): Promise<string> {
    const query = name === '' ? '' : `?name=${encodeURIComponent(name)}`;
    const { status, body } = await this.call('POST', `/containers/create${query}`, {
      Image: 'busybox:1.37',
      Cmd: cmd,
      ...more,
    });
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
    return (body as { Id: string }).Id;
  }

  /** Creates and starts a container; gives its ID. */
  async run(cmd: string[], more: object = {}, name = ''): Promise<string> {
    const id = await this.createContainer(cmd, more, name);
    const { status, body } = await this.call('POST', `/containers/${id}/start`);
    if (status !== 204) throw new Error(`${status} ${JSON.stringify(body)}`);
    return id;
  }

  async inspect(id: string): Promise<Inspected> {
    return (await this.call('GET', `/containers/${id}/json`)).body as Inspected;
  }

  async wait(id: string): Promise<number> {
    const { body } = await this.call('POST', `/containers/${id}/wait`);
    return (body as { StatusCode: number }).StatusCode;
  }

  async logs(id: string, query = ''): Promise<string> {
    const response = await this.fetch(`/containers/${id}/logs?stdout=1&stderr=1${query}`);
    return plain(await response.bytes());
  }

  /** Runs a container to its end; gives what it wrote, and its status. */
  async output(cmd: string[], more: object = {}): Promise<{ text: string; code: number }> {
    const id = await this.run(cmd, more);
    const code = await this.wait(id);
    return { text: await this.logs(id), code };
  }
}

/** Output without its frame headers, each piece of stderr marked. */
export function plain(data: Uint8Array): string {
  let text = '';
  for (let at = 0; at < data.length; ) {
    const length = new DataView(data.buffer, data.byteOffset + at).getUint32(4);
    const piece = new TextDecoder().decode(data.subarray(at + 8, at + 8 + length));
    text += data[at] === 2 ? `[err]${piece}` : piece;
    at += 8 + length;
  }
  return text;
}

/** Lets what is under way go on for a few turns. */
export async function settle(turns = 5): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setTimeout(resolve, 0));
}
