import { beforeEach, describe, expect, test } from 'vitest';
import { contentBytes } from '../../../../src/simulator/common/files.ts';
import { concat } from '../../../../src/simulator/common/gzip.ts';
import { packTar, type TarEntry } from '../../../../src/simulator/common/tar.ts';
import { TarReader } from '../../../../src/simulator/common/tar-reader.ts';
import { START } from './fake-runner.ts';
import { Harness } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.create();
});

async function entriesOf(response: Response): Promise<TarEntry[]> {
  const reader = new TarReader();
  reader.write(await response.bytes());
  return [...reader.end()];
}
const tarOf = (name: string, text: string, more: Partial<TarEntry> = {}) =>
  concat(
    packTar([
      {
        name,
        type: 'file',
        mode: 0o640,
        uid: 1000,
        gid: 1000,
        mtime: START,
        content: new TextEncoder().encode(text),
        ...more,
      },
    ]).map(contentBytes),
  );
const put = (id: string, path: string, body: Uint8Array<ArrayBuffer>, query = '') =>
  harness.fetch(`/containers/${id}/archive?path=${encodeURIComponent(path)}${query}`, {
    method: 'PUT',
    body,
  });

describe('the archive of a path', () => {
  test('tells what it is before it is read', async () => {
    const id = await harness.createContainer(['true']);
    const response = await harness.fetch(`/containers/${id}/archive?path=/srv/index.html`, {
      method: 'HEAD',
    });
    const stat: unknown = JSON.parse(atob(response.headers.get('X-Docker-Container-Path-Stat')!));
    expect(stat).toMatchObject({ name: 'index.html', size: 12, linkTarget: '' });
  });

  test('holds a folder under its own name', async () => {
    const id = await harness.createContainer(['true']);
    const entries = await entriesOf(await harness.fetch(`/containers/${id}/archive?path=/srv`));
    expect(entries.map(({ name }) => name)).toEqual(['srv/', 'srv/index.html']);
    expect(new TextDecoder().decode(contentBytes(entries[1]!.content!))).toBe('<h1>hi</h1>\n');
  });

  test('refuses what is not there', async () => {
    const id = await harness.createContainer(['true'], {}, 'web');
    expect(await harness.refusal('GET', `/containers/web/archive?path=/nosuch`)).toBe(
      '404 Could not find the file /nosuch in container web',
    );
    expect((await harness.fetch(`/containers/${id}/archive?path=`)).status).toBe(400);
  });

  test('is unpacked into a folder, running or not, with the owners of the archive', async () => {
    const id = await harness.createContainer(['cat', '/srv/new']);
    expect((await put(id, '/srv', tarOf('new', 'text\n'))).status).toBe(200);
    const { disk } = harness.context.containers.get(id);
    const srv = disk.root.children.get('srv');
    expect(srv?.type === 'directory' && srv.children.get('new')).toMatchObject({ mode: 0o640 });
    await harness.call('POST', `/containers/${id}/start`);
    await harness.wait(id);
    expect(await harness.logs(id)).toBe('text\n');
  });

  test('is not unpacked into what is no folder, or cannot be written', async () => {
    const id = await harness.createContainer(['true'], { HostConfig: { ReadonlyRootfs: true } }, 'web');
    expect((await put(id, '/srv/index.html', tarOf('x', ''))).status).toBe(400);
    expect((await put(id, '/nosuch', tarOf('x', ''))).status).toBe(404);
    const refused = await put(id, '/srv', tarOf('x', ''));
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({ message: 'container rootfs is marked read-only' });
  });

  test('cannot leave the container', async () => {
    const id = await harness.createContainer(['true']);
    await put(id, '/srv', tarOf('../../escaped', 'x'));
    expect(harness.files.exists('/escaped')).toBe(false);
  });
});

describe('export', () => {
  test('is the whole root, and makes an image again', async () => {
    const id = await harness.run(['write', '/srv/new', 'text']);
    await harness.wait(id);
    const entries = await entriesOf(await harness.fetch(`/containers/${id}/export`));
    expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['srv/index.html', 'srv/new']));
    await harness.import('flat', 'latest', entries);
    expect((await harness.output(['cat', '/srv/new'], { Image: 'flat' })).text).toBe('text\n');
  });
});
