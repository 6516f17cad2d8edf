import { createHash, type Hash } from 'node:crypto';
import type { Connection } from './http-client.ts';

const KIB = 1024;
const SIZES: [name: string, bytes: number, blobs: number][] = [
  ['4 KiB', 4 * KIB, 64],
  ['1 MiB', KIB * KIB, 16],
  ['16 MiB', 16 * KIB * KIB, 4],
];
const REPOSITORY = '/v2/bench/app';
const MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';
const ACCEPT = `Accept: ${MANIFEST_TYPE}\r\n`;
/** Tags that manifests are put under and got by. */
const TAGS = 64;

/** An operation that is measured. */
export interface Row {
  name: string;
  /** Prepares what the operation needs. */
  before?: (connection: Connection) => Promise<void>;
  /** Does it once; gives the path of what is to be deleted afterwards, if anything is. */
  run: (connection: Connection, turn: number) => Promise<string | undefined>;
}

/** Blobs of one size, each of other bytes than any before. */
class Blobs {
  private readonly start: Buffer;
  private readonly hashed: Hash;
  private made = 0;

  constructor(size: number, seed = size) {
    this.start = Buffer.alloc(size - 8, `${seed} `);
    this.hashed = createHash('sha256').update(this.start);
  }

  /** They differ at their ends, so that the client need not hash the rest again. */
  next(): { digest: string; bytes: Buffer[] } {
    const end = Buffer.alloc(8);
    end.writeDoubleLE(this.made++);
    return { digest: `sha256:${this.hashed.copy().update(end).digest('hex')}`, bytes: [this.start, end] };
  }
}

async function must(
  answer: ReturnType<Connection['request']>,
  status: number,
): ReturnType<Connection['request']> {
  const got = await answer;
  if (got.status !== status) throw new Error(`answered ${got.status}, not ${status}`);
  return got;
}

/** As clients push: open an upload, then send all of it. Gives the blob's path. */
async function push(connection: Connection, blobs: Blobs): Promise<string> {
  const { digest, bytes } = blobs.next();
  const { location } = await must(connection.request('POST', `${REPOSITORY}/blobs/uploads/`, ''), 202);
  const path = location.replace(/^http:\/\/[^/]+/, '');
  const query = `${path.includes('?') ? '&' : '?'}digest=${digest}`;
  const type = 'Content-Type: application/octet-stream\r\n';
  await must(connection.request('PUT', path + query, type, ...bytes), 201);
  return `${REPOSITORY}/blobs/${digest}`;
}

function blobRows([name, size, count]: (typeof SIZES)[number]): Row[] {
  const pushed = new Blobs(size);
  return [
    { name: `push ${name}`, run: (connection) => push(connection, pushed) },
    pullRow(name, size, count),
  ];
}

function pullRow(name: string, size: number, count: number): Row {
  const paths: string[] = [];
  return {
    name: `pull ${name}`,
    before: async (connection) => {
      const blobs = new Blobs(size, -size);
      paths.length = 0;
      for (let i = 0; i < count; i += 1) paths.push(await push(connection, blobs));
    },
    run: async (connection, turn) => {
      const { length } = await must(connection.request('GET', paths[turn % count]!, ''), 200);
      if (length !== size) throw new Error(`${length} bytes came, not ${size}`);
      return undefined;
    },
  };
}

/** What every registry checks is there: a config and a layer. */
async function pushContent(connection: Connection): Promise<(note: number) => Buffer> {
  const size = 3000;
  const [config = '', layer = ''] = [
    await push(connection, new Blobs(size, 1)),
    await push(connection, new Blobs(size, 2)),
  ].map((path) => path.slice(path.lastIndexOf('/') + 1));
  const start = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', size, digest: config },
    layers: [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', size, digest: layer }],
  }).slice(0, -1);
  return (note) => Buffer.from(`${start},"annotations":{"note":"${note}"}}`);
}

async function putManifest(connection: Connection, reference: string, bytes: Buffer): Promise<void> {
  const type = `Content-Type: ${MANIFEST_TYPE}\r\n`;
  await must(connection.request('PUT', `${REPOSITORY}/manifests/${reference}`, type, bytes), 201);
}

function manifestRows(): Row[] {
  let manifest: (note: number) => Buffer = () => Buffer.alloc(0);
  let made = 0;
  return [
    {
      name: 'manifest put',
      before: async (connection) => {
        manifest = await pushContent(connection);
      },
      run: async (connection, turn) => {
        await putManifest(connection, `t${turn % TAGS}`, manifest(made++));
        return undefined;
      },
    },
    {
      name: 'manifest get',
      before: async (connection) => {
        manifest = await pushContent(connection);
        for (let i = 0; i < TAGS; i += 1) await putManifest(connection, `t${i}`, manifest(made++));
      },
      run: async (connection, turn) => {
        const path = `${REPOSITORY}/manifests/t${turn % TAGS}`;
        await must(connection.request('GET', path, ACCEPT), 200);
        return undefined;
      },
    },
  ];
}

/** The operations that registries are held beside each other with. */
export function rows(): Row[] {
  return [...SIZES.flatMap(blobRows), ...manifestRows()];
}

/** Manifests put before a list is read, however many tags they make: the servers' code is then as warm. */
const PUTS = 100_000;

/** The first page of ten of a list of so many tags. */
export function tagsRow(count: number): Row {
  return {
    name: `tags/list with ${count} tags`,
    before: async (connection) => {
      const manifest = await pushContent(connection);
      for (let i = 0; i < PUTS; i += 1) await putManifest(connection, `tag-${i % count}`, manifest(0));
    },
    run: async (connection) => {
      await must(connection.request('GET', `${REPOSITORY}/tags/list?n=10`, ''), 200);
      return undefined;
    },
  };
}
