import { FileSystem, Volume } from '../../../src/simulator/common/files.ts';
import { type Handler, type Network, NetworkError } from '../../../src/simulator/common/network.ts';
import {
  type Host,
  type Input,
  Killed,
  type Output,
  type Process,
  type Tty,
} from '../../../src/simulator/common/process.ts';
import { Random } from '../../../src/simulator/common/random.ts';
import { docker } from '../../../src/simulator/docker/index.ts';

export const NOW = Date.parse('2026-01-02T03:04:05Z');

/** What a run of the CLI did. */
export interface Result {
  stdout: string;
  stderr: string;
  /** Both streams in the order written, what was echoed while typing included. */
  output: string;
  exit: number;
}

interface Options {
  engine?: Handler;
  /** Answers requests to hosts. */
  network?: Handler;
  /** Lines typed, or piped in; `^C` among them interrupts. */
  stdin?: string[];
  /** Columns of the terminal; pipes when left out. */
  tty?: number;
  env?: Record<string, string>;
  files?: FileSystem;
  /** Runs other programs: credential helpers. Without one no program is found. */
  spawn?: Process['spawn'];
}

/** An empty disk with a home directory. */
export function disk(): FileSystem {
  const files = new FileSystem(new Volume(), () => NOW);
  files.mkdir('/home/user', { parents: true });
  return files;
}

/** A small machine that runs the docker CLI once for each call. */
export async function run(argv: string[], options: Options = {}): Promise<Result> {
  const result: Result = { stdout: '', stderr: '', output: '', exit: -1 };
  const decoder = new TextDecoder();
  const output = (name: 'stdout' | 'stderr'): Output => ({
    isTTY: options.tty !== undefined,
    write: async (data) => {
      const text = typeof data === 'string' ? data : decoder.decode(data);
      result[name] += text;
      result.output += text;
    },
  });
  const stdout = output('stdout');
  const stderr = output('stderr');
  const lines = [...(options.stdin ?? [])];
  const handlers = new Map<string, () => void>();
  let echo = true;
  const stdin: Input = {
    isTTY: options.tty !== undefined,
    read: async (signal) => {
      const line = lines.shift();
      if (line === '^C') {
        handlers.get('SIGINT')?.();
        signal?.throwIfAborted();
        throw new Killed('SIGINT');
      }
      if (line !== undefined && options.tty !== undefined && echo) result.output += line;
      return line === undefined ? undefined : new TextEncoder().encode(line);
    },
  };
  const tty: Tty | undefined =
    options.tty === undefined
      ? undefined
      : {
          columns: options.tty,
          rows: 30,
          setEcho: (on) => {
            echo = on;
          },
          setRaw: () => {},
          onResize: () => () => {},
          input: stdin,
          output: stdout,
        };
  const files = options.files ?? disk();
  const process: Process = {
    host: host(files, options),
    pid: 100,
    argv: ['docker', ...argv],
    env: { HOME: '/home/user', PATH: '/usr/bin', ...options.env },
    cwd: '/home/user',
    user: { name: 'user', uid: 0, gid: 0, groups: [], home: '/home/user', shell: '/bin/bash' },
    files,
    stdin,
    stdout,
    stderr,
    ...(tty ? { tty } : {}),
    signal: new AbortController().signal,
    onSignal: (name, handler) => {
      handlers.set(name, handler);
      return () => handlers.delete(name);
    },
    spawn: options.spawn ?? (async () => 127),
  };
  result.exit = await docker(process);
  return result;
}

/** Time stands still: what is later comes only by an abort. */
function untilLater(time: number, signal?: AbortSignal): Promise<void> {
  if (time <= NOW) return Promise.resolve();
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

function host(files: FileSystem, options: Options): Host {
  const network: Network = {
    fetch:
      options.network ??
      (async (request) => {
        const { hostname, port } = new URL(request.url);
        throw new NetworkError('no-such-host', hostname, '', Number(port));
      }),
    resolve: () => '203.0.113.1',
    listen: () => () => {},
  };
  return {
    hostname: 'docker-host',
    architecture: 'amd64',
    files,
    network,
    clock: {
      now: () => NOW,
      pass: async () => {},
      until: untilLater,
      during: (wait) => wait,
      loading: async (code) => code,
    },
    random: new Random(1),
    socket: (path) => (path === '/var/run/docker.sock' ? options.engine : undefined),
    users: [],
    processes: { list: () => [], add: () => 1, remove: () => {} },
    programs: {},
  };
}

/** An engine that answers `/_ping` as the real one and the rest by `answer`. */
export function engine(answer: (request: Request, path: string) => Response | Promise<Response>): Handler {
  return async (request) => {
    const url = new URL(request.url);
    if (url.pathname === '/_ping') {
      return new Response(null, {
        headers: { 'Api-Version': '1.50', Ostype: 'linux', 'Builder-Version': '2', Swarm: 'inactive' },
      });
    }
    return answer(request, url.pathname.replace(/^\/v[0-9.]+/, '') + url.search);
  };
}

/** The engine's answer in JSON. */
export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } });
}

/** A digest of one byte, again and again. */
export const hex = (pair: string): string => `sha256:${pair.repeat(32)}`;

/** An engine with answers by the start of what is asked, and what it was asked. */
export function recording(answers: Record<string, (request: Request) => Response | Promise<Response>>) {
  const asked: string[] = [];
  const handler = engine((request, path) => {
    const key = `${request.method} ${decodeURIComponent(path)}`;
    asked.push(key);
    const answer = Object.entries(answers).find(([start]) => key.startsWith(start));
    return answer ? answer[1](request) : json({ message: `No such thing: ${path}` }, 404);
  });
  return { asked, engine: handler };
}
