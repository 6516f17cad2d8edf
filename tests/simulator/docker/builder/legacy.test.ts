import { beforeEach, describe, expect, test } from 'vitest';
import { BuildMachine } from './harness.ts';

const ADVICE = `DEPRECATED: The legacy builder is deprecated and will be removed in a future release.
            Install the buildx component to build images with BuildKit:
            https://docs.docker.com/go/buildx/

`;

describe('docker build without BuildKit', () => {
  let machine: BuildMachine;
  beforeEach(async () => {
    machine = await BuildMachine.create();
  });

  test('says that it is old, and builds', async () => {
    const { stdout, stderr, exit } = await machine.docker('build -t tiny tiny', {
      env: { DOCKER_BUILDKIT: '0' },
    });
    expect(exit).toBe(0);
    expect(stderr).toContain('BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0\n');
    expect(stdout).toMatch(/^Sending build context to Docker daemon {2}3\.\d+kB\r/);
    expect(stdout).toContain('Step 1/3 : FROM busybox:1.37\n');
    expect(stdout).toMatch(/Successfully tagged tiny:latest\n$/);
  });

  test('what it leaves between its steps is no image that system df counts', async () => {
    await machine.docker('build -t tiny tiny', { env: { DOCKER_BUILDKIT: '0' } });
    const count = async (list: string) => (await machine.docker(list)).stdout.trim().split('\n').length;
    const counted = await machine.docker('system df --format {{.TotalCount}}');
    expect(await count('images -q -a')).toBeGreaterThan(await count('images -q'));
    expect(Number(counted.stdout.split('\n')[0])).toBe(await count('images -q'));
  });

  test('without the plugin there is no buildx', async () => {
    machine.removeBuildx();
    const built = await machine.docker('build -q tiny');
    expect(built.stderr).toBe(ADVICE);
    expect(built.stdout).toMatch(/^sha256:[0-9a-f]{64}\n$/);
    const group = await machine.docker('buildx build .');
    expect([group.exit, group.stderr]).toEqual([
      1,
      "docker: unknown command: docker buildx\n\nRun 'docker --help' for more information\n",
    ]);
    const flag = await machine.docker('build --progress plain tiny');
    expect([flag.exit, flag.stderr]).toEqual([
      125,
      `${ADVICE}unknown flag: --progress\n\nUsage:  docker build [OPTIONS] PATH | URL | -\n\nRun 'docker build --help' for more information\n`,
    ]);
    const wanted = await machine.docker('build tiny', { env: { DOCKER_BUILDKIT: '1' } });
    expect(wanted.exit).toBe(1);
    expect(wanted.stderr).toMatch(
      /^ERROR: BuildKit is enabled but the buildx component is missing or broken\.\n/,
    );
    const bake = await machine.docker('bake');
    expect(bake.stderr).toMatch(/^ERROR: docker bake requires the buildx component/);
  });

  test('a failing step ends it with its exit status', async () => {
    machine.write('bad/Dockerfile', 'FROM busybox:1.37\nRUN exit 3\n');
    const { stderr, exit } = await machine.docker('build bad', { env: { DOCKER_BUILDKIT: '0' } });
    expect(exit).toBe(3);
    expect(stderr).toContain("The command '/bin/sh -c exit 3' returned a non-zero code: 3\n");
  });

  test('sends nothing that .dockerignore names', async () => {
    machine.write(
      'app/Dockerfile',
      'FROM busybox:1.37\nCOPY . /app\nRUN cat /app/kept\nRUN cat /app/secret\n',
    );
    machine.write('app/.dockerignore', 'secret\n');
    machine.write('app/kept', 'kept\n');
    machine.write('app/secret', 'hush\n');
    const { stdout, exit } = await machine.docker('build app', { env: { DOCKER_BUILDKIT: '0' } });
    expect(stdout).toContain('\nkept\n');
    expect(stdout).not.toContain('hush');
    expect(exit).toBe(1);
  });
});
