import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from './http-client.ts';
import { type Peer, peers } from './registry-peers.ts';
import { type Row, rows, tagsRow } from './registry-rows.ts';
import { median, table } from './table.ts';

const CLIENTS = [1, 8, 32];
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
/** Milliseconds that one measurement takes at least, and those before it that do not count. */
const DURATION = Number(process.env.BENCH_MILLISECONDS ?? 1000);
const WARM_UP = DURATION / 4;

/** Operations a second that so many clients get done, each on a connection of its own. */
async function measure(clients: number, row: Row, peer: Peer): Promise<number> {
  const connections = Array.from({ length: clients }, () => new Connection(peer.port));
  const paths: string[] = [];
  let turn = 0;
  const during = async (milliseconds: number, count: number): Promise<number> => {
    let done = 0;
    const begin = performance.now();
    const client = async (connection: Connection): Promise<void> => {
      do {
        const path = await row.run(connection, turn++);
        if (path) paths.push(path);
        done += 1;
      } while (performance.now() - begin < milliseconds);
    };
    await Promise.all(connections.slice(0, count).map(client));
    return (done / (performance.now() - begin)) * 1000;
  };
  await during(WARM_UP, 1);
  const rate = await during(DURATION, clients);
  for (const connection of connections) connection.close();
  await peer.forget(paths);
  return rate;
}

async function prepare(row: Row, peer: Peer): Promise<void> {
  const connection = new Connection(peer.port);
  await row.before?.(connection);
  connection.close();
}

const figure = (rate: number): string => rate.toFixed(rate < 100 ? 1 : 0);

async function measureRow(row: Row, clients: number, all: Peer[]): Promise<string[]> {
  const rates = all.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, peer] of all.entries()) rates[index]!.push(await measure(clients, row, peer));
  }
  const [bare = 0, ours = 0, theirs] = rates.map((list) => median(list));
  return [
    `${row.name}, ${clients}`,
    ...[bare, ours, ...(theirs === undefined ? [] : [theirs])].map(figure),
    (ours / bare).toFixed(2),
    ...(theirs === undefined ? [] : [(ours / theirs).toFixed(1)]),
  ];
}

/** A page of a list must not cost more where the list is longer: two servers of ours, in turns. */
async function measureTags(few: Peer, many: Peer): Promise<void> {
  const lists = [
    { peer: few, row: tagsRow(10), rates: [] as number[] },
    { peer: many, row: tagsRow(100_000), rates: [] as number[] },
  ];
  try {
    for (const { peer, row } of lists) {
      await peer.start();
      await prepare(row, peer);
      await measure(8, row, peer);
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { peer, row, rates } of lists) rates.push(await measure(8, row, peer));
    }
  } finally {
    for (const { peer } of lists) await peer.stop();
  }
  table(
    ['first page of ten, clients', many.name],
    lists.map(({ row, rates }) => [`${row.name}, 8`, figure(median(rates))]),
  );
}

/**
 * Pushes and pulls a second: Tagboat's registry beside Debian's docker-registry and a server that only moves bytes.
 * CONTRIBUTING.md names the variables that make it shorter.
 */
export async function bench(): Promise<void> {
  const wanted = new RegExp(process.env.BENCH_ROWS ?? '');
  const folder = mkdtempSync(join(tmpdir(), 'tagboat-bench-'));
  const all = peers(folder);
  const results: string[][] = [];
  try {
    for (const row of rows().filter(({ name }) => wanted.test(name))) {
      for (const peer of all) {
        await peer.start();
        await prepare(row, peer);
      }
      // Code that is compiled and memory that is there, before anything counts.
      for (const peer of all) await measure(8, row, peer);
      for (const clients of CLIENTS) results.push(await measureRow(row, clients, all));
      for (const peer of all) await peer.stop();
    }
    if (results.length > 0)
      table(['operation, clients', ...all.map(({ name }) => name), 'of bare', 'of docker-registry'], results);
    if (wanted.test('tags/list')) await measureTags(peers(folder)[1]!, all[1]!);
  } finally {
    for (const peer of all) await peer.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
