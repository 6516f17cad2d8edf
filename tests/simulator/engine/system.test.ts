import { beforeEach, describe, expect, test } from 'vitest';
import { NetworkError } from '../../../src/simulator/common/network.ts';
import { Random } from '../../../src/simulator/common/random.ts';
import type { Engine } from '../../../src/simulator/engine/index.ts';
import { createVendor, vendorDefinition } from '../../../src/simulator/vendors/index.ts';
import { call, engineOn, type Hosts, JumpingClock, networkOf } from './harness.ts';
import { file, seedImage } from './seed.ts';

const ECR = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const busybox = seedImage([[file('bin/sh', 'shell')]]);

describe('the daemon', () => {
  let engine: Engine;
  let hosts: Hosts;
  const login = async (serveraddress: string, username: string, password: string) => {
    const body = JSON.stringify({ username, password, serveraddress });
    const { status, values } = await call(engine, 'POST', '/auth', { body });
    return [status, values[0]!.message ?? values[0]!.Status];
  };

  beforeEach(async () => {
    const clock = new JumpingClock();
    hosts = {};
    const definitions = [
      {
        vendor: 'docker-hub',
        accounts: [{ name: 'learner', password: 's3cret' }],
        search: [
          { name: 'nginx', description: 'Official build of Nginx.', stars: 20700, official: true },
          { name: 'bitnami/nginx', description: 'Another', stars: 200 },
        ],
      },
      {
        vendor: 'ghcr',
        accounts: [{ name: 'octocat', tokens: [{ token: 'ghp_good', scopes: ['read:packages'] }] }],
      },
      {
        vendor: 'ecr',
        account: '123456789012',
        users: [{ name: 'learner' }],
        tokens: [{ token: 'ecr-token-1', user: 'learner' }],
        repositories: [],
      },
      { vendor: 'plain', host: 'registry.example.com', accounts: [{ name: 'learner', password: 's3cret' }] },
    ];
    for (const definition of definitions) {
      const context = { clock, random: new Random(1), blobs: new Map() };
      const vendor = createVendor(vendorDefinition.parse(definition), context);
      for (const host of vendor.hosts) hosts[host] = vendor.fetch;
      if (definition.vendor === 'docker-hub') {
        const { manifest, mediaType, blobs } = busybox;
        await vendor.importImage({
          repository: 'library/busybox',
          tags: ['1.37'],
          mediaType,
          manifest,
          blobs,
        });
      }
    }
    engine = engineOn({ network: networkOf(hosts), clock }).engine;
  });

  test.each<[string, string, string, number, string]>([
    ['', 'learner', 's3cret', 200, 'Login Succeeded'],
    ['https://index.docker.io/v1/', 'learner', 's3cret', 200, 'Login Succeeded'],
    ['ghcr.io', 'octocat', 'ghp_good', 200, 'Login Succeeded'],
    [ECR, 'AWS', 'ecr-token-1', 200, 'Login Succeeded'],
    ['registry.example.com', 'learner', 's3cret', 200, 'Login Succeeded'],
    [
      '',
      'learner',
      'wrong',
      401,
      'Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
    ],
    ['ghcr.io', 'octocat', 'ghp_bad', 403, 'Get "https://ghcr.io/v2/": denied: denied'],
    [ECR, 'AWS', 'bad', 500, `login attempt to https://${ECR}/v2/ failed with status: 400 Bad Request`],
    [
      'registry.example.com',
      'learner',
      'wrong',
      500,
      'login attempt to https://registry.example.com/v2/ failed with status: 401 Unauthorized',
    ],
    [
      'nosuch.example.com',
      'a',
      'b',
      500,
      'Get "https://nosuch.example.com/v2/": dial tcp: lookup nosuch.example.com on 127.0.0.53:53: no such host',
    ],
  ])('logs in at %j as %s with %s: %i %s', async (server, user, password, status, text) => {
    expect(await login(server, user, password)).toEqual([status, text]);
  });

  test('searches Docker Hub', async () => {
    const search = async (query: string) =>
      JSON.parse((await call(engine, 'GET', `/images/search?${query}`)).text);
    expect(await search('term=nginx')).toEqual([
      {
        star_count: 20700,
        is_official: true,
        name: 'nginx',
        is_automated: false,
        description: 'Official build of Nginx.',
      },
      {
        star_count: 200,
        is_official: false,
        name: 'bitnami/nginx',
        is_automated: false,
        description: 'Another',
      },
    ]);
    expect(await search('term=nginx&filters={"stars":["1000"]}')).toHaveLength(1);
    expect(await search('term=nginx&limit=101')).toEqual({
      message: 'limit 101 is outside the range of [1, 100]',
    });
    expect(await search('term=nginx&filters={"foo":["bar"]}')).toEqual({ message: "invalid filter 'foo'" });
    hosts['index.docker.io'] = new NetworkError('no-such-host', 'index.docker.io', '', 443);
    expect((await search('term=nginx')).message).toBe(
      'Get "https://index.docker.io/v1/search?q=nginx&n=25": dial tcp: lookup index.docker.io on 127.0.0.53:53: no such host',
    );
  });

  test('tells what a registry has without pulling it', async () => {
    const inspect = async (name: string) =>
      JSON.parse((await call(engine, 'GET', `/distribution/${name}/json`)).text);
    expect(await inspect('busybox:1.37')).toEqual({
      Descriptor: { mediaType: busybox.mediaType, digest: busybox.digest, size: busybox.manifest.length },
      Platforms: [{ architecture: 'amd64', os: 'linux' }],
    });
    expect((await inspect('busybox:nosuch')).message).toBe('manifest unknown: manifest unknown');
  });

  test('tells of events, past and to come', async () => {
    await call(engine, 'POST', '/images/create?fromImage=busybox&tag=1.37');
    await call(engine, 'POST', '/images/busybox:1.37/tag?repo=app&tag=1');
    const past = await call(
      engine,
      'GET',
      '/events?since=0&until=2025-06-01T13:00:00Z&filters={"type":["image"]}'.replace('13:00', '12:00'),
    );
    expect(past.values.map((event) => event.Action)).toEqual(['pull', 'tag']);
    const live = await engine.fetch(new Request('http://docker/v1.50/events'));
    const reader = live.body!.getReader();
    await call(engine, 'DELETE', '/images/app:1');
    const { value } = await reader.read();
    expect(JSON.parse(new TextDecoder().decode(value))).toMatchObject({
      Type: 'image',
      Action: 'untag',
      Actor: { ID: busybox.id },
    });
    await reader.cancel();
  });

  test('counts itself', async () => {
    await call(engine, 'POST', '/images/create?fromImage=busybox&tag=1.37');
    const info = JSON.parse((await call(engine, 'GET', '/info')).text);
    expect(info).toMatchObject({
      Images: 1,
      Containers: 0,
      Name: 'docker-host',
      Driver: 'overlay2',
      ServerVersion: '28.2.2',
    });
    const usage = JSON.parse((await call(engine, 'GET', '/system/df')).text);
    expect(usage.Images[0]).toMatchObject({ Id: busybox.id, Size: 5, SharedSize: 0, Containers: 0 });
    expect((await call(engine, 'GET', '/system/df?type=foo')).values[0]).toEqual({
      message: 'unknown object type: foo',
    });
  });

  test('refuses addresses as Go does', async () => {
    const says = async (address: string) => (await login(address, 'a', 'b'))[1];
    const parse = 'unable to parse server address: parse';
    expect(await says('r.example.com:x')).toBe(
      `${parse} "https://r.example.com:x": invalid port ":x" after host`,
    );
    expect(await says('a b')).toBe(`${parse} "https://a b": invalid character " " in host name`);
    expect(await says('r.example.com:99999')).toBe(
      'Get "https://r.example.com:99999/v2/": dial tcp: address 99999: invalid port',
    );
  });

  test('knows no swarm and no plugin, and lets events be filtered by anything', async () => {
    const get = async (path: string) => {
      const { status, values } = await call(engine, 'GET', path);
      return [status, values[0]?.message];
    };
    expect(await get('/nodes/x')).toEqual([
      503,
      expect.stringContaining('This node is not a swarm manager.'),
    ]);
    expect(await get('/plugins/a%2Fb/json')).toEqual([404, 'plugin "a/b" not found']);
    const filters = encodeURIComponent('{"foo":["bar"]}');
    expect(await get(`/events?since=0&until=1&filters=${filters}`)).toEqual([200, undefined]);
  });
});
