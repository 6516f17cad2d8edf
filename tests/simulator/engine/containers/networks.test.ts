import { beforeEach, describe, expect, test } from 'vitest';
import { Harness, settle } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.create();
});

const create = (name: string, more: object = {}) =>
  harness.call('POST', '/networks/create', { Name: name, Driver: 'bridge', ...more });
const published = (port: string, hostPort = '') => ({
  ExposedPorts: { [`${port}/tcp`]: {} },
  HostConfig: { PortBindings: { [`${port}/tcp`]: [{ HostPort: hostPort }] } },
});
const publishedAt = (HostIp: string) => ({
  HostConfig: { PortBindings: { '80/tcp': [{ HostIp, HostPort: '8080' }] } },
});
const curl = async (url: string) => (await harness.network.fetch(new Request(url))).text();

describe('networks', () => {
  test('three are there from the start, and cannot be removed or made', async () => {
    const { body } = await harness.call('GET', '/networks');
    expect((body as { Name: string }[]).map(({ Name }) => Name).sort()).toEqual(['bridge', 'host', 'none']);
    expect(await harness.refusal('DELETE', '/networks/bridge')).toContain(
      '403 bridge is a pre-defined network and cannot be removed',
    );
    expect(await harness.refusal('POST', '/networks/create', { Name: 'host' })).toBe(
      '403 operation is not permitted on predefined host network ',
    );
  });

  test('each gets a subnet of its own', async () => {
    await create('n1');
    await create('n2');
    const subnets = await Promise.all(
      ['bridge', 'n1', 'n2'].map(async (name) => {
        const { body } = await harness.call('GET', `/networks/${name}`);
        return (body as { IPAM: { Config: { Subnet: string }[] } }).IPAM.Config[0]!.Subnet;
      }),
    );
    expect(new Set(subnets).size).toBe(3);
  });

  test('containers find each other by name on a network of their own, not on the default one', async () => {
    await create('n1');
    await harness.run(['server', '80', 'from web'], { HostConfig: { NetworkMode: 'n1' } }, 'web');
    await harness.run(['server', '80'], {}, 'apart');
    await settle();
    const inside = { HostConfig: { NetworkMode: 'n1' } };
    expect(await harness.output(['fetch', 'http://web/'], inside)).toEqual({ text: 'from web\n', code: 0 });
    expect((await harness.output(['fetch', 'http://apart/'], inside)).code).toBe(1);
    expect((await harness.output(['fetch', 'http://apart/'])).code).toBe(1);
  });

  test('connecting and disconnecting works on what runs', async () => {
    await create('n1');
    await harness.run(['server', '80', 'hi'], {}, 'web');
    await settle();
    const inside = { HostConfig: { NetworkMode: 'n1' } };
    expect((await harness.output(['fetch', 'http://web/'], inside)).code).toBe(1);
    expect((await harness.call('POST', '/networks/n1/connect', { Container: 'web' })).status).toBe(200);
    expect(Object.keys((await harness.inspect('web')).NetworkSettings.Networks).sort()).toEqual([
      'bridge',
      'n1',
    ]);
    expect((await harness.output(['fetch', 'http://web/'], inside)).text).toBe('hi\n');
    expect(await harness.refusal('DELETE', '/networks/n1')).toContain('403');
    await harness.call('POST', '/networks/n1/disconnect', { Container: 'web' });
    expect((await harness.output(['fetch', 'http://web/'], inside)).code).toBe(1);
  });

  test('prune takes those that nobody uses', async () => {
    await create('used');
    await create('unused');
    await harness.run(['sleep'], { HostConfig: { NetworkMode: 'used' } });
    const { body } = await harness.call('POST', '/networks/prune');
    expect(body).toEqual({ NetworksDeleted: ['unused'] });
  });
});

describe('ports', () => {
  test('a published port answers on the machine until the container stops', async () => {
    await harness.run(['server', '80', 'hi'], published('80', '8080'), 'web');
    await settle();
    expect(await curl('http://localhost:8080/')).toBe('hi\n');
    await harness.call('POST', '/containers/web/stop');
    await expect(curl('http://localhost:8080/')).rejects.toThrow();
  });

  test.each([
    ['1.2.3.4', '1.2.3.4:8080'],
    ['::5', '[::5]:8080'],
  ])('an address that is not the machine’s refuses: %s', async (address, told) => {
    await harness.createContainer(['true'], publishedAt(address), 'web');
    expect(await harness.refusal('POST', '/containers/web/start')).toContain(
      `failed to bind host port for ${told}:172.17.0.2:80/tcp: cannot assign requested address`,
    );
  });

  test.each(['127.0.0.1', '192.168.1.20', '::1'])('a port can be published at %s alone', async (address) => {
    await harness.createContainer(['sleep', '100'], publishedAt(address), 'web');
    expect((await harness.call('POST', '/containers/web/start')).status).toBe(204);
  });

  test('a taken port refuses the second container, which can start when it is free', async () => {
    await harness.run(['server', '80', 'one'], published('80', '8080'), 'one');
    const two = await harness.createContainer(['server', '80', 'two'], published('80', '8080'), 'two');
    expect(await harness.refusal('POST', '/containers/two/start')).toContain(
      'Bind for 0.0.0.0:8080 failed: port is already allocated',
    );
    expect((await harness.inspect(two)).State.Status).toBe('created');
    await harness.call('DELETE', '/containers/one?force=1');
    expect((await harness.call('POST', '/containers/two/start')).status).toBe(204);
    await settle();
    expect(await curl('http://localhost:8080/')).toBe('two\n');
  });

  test('without a number a free one is chosen, for IPv4 and IPv6', async () => {
    const id = await harness.run(['server', '80', 'hi'], published('80'));
    await settle();
    const [first, second] = (await harness.inspect(id)).NetworkSettings.Ports['80/tcp']!;
    expect([first!.HostIp, second!.HostIp]).toEqual(['0.0.0.0', '::']);
    expect(Number(first!.HostPort)).toBeGreaterThanOrEqual(32_768);
    expect(await curl(`http://localhost:${first!.HostPort}/`)).toBe('hi\n');
  });

  test('where nothing listens inside the connection is reset', async () => {
    await harness.run(['sleep'], published('80', '8080'));
    await expect(curl('http://localhost:8080/')).rejects.toMatchObject({ failure: 'reset' });
  });
});

test.each([
  [{ Driver: 'nosuch' }, '404 plugin "nosuch" not found'],
  [{ EnableIPv4: false }, '400 IPv4 or IPv6 must be enabled'],
  [{ IPAM: { Driver: 'nosuch' } }, '404 plugin "nosuch" not found'],
  [
    { IPAM: { Config: [{ Subnet: '10.12.0.0/16' }, { Subnet: '10.13.0.0/16' }] } },
    "501 bridge driver doesn't support multiple subnets",
  ],
  [
    { Options: { 'com.docker.network.driver.mtu': 'x' } },
    '400 failed to parse com.docker.network.driver.mtu value: x (strconv.Atoi: parsing "x": invalid syntax)',
  ],
])('refuses a network with %j', async (wish, message) => {
  expect(await harness.refusal('POST', '/networks/create', { Name: 'n', ...wish })).toBe(message);
});

describe('networks of a configuration', () => {
  const configured = { ConfigOnly: true, Driver: '', IPAM: { Config: [{ Subnet: '10.9.0.0/24' }] } };
  const take = (more: object = {}) => create('real', { ConfigFrom: { Network: 'conf' }, ...more });

  test('take it over, and keep it from being removed', async () => {
    await create('conf', configured);
    expect((await take()).status).toBe(201);
    expect((await harness.call('GET', '/networks/real')).body).toMatchObject({
      Driver: 'bridge',
      IPAM: { Config: [{ Subnet: '10.9.0.0/24' }] },
      ConfigFrom: { Network: 'conf' },
      ConfigOnly: false,
    });
    const state = harness.snapshot();
    expect(await harness.refusal('DELETE', '/networks/conf')).toBe(
      '403 error while removing network: configuration network "conf" is in use',
    );
    await harness.call('DELETE', '/networks/real');
    expect((await harness.call('DELETE', '/networks/conf')).status).toBe(204);
    harness.restore(state);
    expect(harness.snapshot()).toEqual(state);
  });

  test('have none of their own', async () => {
    await create('conf', configured);
    expect((await take({ Labels: { a: 'b' } })).body).toEqual({
      message:
        'user specified configurations are not supported if the network depends on a configuration network',
    });
    expect((await take({ ConfigOnly: true })).status).toBe(403);
    expect((await create('bad', { ConfigOnly: true, Internal: true })).status).toBe(403);
    expect((await create('real', { ConfigFrom: { Network: 'nosuch' } })).body).toEqual({
      message: 'configuration network "nosuch" does not exist',
    });
  });

  test('no container is on the configuration itself', async () => {
    await create('conf', configured);
    const id = await harness.createContainer(['true'], { HostConfig: { NetworkMode: 'conf' } });
    expect(await harness.refusal('POST', `/containers/${id}/start`)).toContain(
      'cannot create endpoint on configuration-only network',
    );
  });
});

test('IPv6 blocks are chosen one after the other, and do not overlap', async () => {
  const config = async (name: string) =>
    ((await harness.call('GET', `/networks/${name}`)).body as { IPAM: { Config: { Subnet: string }[] } }).IPAM
      .Config;
  await create('a', { EnableIPv6: true });
  await create('b', { EnableIPv6: true, EnableIPv4: false });
  const [, first] = await config('a');
  const [second] = await config('b');
  expect(first!.Subnet).toMatch(/^fd[0-9a-f:]+::\/64$/);
  expect(second!.Subnet).toBe(first!.Subnet.replace('::/64', ':1::/64'));
  expect(
    (await create('c', { EnableIPv6: true, IPAM: { Config: [{ Subnet: first!.Subnet }] } })).body,
  ).toEqual({ message: 'invalid pool request: Pool overlaps with other one on this address space' });
});
