import { beforeEach, describe, expect, test } from 'vitest';
import { Harness } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.create();
});

const binds = (...list: string[]) => ({ HostConfig: { Binds: list } });
const names = async () => {
  const { body } = await harness.call('GET', '/volumes');
  return (body as { Volumes: { Name: string }[] }).Volumes.map(({ Name }) => Name);
};

describe('volumes', () => {
  test('outlive their containers', async () => {
    const id = await harness.run(['write', '/data/a', 'kept'], binds('data:/data'));
    await harness.wait(id);
    await harness.call('DELETE', `/containers/${id}`);
    expect(await names()).toEqual(['data']);
    expect((await harness.output(['cat', '/data/a'], binds('data:/data'))).text).toBe('kept\n');
  });

  test('begin with what the image has in that place', async () => {
    expect((await harness.output(['cat', '/srv/index.html'], binds('site:/srv'))).text).toBe('<h1>hi</h1>\n');
  });

  test('do not show in the container’s own layer', async () => {
    const id = await harness.run(['write', '/data/a', 'x'], binds('data:/data'));
    await harness.wait(id);
    const { body } = await harness.call('GET', `/containers/${id}/changes`);
    expect(body).toEqual([{ Path: '/data', Kind: 1 }]);
  });

  test('a folder of the machine is shared both ways, unless it is read-only', async () => {
    expect((await harness.output(['cat', '/x/a.txt'], binds('/home/user/ctx:/x'))).text).toBe('a\n');
    expect((await harness.output(['write', '/x/b.txt', 'b'], binds('/home/user/ctx:/x'))).code).toBe(0);
    expect(harness.files.readText('/home/user/ctx/b.txt')).toBe('b\n');
    expect(await harness.output(['write', '/x/c.txt', 'c'], binds('/home/user/ctx:/x:ro'))).toEqual({
      text: '[err]Read-only file system\n',
      code: 1,
    });
    expect(harness.files.exists('/home/user/ctx/c.txt')).toBe(false);
  });

  test('cannot be removed while a container has them', async () => {
    const id = await harness.createContainer(['true'], binds('data:/data'));
    expect(await harness.refusal('DELETE', '/volumes/data')).toBe(
      `409 remove data: volume is in use - [${id}]`,
    );
    await harness.call('DELETE', `/containers/${id}`);
    expect((await harness.call('DELETE', '/volumes/data')).status).toBe(204);
    expect(await harness.refusal('DELETE', '/volumes/data')).toBe('404 get data: no such volume');
  });

  test('an unnamed one goes with its container when asked; prune takes the others', async () => {
    const anonymous = { Volumes: { '/cache': {} } };
    const first = await harness.createContainer(['true'], anonymous);
    const second = await harness.createContainer(['true'], anonymous);
    await harness.call('POST', '/volumes/create', { Name: 'named' });
    await harness.call('DELETE', `/containers/${first}?v=1`);
    await harness.call('DELETE', `/containers/${second}`);
    expect(await names()).toHaveLength(2);
    const { body } = await harness.call('POST', '/volumes/prune');
    expect((body as { VolumesDeleted: string[] }).VolumesDeleted).toHaveLength(1);
    expect(await names()).toEqual(['named']);
  });

  test('refuses names that are none', async () => {
    expect(await harness.refusal('POST', '/volumes/create', { Name: 'a' })).toContain('too short');
    expect(await harness.refusal('POST', '/volumes/create', { Name: 'a/b' })).toContain('invalid characters');
  });
});
