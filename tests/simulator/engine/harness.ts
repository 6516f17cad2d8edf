import { FileSystem, Volume } from '../../../src/simulator/common/files.ts';
import { type Handler, type Network, NetworkError } from '../../../src/simulator/common/network.ts';
import { StartError } from '../../../src/simulator/common/process.ts';
import { Random } from '../../../src/simulator/common/random.ts';
import { createEngine, type Engine } from '../../../src/simulator/engine/index.ts';

/** A clock that jumps, and remembers how far. */
export class JumpingClock {
  time = Date.parse('2025-06-01T12:00:00Z');
  now = (): number => this.time;
  pass = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    this.time += milliseconds;
  };
  until = (time: number): Promise<void> => (time <= this.time ? Promise.resolve() : new Promise(() => {}));
  during = <T>(wait: Promise<T>): Promise<T> => wait;
  loading = async <T>(code: T | Promise<T>): Promise<T> => code;
}

export type Hosts = Record<string, Handler | NetworkError>;

/** A network of the given hosts, by `host` or `host:port`. */
export function networkOf(hosts: Hosts): Network {
  return {
    fetch: async (request) => {
      const url = new URL(request.url);
      const answer = hosts[url.host];
      if (!answer) throw new NetworkError('no-such-host', url.hostname, '', Number(url.port) || 443);
      if (answer instanceof NetworkError) throw answer;
      return answer(request);
    },
    resolve: (host) => {
      if (host === 'localhost') return '127.0.0.1';
      if (Object.keys(hosts).some((known) => known.split(':')[0] === host)) return '203.0.113.10';
      throw new NetworkError('no-such-host', host, '', 0);
    },
    listen: () => () => {},
  };
}

interface MachineOptions {
  network?: Network;
  blobs?: Map<string, Uint8Array>;
  clock?: JumpingClock;
}

/** An engine on a machine of its own, whose containers run nothing. */
export function engineOn({
  network = networkOf({}),
  blobs = new Map(),
  clock = new JumpingClock(),
}: MachineOptions = {}) {
  const engine = createEngine({
    hostname: 'docker-host',
    architecture: 'amd64',
    clock,
    random: new Random(1),
    network,
    runner: () => {
      throw new StartError('not-found', 'exec: "none": executable file not found in $PATH');
    },
    blobs,
    files: new FileSystem(new Volume(), clock.now),
  });
  return { engine, blobs, clock };
}

interface Answer {
  status: number;
  /** The JSON values of the body; one unless it is a stream. */
  values: Record<string, unknown>[];
  text: string;
}

/** Calls the API; `auth` becomes `X-Registry-Auth`. */
export async function call(
  engine: Engine,
  method: string,
  path: string,
  { auth, body }: { auth?: object; body?: BodyInit } = {},
): Promise<Answer> {
  const headers = new Headers(
    auth ? { 'X-Registry-Auth': Buffer.from(JSON.stringify(auth)).toString('base64url') } : {},
  );
  const response = await engine.fetch(
    new Request(`http://docker/v1.50${path}`, { method, headers, ...(body ? { body } : {}) }),
  );
  const text = await response.text();
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  return {
    status: response.status,
    text,
    values: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

/** A stream of progress as a client without a terminal prints it; a refusal begins with `! `. */
export function transcript({ status, values }: Answer): string[] {
  if (status >= 400) return [`! ${status} ${values[0]?.message}`];
  const shown = values.filter((m) => !m.progress && !m.aux);
  return shown.map((m) =>
    m.error
      ? `! ${m.error}`
      : m.stream
        ? String(m.stream).trimEnd()
        : m.id
          ? `${m.id}: ${m.status}`
          : String(m.status),
  );
}
