import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { NetworkError } from '../../../src/simulator/common/network.ts';
import { Random } from '../../../src/simulator/common/random.ts';
import type { Engine } from '../../../src/simulator/engine/index.ts';
import { createVendor, type Vendor, vendorDefinition } from '../../../src/simulator/vendors/index.ts';
import { call, engineOn, type Hosts, JumpingClock, networkOf, transcript } from './harness.ts';
import { file, type SeedImage, seedImage, sha256 } from './seed.ts';

const short = (digest: string) => digest.slice(7, 19);
const noise = new Random(3).bytes(110_000);
const busybox = seedImage([[file('bin/busybox', noise)]]);
const web = seedImage(
  'abcdefg'.split('').map((name) => [file(name, new Random(name.charCodeAt(0)).bytes(2_000))]),
);
const ECR = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const learner = { username: 'learner', password: 's3cret' };
const octocat = (password: string) => ({ username: 'octocat', password });
const aws = { username: 'AWS', password: 'ecr-token-1' };

describe('push', () => {
  let engine: Engine;
  let hosts: Hosts;
  let clock: JumpingClock;
  let blobs: Map<string, Uint8Array>;
  let requests: string[];
  const push = async (query: string, auth?: object) =>
    transcript(await call(engine, 'POST', `/images/${query}`, { auth: auth ?? {} }));
  const tag = (source: string, repo: string, name: string) =>
    call(engine, 'POST', `/images/${source}/tag?repo=${encodeURIComponent(repo)}&tag=${name}`);

  beforeEach(async () => {
    clock = new JumpingClock();
    requests = [];
    hosts = {};
    blobs = new Map();
    const vendor = (definition: object): Vendor =>
      createVendor(vendorDefinition.parse(definition), { clock, random: new Random(9), blobs: new Map() });
    const vendors = [
      vendor({ vendor: 'docker-hub', accounts: [{ name: 'learner', password: 's3cret' }] }),
      vendor({
        vendor: 'ghcr',
        accounts: [
          {
            name: 'octocat',
            tokens: [
              { token: 'ghp_good', scopes: ['read:packages', 'write:packages'] },
              { token: 'ghp_readonly', scopes: ['read:packages'] },
            ],
          },
        ],
      }),
      vendor({
        vendor: 'ecr',
        account: '123456789012',
        users: [{ name: 'learner' }],
        tokens: [{ token: 'ecr-token-1', user: 'learner' }],
        repositories: [{ name: 'my-app' }],
      }),
      vendor({ vendor: 'plain', host: 'localhost:5000', tls: false }),
    ];
    for (const one of vendors) {
      for (const host of one.hosts) {
        hosts[host] = (request) => {
          requests.push(`${request.method} ${new URL(request.url).pathname}`);
          return one.fetch(request);
        };
      }
    }
    const put = ({ manifest, mediaType, blobs: held }: SeedImage, repository: string) =>
      vendors[0]!.importImage({ repository, tags: ['1'], mediaType, manifest, blobs: held });
    await put(busybox, 'library/busybox');
    await put(web, 'library/web');
    const network = networkOf(hosts);
    const tls = hosts['localhost:5000']!;
    network.fetch = ((inner) => async (request) => {
      const url = new URL(request.url);
      if (url.host === 'localhost:5000' && url.protocol === 'https:' && hosts[url.host] === tls)
        throw new NetworkError('plain-http', 'localhost', '127.0.0.1', 5000);
      return inner(request);
    })(network.fetch);
    engine = engineOn({ network, clock, blobs }).engine;
    for (const image of ['busybox', 'web'])
      await call(engine, 'POST', `/images/create?fromImage=${image}&tag=1`);
    await tag('busybox:1', 'localhost:5000/app', '1.0');
    requests = [];
  });

  const diffId = (image: SeedImage, layer = 1) => short(sha256(gunzipSync(image.blobs[layer]![1])));

  test('sends a layer once', async () => {
    const layer = diffId(busybox);
    const first = await push('localhost:5000/app/push?tag=1.0');
    expect(first.slice(0, 3)).toEqual([
      'The push refers to repository [localhost:5000/app]',
      `${layer}: Preparing`,
      `${layer}: Pushed`,
    ]);
    expect(first[3]).toMatch(/^1\.0: digest: sha256:[0-9a-f]{64} size: 526$/);
    const patches = () => requests.filter((request) => request.startsWith('PATCH')).length;
    expect(patches()).toBe(2);
    const second = await push('localhost:5000/app/push?tag=1.0');
    expect(second[2]).toBe(`${layer}: Layer already exists`);
    expect(second[3]).toBe(first[3]);
    expect(patches()).toBe(2);
  });

  test('layers are compressed anew, and reach another engine as they were', async () => {
    await push('localhost:5000/app/push?tag=1.0');
    const other = engineOn({ network: networkOf(hosts), clock }).engine;
    // Without TLS: the other machine has no use for what this one knows.
    const lines = transcript(
      await call(other, 'POST', '/images/create?fromImage=localhost%3A5000%2Fapp&tag=1.0'),
    );
    expect(lines.at(-1)).toBe('Status: Downloaded newer image for localhost:5000/app:1.0');
    const inspect = async (from: Engine) =>
      (await call(from, 'GET', '/images/localhost:5000/app:1.0/json')).values[0]!;
    expect((await inspect(other)).Id).toBe((await inspect(engine)).Id);
    expect(lines[1]).not.toContain(short(busybox.blobs[1]![0]));
  });

  test('mounts from another repository of the registry', async () => {
    await push('localhost:5000/app/push?tag=1.0');
    await tag('busybox:1', 'localhost:5000/other', '1.0');
    expect((await push('localhost:5000/other/push?tag=1.0'))[2]).toBe(`${diffId(busybox)}: Mounted from app`);
  });

  test('the top layer comes first, and five at a time', async () => {
    await tag('web:1', 'localhost:5000/web', '1');
    const lines = await push('localhost:5000/web/push?tag=1');
    const ids = [7, 6, 5, 4, 3, 2, 1].map((layer) => diffId(web, layer));
    expect(lines.slice(1, 8)).toEqual(ids.map((id) => `${id}: Preparing`));
    expect(lines.slice(8, 10)).toEqual(ids.slice(5).map((id) => `${id}: Waiting`));
    expect(new Set(lines.slice(10, 17))).toEqual(new Set(ids.map((id) => `${id}: Pushed`)));
  });

  test('all tags of a repository share what is known', async () => {
    await tag('busybox:1', 'localhost:5000/app', '1.1');
    const lines = await push('localhost:5000/app/push');
    expect(lines.filter((line) => / digest: /.test(line)).map((line) => line.split(':')[0])).toEqual([
      '1.0',
      '1.1',
    ]);
    expect(lines.filter((line) => line.endsWith('Layer already exists'))).toHaveLength(1);
  });

  test.each<[string, string, object | undefined, string[]]>([
    [
      'no such repository',
      'localhost:5000/nosuch/push?tag=1',
      undefined,
      ['! An image does not exist locally with the tag: localhost:5000/nosuch'],
    ],
    [
      'no such tag',
      'localhost:5000/app/push?tag=nosuch',
      undefined,
      ['! tag does not exist: localhost:5000/app:nosuch'],
    ],
    [
      'Hub, not logged in',
      'learner/app/push?tag=1',
      undefined,
      ['LAYER: Preparing', '! denied: requested access to the resource is denied'],
    ],
    [
      'Hub, somebody else',
      'otheruser/app/push?tag=1',
      learner,
      ['LAYER: Preparing', '! denied: requested access to the resource is denied'],
    ],
    [
      'Hub, an image that is there',
      'busybox/push?tag=1',
      undefined,
      [
        'LAYER: Preparing',
        'LAYER: Layer already exists',
        '! errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n',
      ],
    ],
    [
      'GHCR, not logged in',
      'ghcr.io/octocat/app/push?tag=1',
      undefined,
      [
        'LAYER: Preparing',
        '! unauthorized: unauthenticated: User cannot be authenticated with the token provided.',
      ],
    ],
    [
      'GHCR, a token that only reads',
      'ghcr.io/octocat/app/push?tag=1',
      octocat('ghp_readonly'),
      ['LAYER: Preparing', '! denied: permission_denied: The token provided does not match expected scopes.'],
    ],
    [
      'ECR, not logged in',
      `${ECR}/my-app/push?tag=1`,
      undefined,
      ['LAYER: Preparing', '! no basic auth credentials'],
    ],
    [
      'ECR, no such repository',
      `${ECR}/nosuch/push?tag=1`,
      aws,
      [
        'LAYER: Preparing',
        "! name unknown: The repository with name 'nosuch' does not exist in the registry with id '123456789012'",
      ],
    ],
  ])('is refused: %s', async (_, query, auth, expected) => {
    for (const name of [
      'learner/app',
      'otheruser/app',
      'ghcr.io/octocat/app',
      `${ECR}/my-app`,
      `${ECR}/nosuch`,
    ]) {
      await tag('busybox:1', name, '1');
    }
    const lines = await push(query, auth);
    expect(lines[0]).toMatch(/^The push refers to repository /);
    expect(lines.slice(1)).toEqual(expected.map((line) => line.replace('LAYER', diffId(busybox))));
  });

  test.each<[string, string, object, string]>([
    ['Hub', 'learner/app', learner, 'Mounted from library/busybox'],
    ['GHCR', 'ghcr.io/octocat/app', octocat('ghp_good'), 'Pushed'],
    ['ECR', `${ECR}/my-app`, aws, 'Pushed'],
  ])('goes through on %s', async (_, name, auth, status) => {
    await tag('busybox:1', name, '1');
    const lines = await push(`${name}/push?tag=1`, auth);
    expect(lines[2]).toBe(`${diffId(busybox)}: ${status}`);
    expect(lines[3]).toMatch(/^1: digest: sha256:[0-9a-f]{64} size: 526$/);
  });

  test('an unavailable registry is asked five times, 50 seconds in all', async () => {
    await push('localhost:5000/app/push?tag=1.0');
    const real = hosts['localhost:5000'] as (request: Request) => Promise<Response>;
    hosts['localhost:5000'] = (request) =>
      request.method === 'POST' ? Promise.resolve(new Response('<html>', { status: 503 })) : real(request);
    await tag('web:1', 'localhost:5000/app', '2');
    const before = clock.time;
    const lines = await push('localhost:5000/app/push?tag=2');
    const last = diffId(web, 7);
    expect(lines.filter((line) => line.startsWith(`${last}: Retrying in`))).toHaveLength(50);
    expect(lines.at(-1)).toBe('! received unexpected HTTP status: 503 Service Unavailable');
    expect(clock.time - before).toBeGreaterThanOrEqual(50_000);
  });

  test('a registry that is down', async () => {
    await tag('busybox:1', 'localhost:5999/x', '1');
    hosts['localhost:5999'] = new NetworkError('refused', 'localhost', '127.0.0.1', 5999);
    expect((await push('localhost:5999/x/push?tag=1')).at(-1)).toBe(
      '! Get "http://localhost:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused',
    );
  });
});
