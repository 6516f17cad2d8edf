/** Prints how much memory a world holds after more and more commands that leave nothing behind. Run with --expose-gc. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { readWorld } from '../../src/node/worlds.ts';
import { World } from '../../src/simulator/world/index.ts';

const COMMANDS = [
  'docker images',
  'docker tag myapp:1.0 localhost:5000/again:1',
  'docker rmi localhost:5000/again:1',
  'docker ps -a',
  'docker inspect myapp:1.0',
  'docker history myapp:1.0',
  'docker pull nowhere.example/none',
  'docker create --name one myapp:1.0',
  'docker rm one',
  'docker info',
];

/** Of the garbage collector before memory is measured, and the milliseconds after each. */
const PASSES = 3;
const PAUSE = 200;

const { snapshot, blobs } = await readWorld('laptop-with-myapp');
const world = new World(snapshot, { blobs: new Map(blobs) });
const round = COMMANDS.join('\n');
let run = 0;
for (const count of [1000, 10_000]) {
  for (; run < count; run += COMMANDS.length) {
    await world.run('laptop', round);
    // As between a learner's commands: until then nothing is let go that a WeakRef was made of, such as an AbortSignal.
    await setImmediate();
  }
  // What is collected is first forgotten by registries of finalization, in turns of their own.
  for (let pass = 0; pass < PASSES; pass += 1) {
    globalThis.gc?.();
    await setTimeout(PAUSE);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const held = [...world.blobs.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  const megabytes = [heapUsed, arrayBuffers, held].map((bytes) => (bytes / 1e6).toFixed(1));
  process.stdout.write(`${[count, ...megabytes].join(' ')}\n`);
}
