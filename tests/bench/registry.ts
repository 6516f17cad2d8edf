import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitForPort } from '../strangers/tools.ts';
import { median, table } from './table.ts';

const KIB = 1024;
const SIZES: [name: string, bytes: number, blobs: number][] = [
  ['4 KiB', 4 * KIB, 64],
  ['1 MiB', KIB * KIB, 16],
  ['16 MiB', 16 * KIB * KIB, 4],
];
const CLIENTS = [1, 8, 32];
const ROUNDS = 3;
/** Milliseconds that one measurement takes at least. */
const DURATION = 400;
const REPOSITORY = '/v2/bench/app';
const MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';

interface Blob {
  digest: string;
  bytes: Buffer;
}

interface Peer {
  name: string;
  port: number;
  process: ChildProcess;
}

const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

function makeBlobs(size: number, count: number): Blob[] {
  return Array.from({ length: count }, (_, number) => {
    const bytes = Buffer.alloc(size, number + 1);
    return { digest: sha256(bytes), bytes };
  });
}

interface Answer {
  status: number;
  location: string;
  length: number;
}

/** One request; the answer's bytes are read and counted. */
function call(
  agent: Agent,
  port: number,
  method: string,
  path: string,
  body?: Buffer,
  type?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      'Content-Length': body?.length ?? 0,
      ...(type ? { 'Content-Type': type } : {}),
      ...(method === 'GET' ? { Accept: MANIFEST_TYPE } : {}),
    };
    const outgoing = send({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '', length });
      });
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function must(answer: Promise<Answer>, status: number): Promise<Answer> {
  const got = await answer;
  if (got.status !== status) throw new Error(`answered ${got.status}, not ${status}`);
  return got;
}

/** As clients push: open an upload, then send all of it. */
async function pushBlob(agent: Agent, port: number, { digest, bytes }: Blob): Promise<void> {
  const { location } = await must(call(agent, port, 'POST', `${REPOSITORY}/blobs/uploads/`), 202);
  const url = new URL(location, 'http://127.0.0.1');
  const query = `${url.search ? `${url.search}&` : '?'}digest=${digest}`;
  await must(call(agent, port, 'PUT', url.pathname + query, bytes, 'application/octet-stream'), 201);
}

/** Operations a second that so many clients get done, each on a connection of its own. */
async function measure(clients: number, run: (agent: Agent, turn: number) => Promise<void>): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  let turn = 0;
  for (let i = 0; i < Math.min(clients, 4); i += 1) await run(agent, turn++);
  let done = 0;
  const begin = performance.now();
  const client = async (): Promise<void> => {
    while (performance.now() - begin < DURATION) {
      await run(agent, turn++);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - begin) / 1000;
  agent.destroy();
  return done / seconds;
}

interface Row {
  name: string;
  /** Prepares what the operation needs. */
  before?: (agent: Agent, port: number) => Promise<void>;
  run: (agent: Agent, port: number, turn: number) => Promise<void>;
}

function manifestOf(config: Blob, layer: Blob, note: number): Buffer {
  const describe = ({ digest, bytes }: Blob, mediaType: string) => ({
    mediaType,
    size: bytes.length,
    digest,
  });
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: describe(config, 'application/vnd.docker.container.image.v1+json'),
    layers: [describe(layer, 'application/vnd.docker.image.rootfs.diff.tar.gzip')],
    note,
  };
  return Buffer.from(JSON.stringify(manifest));
}

function rows(): Row[] {
  const list: Row[] = [];
  for (const [name, size, count] of SIZES) {
    const blobs = makeBlobs(size, count);
    const blob = (turn: number): Blob => blobs[turn % blobs.length]!;
    list.push({ name: `push ${name}`, run: (agent, port, turn) => pushBlob(agent, port, blob(turn)) });
    list.push({
      name: `pull ${name}`,
      run: async (agent, port, turn) => {
        const { digest, bytes } = blob(turn);
        const { length } = await must(call(agent, port, 'GET', `${REPOSITORY}/blobs/${digest}`), 200);
        if (length !== bytes.length) throw new Error(`${length} bytes came, not ${bytes.length}`);
      },
    });
  }
  const [config, layer] = makeBlobs(3000, 2) as [Blob, Blob];
  const manifests = Array.from({ length: 64 }, (_, note) => manifestOf(config, layer, note));
  list.push({
    name: 'manifest put',
    before: async (agent, port) => {
      for (const blob of [config, layer]) await pushBlob(agent, port, blob);
    },
    run: async (agent, port, turn) => {
      const path = `${REPOSITORY}/manifests/t${turn % 64}`;
      await must(call(agent, port, 'PUT', path, manifests[turn % 64]!, MANIFEST_TYPE), 201);
    },
  });
  list.push({
    name: 'manifest get',
    run: async (agent, port, turn) => {
      await must(call(agent, port, 'GET', `${REPOSITORY}/manifests/t${turn % 64}`), 200);
    },
  });
  return list;
}

async function startPeers(folder: string): Promise<Peer[]> {
  const start = async (name: string, command: string, args: (port: number) => string[]): Promise<Peer> => {
    const port = freePort();
    const process = spawn(command, args(port), { stdio: 'ignore' });
    await waitForPort(port);
    return { name, port, process };
  };
  const root = join(import.meta.dirname, '../..');
  const peers = [
    await start('bare node:http', process.execPath, (port) => [
      join(root, 'tests/bench/registry-bare.ts'),
      String(port),
    ]),
    await start('Tagboat', process.execPath, (port) => [
      join(root, 'src/node/registry.ts'),
      '--port',
      String(port),
    ]),
  ];
  if (spawnSync('sh', ['-c', 'command -v docker-registry']).status !== 0) {
    process.stdout.write('docker-registry is not installed: its column is missing.\n');
    return peers;
  }
  peers.push(
    await start('docker-registry', 'docker-registry', (port) => {
      const path = join(folder, 'config.yml');
      writeFileSync(
        path,
        `version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {inmemory: {}}\nhttp: {addr: "127.0.0.1:${port}"}\n`,
      );
      return ['serve', path];
    }),
  );
  return peers;
}

/** Pushes and pulls a second: Tagboat's registry beside Debian's docker-registry and a server that only moves bytes. */
export async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tagboat-bench-'));
  const peers = await startPeers(folder);
  const table_: string[][] = [];
  try {
    for (const row of rows()) {
      const agent = new Agent({ keepAlive: true });
      for (const { port } of peers) await row.before?.(agent, port);
      agent.destroy();
      for (const clients of CLIENTS) table_.push(await measureRow(row, clients, peers));
    }
  } finally {
    for (const peer of peers) peer.process.kill();
    rmSync(folder, { recursive: true, force: true });
  }
  table(['operation, clients', ...peers.map(({ name }) => name), 'of bare', 'of docker-registry'], table_);
}

async function measureRow(row: Row, clients: number, peers: Peer[]): Promise<string[]> {
  const rates = peers.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, { port }] of peers.entries()) {
      rates[index]!.push(await measure(clients, (agent, turn) => row.run(agent, port, turn)));
    }
  }
  const [bare = 0, ours = 0, theirs] = rates.map((list) => median(list));
  const figures = [bare, ours, ...(theirs === undefined ? [] : [theirs])].map((rate) =>
    rate.toFixed(rate < 100 ? 1 : 0),
  );
  return [
    `${row.name}, ${clients}`,
    ...figures,
    (ours / bare).toFixed(2),
    ...(theirs === undefined ? [] : [(ours / theirs).toFixed(1)]),
  ];
}
