import { beforeEach, describe, expect, test } from 'vitest';
import { NetworkError } from '../../../src/simulator/common/network.ts';
import { Random } from '../../../src/simulator/common/random.ts';
import type { Engine } from '../../../src/simulator/engine/index.ts';
import { createVendor, type Vendor, vendorDefinition } from '../../../src/simulator/vendors/index.ts';
import { call, engineOn, type Hosts, JumpingClock, networkOf, transcript } from './harness.ts';
import { file, type SeedImage, seedImage, seedIndex } from './seed.ts';

const short = (digest: string) => digest.slice(7, 19);
const noise = new Random(3).bytes(110_000);
const busybox = seedImage([[file('bin/busybox', noise)]]);
const nginx = seedImage([
  [file('etc/os-release', 'debian\n')],
  [file('usr/sbin/nginx', 'nginx\n')],
  [file('a', 'a')],
  [file('b', 'b')],
  [file('c', 'c')],
]);
const arm = seedImage([[file('bin/sh', 'arm')]], { architecture: 'arm64', oci: true });
const multi = seedIndex([
  { image: busybox, platform: { os: 'linux', architecture: 'amd64' } },
  { image: arm, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
]);

function hub(clock: JumpingClock): Vendor {
  const definition = vendorDefinition.parse({
    vendor: 'docker-hub',
    accounts: [{ name: 'learner', password: 's3cret' }],
    repositories: [
      { name: 'library/ratelimited', 'rate-limited': true },
      { name: 'learner/private', visibility: 'private' },
    ],
  });
  return createVendor(definition, { clock, random: new Random(9), blobs: new Map() });
}

async function put(vendor: Vendor, repository: string, tags: string[], image: SeedImage): Promise<void> {
  const { manifest, mediaType, blobs } = image;
  await vendor.importImage({ repository, tags, mediaType, manifest, blobs });
}

describe('pull', () => {
  let engine: Engine;
  let hosts: Hosts;
  let clock: JumpingClock;
  let registry: Vendor;
  const pull = async (query: string, auth?: object) =>
    transcript(await call(engine, 'POST', `/images/create?${query}`, { auth }));

  beforeEach(async () => {
    clock = new JumpingClock();
    registry = hub(clock);
    await put(registry, 'library/busybox', ['1.37', 'latest'], busybox);
    await put(registry, 'library/nginx', ['1.27'], nginx);
    await put(registry, 'library/alpine', [], arm);
    await put(registry, 'library/alpine', [], busybox);
    await put(registry, 'library/alpine', ['3.21'], multi);
    await put(registry, 'library/ratelimited', ['latest'], busybox);
    await put(registry, 'learner/private', ['1.0'], busybox);
    hosts = Object.fromEntries(registry.hosts.map((host) => [host, registry.fetch]));
    engine = engineOn({ network: networkOf(hosts), clock }).engine;
  });

  test('downloads once, and says so afterwards', async () => {
    const layer = short(busybox.blobs[1]![0]);
    expect(await pull('fromImage=busybox&tag=1.37')).toEqual([
      '1.37: Pulling from library/busybox',
      `${layer}: Pulling fs layer`,
      `${layer}: Verifying Checksum`,
      `${layer}: Download complete`,
      `${layer}: Pull complete`,
      `Digest: ${busybox.digest}`,
      'Status: Downloaded newer image for busybox:1.37',
    ]);
    expect(await pull('fromImage=busybox&tag=1.37')).toEqual([
      '1.37: Pulling from library/busybox',
      `Digest: ${busybox.digest}`,
      'Status: Image is up to date for busybox:1.37',
    ]);
    expect((await pull('fromImage=busybox&tag=latest')).at(-1)).toBe(
      'Status: Downloaded newer image for busybox:latest',
    );
  });

  test('lets three layers come at a time, and unpacks them in order', async () => {
    const lines = await pull('fromImage=nginx&tag=1.27');
    const layers = nginx.blobs.slice(1).map(([digest]) => short(digest));
    expect(lines.slice(1, 6)).toEqual(layers.map((id) => `${id}: Pulling fs layer`));
    expect(lines.filter((line) => line.endsWith('Waiting'))).toEqual(
      layers.slice(3).map((id) => `${id}: Waiting`),
    );
    expect(lines.filter((line) => line.endsWith('Pull complete'))).toEqual(
      layers.map((id) => `${id}: Pull complete`),
    );
  });

  test('says of layers that are here already so', async () => {
    const child = seedImage([[file('bin/busybox', noise)], [file('more', 'more')]]);
    await put(registry, 'library/child', ['1'], child);
    await pull('fromImage=busybox&tag=1.37');
    expect((await pull('fromImage=child&tag=1'))[1]).toBe(`${short(child.blobs[1]![0])}: Already exists`);
  });

  test('takes the entry of a list for the platform asked for', async () => {
    await pull('fromImage=alpine&tag=3.21');
    const architecture = async () =>
      (await call(engine, 'GET', '/images/alpine:3.21/json')).values[0]!.Architecture;
    expect(await architecture()).toBe('amd64');
    await pull('fromImage=alpine&tag=3.21&platform=linux%2Farm64');
    expect(await architecture()).toBe('arm64');
    expect((await pull('fromImage=alpine&tag=3.21&platform=linux%2Farm64%2Fv7')).at(-1)).toBe(
      '! no matching manifest for linux/arm64/v7 in the manifest list entries',
    );
    expect(await pull('fromImage=alpine&tag=3.21&platform=linux%2Fs390x')).toEqual([
      '3.21: Pulling from library/alpine',
      '! no matching manifest for linux/s390x in the manifest list entries',
    ]);
    expect(await pull('fromImage=nginx&tag=1.27&platform=windows%2Famd64')).toEqual([
      '1.27: Pulling from library/nginx',
      '! operating system is not supported',
    ]);
    expect(await pull('fromImage=busybox&tag=1.37&platform=nonsense')).toEqual([
      '! 400 "nonsense": unknown operating system or architecture: invalid argument',
    ]);
  });

  test('warns when an image of one platform is not the one asked for', async () => {
    expect((await pull('fromImage=busybox&tag=1.37&platform=linux%2Farm64')).at(-1)).toBe(
      'WARNING: image with reference busybox:1.37 was found but its platform (linux/amd64) does not match the specified platform (linux/arm64)',
    );
  });

  test('pulls by digest and all tags', async () => {
    const byDigest = await pull(`fromImage=busybox&tag=${busybox.digest}`);
    expect(byDigest.at(-1)).toBe(`Status: Downloaded newer image for busybox@${busybox.digest}`);
    const { values } = await call(engine, 'GET', '/images/json');
    expect(JSON.parse(JSON.stringify(values[0]))[0].RepoDigests).toEqual([`busybox@${busybox.digest}`]);
    expect((await pull('fromImage=busybox')).filter((line) => line.includes('Pulling from'))).toHaveLength(2);
  });

  test.each<[string, string]>([
    [
      'fromImage=busybox&tag=nosuch',
      '! 404 manifest for busybox:nosuch not found: manifest unknown: manifest unknown',
    ],
    [
      'fromImage=nosuchimage&tag=latest',
      "! 404 pull access denied for nosuchimage, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    ],
    [
      'fromImage=learner%2Fprivate&tag=1.0',
      "! 404 pull access denied for learner/private, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    ],
    [
      'fromImage=ratelimited&tag=latest',
      '! 429 toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
    ],
    ['fromImage=scratch&tag=latest', "! 403 'scratch' is a reserved name"],
    [
      'fromImage=Busybox&tag=1',
      '! 400 invalid reference format: repository name (library/Busybox) must be lowercase',
    ],
    [
      'fromImage=nosuch.example.com%2Fx&tag=1',
      '! 500 Get "https://nosuch.example.com/v2/": dial tcp: lookup nosuch.example.com on 127.0.0.53:53: no such host',
    ],
  ])('is refused: %s', async (query, expected) => {
    expect(await pull(query)).toEqual([expected]);
  });

  test('reads private repositories with credentials', async () => {
    const lines = await pull('fromImage=learner%2Fprivate&tag=1.0', {
      username: 'learner',
      password: 's3cret',
    });
    expect(lines.at(-1)).toBe('Status: Downloaded newer image for learner/private:1.0');
  });

  test.each<[NetworkError, string]>([
    [
      new NetworkError('refused', 'r.example.com', '203.0.113.7', 443),
      'dial tcp 203.0.113.7:443: connect: connection refused',
    ],
    [
      new NetworkError('timeout', 'r.example.com', '203.0.113.7', 443),
      'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    ],
    [
      new NetworkError('unknown-authority', 'r.example.com', '203.0.113.7', 443),
      'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ],
    [
      new NetworkError('plain-http', 'r.example.com', '203.0.113.7', 443),
      'http: server gave HTTP response to HTTPS client',
    ],
  ])('words what the network does: %s', async (failure, words) => {
    hosts['r.example.com'] = failure;
    expect(await pull('fromImage=r.example.com%2Fx&tag=1')).toEqual([
      `! 500 Get "https://r.example.com/v2/": ${words}`,
    ]);
  });

  test('keeps what a token server says within what was asked', async () => {
    hosts['ghcr.test'] = async (request) => {
      if (new URL(request.url).pathname === '/token') {
        return Response.json(
          { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] },
          { status: 401 },
        );
      }
      const challenge =
        'Bearer realm="https://ghcr.test/token",service="ghcr.test",scope="repository:user/image:pull"';
      return Response.json({}, { status: 401, headers: { 'WWW-Authenticate': challenge } });
    };
    expect(await pull('fromImage=ghcr.test%2Fa%2Fb&tag=latest')).toEqual([
      '! 401 Head "https://ghcr.test/v2/a/b/manifests/latest": unauthorized',
    ]);
  });

  test('a damaged layer is not taken', async () => {
    const [digest, bytes] = busybox.blobs[1]!;
    const whole = registry.fetch;
    hosts['registry-1.docker.io'] = async (request) => {
      const response = await whole(request);
      if (!request.url.endsWith(digest) || request.method !== 'GET') return response;
      return new Response(bytes.slice().fill(0, 5000, 5001) as BodyInit, response);
    };
    expect((await pull('fromImage=busybox&tag=1.37')).at(-1)).toBe(
      `! filesystem layer verification failed for digest ${digest}`,
    );
    expect((await call(engine, 'GET', '/images/json')).text).toBe('[]\n');
  });

  test('a broken connection is tried again, ten seconds after five', async () => {
    const [digest] = busybox.blobs[1]!;
    let left = 2;
    hosts['registry-1.docker.io'] = async (request) => {
      if (request.url.endsWith(digest) && left-- > 0)
        throw new NetworkError('reset', 'registry-1.docker.io', '', 443);
      return registry.fetch(request);
    };
    const lines = await pull('fromImage=busybox&tag=1.37');
    const retries = lines.filter((line) => line.includes('Retrying in'));
    expect(retries).toHaveLength(15);
    expect(retries[4]).toBe(`${short(digest)}: Retrying in 1 second`);
    expect(lines.at(-1)).toBe('Status: Downloaded newer image for busybox:1.37');
  });

  test('ends when nobody listens any more, and leaves its place to others', async () => {
    let asked = 0;
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    hosts['registry-1.docker.io'] = async (request) => {
      if (!request.url.includes('/blobs/')) return registry.fetch(request);
      asked++;
      arrive();
      return new Response(new ReadableStream());
    };
    for (let i = 0; i < 4; i++) {
      const url = 'http://docker/images/create?fromImage=busybox&tag=1.37';
      const response = await engine.fetch(new Request(url, { method: 'POST' }));
      await arrived;
      await response.body?.cancel();
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    const before = asked;
    hosts['registry-1.docker.io'] = registry.fetch;
    expect((await pull('fromImage=busybox&tag=1.37')).at(-1)).toBe(
      'Status: Downloaded newer image for busybox:1.37',
    );
    expect(asked).toBe(before);
  });
});
