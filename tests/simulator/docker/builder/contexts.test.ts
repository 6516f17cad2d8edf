import { beforeEach, describe, expect, test } from 'vitest';
import { BuildMachine } from './harness.ts';

let machine: BuildMachine;
beforeEach(async () => {
  machine = await BuildMachine.create();
});

const steps = (stderr: string): string[] => stderr.match(/^#\d+ (?:\[|FROM|docker-image:).*/gm) ?? [];

describe('docker build --build-context', () => {
  test('a folder stands for the image that COPY --from names, and is loaded once', async () => {
    machine.write('other/.dockerignore', 'secret\n');
    machine.write('other/secret', 'x');
    machine.write('other/greeting', 'hi\n');
    machine.write(
      'app/Dockerfile',
      'FROM busybox:1.37\nCOPY --from=words greeting /a\nCOPY --from=words greeting /b\nRUN cat /a\n',
    );
    const { stderr, exit } = await machine.docker('build --build-context words=other app');
    expect(exit).toBe(0);
    expect(stderr).toMatch(/ hi\n/);
    expect(steps(stderr).filter((step) => step.includes('[context words]'))).toEqual([
      expect.stringContaining('load .dockerignore'),
      expect.stringContaining('load from client'),
    ]);
    machine.write('app/Dockerfile', 'FROM busybox:1.37\nCOPY --from=words secret /a\n');
    const left = await machine.docker('build --build-context words=other app');
    expect(left.stderr).toContain('"/secret": not found');
  });

  test('an image stands for another, and for a stage', async () => {
    const image = await machine.docker('build --build-context nosuch=docker-image://busybox:1.37 tiny');
    expect(image.exit).toBe(0);
    machine.write('app/Dockerfile', 'FROM nosuch AS base\nFROM base\nRUN echo made\n');
    const { stderr, exit } = await machine.docker(
      'build --build-context base=docker-image://busybox:1.37 app',
    );
    expect(exit).toBe(0);
    expect(stderr).toContain('[context base] load metadata for docker.io/library/busybox:1.37');
  });

  test('is refused where it cannot be read', async () => {
    expect((await machine.docker('build --build-context a tiny')).stderr).toBe(
      'ERROR: invalid context value: a, expected key=value\n',
    );
    expect((await machine.docker('build --build-context a=nowhere tiny')).stderr).toBe(
      'ERROR: failed to get build context a: stat nowhere: no such file or directory\n',
    );
  });
});

test('an image that several stages begin with is one step', async () => {
  machine.write(
    'app/Dockerfile',
    'FROM busybox:1.37 AS a\nRUN echo x > /x\nFROM busybox:1.37\nCOPY --from=a /x /x\n',
  );
  const { stderr } = await machine.docker('build app');
  expect(steps(stderr).filter((step) => step.includes('FROM'))).toEqual([
    expect.stringContaining('[a 1/2] FROM docker.io/library/busybox:1.37'),
  ]);
});

describe('# syntax=', () => {
  test("Docker's own frontend is there", async () => {
    machine.write('app/Dockerfile', '# syntax=docker/dockerfile:1\nFROM busybox:1.37\nRUN echo made\n');
    const { stderr, exit } = await machine.docker('build app');
    expect(exit).toBe(0);
    expect(steps(stderr)[1]).toMatch(/^#3 docker-image:\/\/docker.io\/docker\/dockerfile:1@sha256:/);
  });

  test('another that is nowhere is refused', async () => {
    machine.write('app/Dockerfile', '# syntax=nosuch/frontend\nFROM busybox:1.37\n');
    const { stderr, exit } = await machine.docker('build app');
    expect(exit).toBe(1);
    expect(stderr).toContain(
      'failed to solve: failed to resolve source metadata for docker.io/nosuch/frontend:latest',
    );
  });
});

describe('docker buildx prune', () => {
  /** What no image shares. */
  const used = async (): Promise<string> =>
    (await machine.docker('buildx du')).stdout.match(/^Private:\s+(\S+)/m)![1]!;

  test('leaves what the limits allow', async () => {
    await machine.docker('build tiny');
    const before = await used();
    await machine.docker('buildx prune -f --reserved-space 1gb');
    expect(await used()).toBe(before);
    await machine.docker('buildx prune -af --max-used-space 1');
    expect(await used()).toBe('0B');
  });
});

test('buildx ls tells of the builder as JSON', async () => {
  const { stdout } = await machine.docker('buildx ls --format json');
  expect(JSON.parse(stdout)).toMatchObject({
    Current: true,
    Driver: 'docker',
    Name: 'default',
    Nodes: [{ Name: 'default', Status: 'running' }],
  });
});

test('options without effect are told of', async () => {
  const { stderr, exit } = await machine.docker('build -q --squash tiny');
  expect(exit).toBe(0);
  expect(stderr).toContain('WARNING: experimental flag squash is removed with BuildKit.');
});
