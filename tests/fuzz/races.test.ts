import { expect, test } from 'vitest';
import type { Input, Output } from '../../src/simulator/common/process.ts';
import { Random } from '../../src/simulator/common/random.ts';
import { MACHINE, openMachine } from '../parity/machine.ts';
import { complaintAboutOutput, complaintAboutWorld } from './invariants.ts';

const ROUNDS = 60;
const AT_ONCE = 7;
/** Rounds after which the world is taken back to its start. */
const SESSION = 10;

const PREPARE =
  'docker save -o out.tar nginx busybox; docker run -d --name c1 nginx; docker tag nginx localhost:5000/n';
const COMMANDS = [
  'DOCKER_BUILDKIT=0 docker build -q -t built app',
  'DOCKER_BUILDKIT=0 docker build -q -t built tiny',
  'docker build -q -t built app',
  'docker build -q -t other tiny',
  'docker builder prune -af',
  'docker commit c1 built',
  'docker container prune -f',
  'docker create --name c2 busybox',
  'docker exec c1 touch /x',
  'docker image prune -af',
  'docker import out.tar imported',
  'docker load -q -i out.tar',
  'docker pull -q -a learner/app',
  'docker pull -q ghcr.io/octocat/hello-app:1.37',
  'docker pull -q nginx',
  'docker push -q localhost:5000/n',
  'docker rm -f c1',
  'docker rmi -f $(docker images -q)',
  'docker rmi -f nginx busybox built localhost:5000/n',
  'docker run --rm busybox true',
  'docker run -d --name c1 nginx',
  'docker save nginx busybox | docker load',
  'docker system prune -af',
  'docker tag nginx localhost:5000/n',
];

test('commands that run at the same time leave the machine whole', { timeout: 600_000 }, async () => {
  const random = new Random(Number(process.env.RACES_SEED ?? 1));
  const world = await openMachine({ hasty: true });
  const start = world.snapshot();
  let output = '';
  const stdin: Input = { isTTY: false, read: async () => undefined };
  const sink: Output = {
    isTTY: false,
    write: async (data) => {
      output += typeof data === 'string' ? data : new TextDecoder().decode(data);
    },
  };
  const run = (line: string) => world.script(MACHINE, line, { stdin, stdout: sink, stderr: sink });
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round % SESSION === 0) world.restore(start);
    const picked = Array.from({ length: AT_ONCE }, () => random.pick(COMMANDS));
    output = '';
    await run(PREPARE);
    await run(`${picked.join(' & ')} & wait`);
    expect([complaintAboutWorld(world), complaintAboutOutput(output), picked]).toEqual([
      undefined,
      undefined,
      picked,
    ]);
  }
});
