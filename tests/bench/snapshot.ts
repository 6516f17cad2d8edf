import { readWorld } from '../../src/node/worlds.ts';
import { World } from '../../src/simulator/world/index.ts';
import { median, table } from './table.ts';

const MIB = 2 ** 20;
const ROUNDS = 200;

/** What a snapshot after a command costs, with more and more bytes held by the engine. */
export async function bench(): Promise<void> {
  const start = await readWorld('laptop-with-myapp');
  const rows: string[][] = [];
  for (const mebibytes of [0, 64, 256, 1024]) {
    const world = new World(start.snapshot, { blobs: new Map(start.blobs) });
    await world.run('laptop', 'docker images');
    for (let i = 0; i < mebibytes / 64; i++) {
      const bytes = new Uint8Array(64 * MIB);
      bytes[0] = i;
      world.blobs.set(`sha256:${String(i).padStart(64, '0')}`, bytes);
    }
    const times: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      await world.run('laptop', 'true');
      const begin = performance.now();
      world.snapshot();
      times.push((performance.now() - begin) * 1000);
    }
    rows.push([`${mebibytes} MiB`, median(times).toFixed(1)]);
  }
  table(['blobs held', 'a snapshot, microseconds'], rows);
}
