import { beforeAll, expect, test } from 'vitest';
import { readWorld } from '../../../src/node/worlds.ts';
import { World } from '../../../src/simulator/world/index.ts';

let open: () => World;

beforeAll(async () => {
  const { snapshot, blobs } = await readWorld('laptop-with-myapp');
  open = () => new World(snapshot, { blobs: new Map(blobs) });
});

/** Runs a script in a world without a wall clock; gives its output and how much of the world's time it took. */
async function timed(script: string): Promise<{ output: string; seconds: number }> {
  const world = open();
  const before = world.clock.now();
  const { output } = await world.run('laptop', script);
  return { output, seconds: Math.round((world.clock.now() - before) / 1000) };
}

const SLEEP = "--entrypoint sh myapp:1.0 -c 'echo start; sleep 300; echo end; exit 3'";

test('docker run and exec wait for a container that sleeps', async () => {
  expect(await timed(`docker run --rm ${SLEEP}; echo $?`)).toEqual({
    output: 'start\nend\n3\n',
    seconds: 300,
  });
  const exec = `docker run -d --name slow --entrypoint sleep myapp:1.0 1d >/dev/null; docker exec slow sleep 60`;
  expect(await timed(exec)).toEqual({ output: '', seconds: 60 });
});

test('docker wait, logs -f and attach wait too', async () => {
  const start = `docker run -d --name slow ${SLEEP} >/dev/null;`;
  expect(await timed(`${start} docker wait slow`)).toEqual({ output: '3\n', seconds: 300 });
  expect(await timed(`${start} docker logs -f slow`)).toEqual({ output: 'start\nend\n', seconds: 300 });
  expect(await timed(`${start} docker attach --no-stdin slow; echo $?`)).toEqual({
    output: 'end\n3\n',
    seconds: 300,
  });
  expect(await timed(`${start} timeout 20 docker logs -f slow; echo $?`)).toEqual({
    output: 'start\n124\n',
    seconds: 20,
  });
});

test('what is in the background moves no clock, until somebody waits for it', async () => {
  expect(await timed(`docker run --rm ${SLEEP} & docker ps -q | wc -l`)).toMatchObject({ seconds: 0 });
  expect(await timed(`docker run --rm ${SLEEP} & wait $!; echo $?`)).toEqual({
    output: 'start\nend\n3\n',
    seconds: 300,
  });
  expect((await timed(`docker run -d ${SLEEP} >/dev/null`)).seconds).toBe(0);
});
