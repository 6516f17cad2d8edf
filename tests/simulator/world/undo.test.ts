import { expect, test } from 'vitest';
import { worldBytes } from '../../../src/simulator/world/archive.ts';
import type { World } from '../../../src/simulator/world/index.ts';
import { MACHINE, openMachine } from '../../parity/machine.ts';

async function run(world: World, ...lines: string[]): Promise<string> {
  let last = '';
  for (const line of lines) {
    const { status, output } = await world.run(MACHINE, line);
    expect(`${line}: ${status}\n${output}`).toContain(`${line}: 0\n`);
    last = output;
  }
  return last;
}

test('leads back to the same bytes, whatever runs', async () => {
  const world = await openMachine();
  const start = world.snapshot();
  const startBytes = worldBytes(start);
  await run(
    world,
    'docker pull busybox',
    'docker network create n1',
    'docker run -d --name web --network n1 -p 8080:80 -v vol:/v busybox httpd -f -p 80 -h /etc',
    'docker run -d --name db busybox sleep 1000',
    'docker exec -d db sleep 500',
    'docker pause db',
  );
  const middle = world.snapshot();
  const middleBytes = worldBytes(middle);
  await run(
    world,
    'docker rm -f web db',
    'docker volume rm vol',
    'docker network rm n1',
    'docker rmi busybox',
  );
  world.restore(middle);
  expect(worldBytes(world.snapshot())).toEqual(middleBytes);
  expect(await run(world, 'curl -s localhost:8080/hostname')).not.toBe('');
  expect(await run(world, 'docker ps --format "{{.Names}} {{.State}}"')).toBe('db paused\nweb running\n');

  world.restore(start);
  expect(worldBytes(world.snapshot())).toEqual(startBytes);
  // An engine that has been forgotten keeps no ports.
  expect((await world.run(MACHINE, 'curl -s localhost:8080/hostname')).status).toBe(7);
});

test('what is under way when the world goes back changes nothing after', async () => {
  const world = await openMachine();
  await run(world, 'docker images');
  const start = world.snapshot();
  const bytes = worldBytes(start);
  const pull = world.run(MACHINE, 'docker pull nginx');
  await new Promise((resolve) => setTimeout(resolve, 0));
  world.restore(start);
  expect(worldBytes(world.snapshot())).toEqual(bytes);
  await pull;
  expect(await run(world, 'docker images -q')).toBe('');
});
