import { execFileSync } from 'node:child_process';
import { beforeEach, describe, expect, test } from 'vitest';
import { unpackTar } from '../../../src/simulator/common/tar-reader.ts';
import type { Engine } from '../../../src/simulator/engine/index.ts';
import { call, engineOn, networkOf, transcript } from './harness.ts';
import { file, seedImage, sha256 } from './seed.ts';

const base = seedImage([[file('bin/sh', 'shell'), file('etc/os', 'linux')]], {
  config: { Labels: { tier: 'base' } },
});
const child = seedImage([
  [file('bin/sh', 'shell'), file('etc/os', 'linux')],
  [file('app', 'app'), file('etc/.wh.os', '')],
]);

/** An archive as `docker save` makes it. */
async function saved(engine: Engine, query: string): Promise<Uint8Array> {
  const response = await engine.fetch(new Request(`http://docker/v1.50/images/get?${query}`));
  return new Uint8Array(await response.arrayBuffer());
}

describe('images', () => {
  let engine: Engine;
  let blobs: Map<string, Uint8Array>;
  const get = async (path: string) => JSON.parse((await call(engine, 'GET', path)).text);
  const remove = async (name: string, query = '') => {
    const { status, text } = await call(engine, 'DELETE', `/images/${name}${query}`);
    const value = JSON.parse(text);
    return status === 200
      ? value.map((line: object) => Object.entries(line)[0]!.join(': '))
      : `${status} ${value.message}`;
  };
  const tag = (source: string, repo: string, name: string) =>
    call(engine, 'POST', `/images/${source}/tag?repo=${encodeURIComponent(repo)}&tag=${name}`);

  beforeEach(async () => {
    const known = new Map([...base.blobs, ...child.blobs].map(([digest, bytes]) => [digest, bytes]));
    const manifests = { base, child };
    const host = async (request: Request) => {
      const path = new URL(request.url).pathname;
      const [, name, kind, reference = ''] = /^\/v2\/(.*)\/(manifests|blobs)\/(.*)$/.exec(path) ?? [];
      if (kind === 'manifests') {
        const image = manifests[name as 'base' | 'child'];
        const headers = {
          'Content-Type': image.mediaType,
          'Docker-Content-Digest': image.digest,
          'Content-Length': String(image.manifest.length),
        };
        return new Response(request.method === 'HEAD' ? null : (image.manifest as BodyInit), { headers });
      }
      return kind === 'blobs' ? new Response(known.get(reference) as BodyInit) : new Response('{}');
    };
    ({ engine, blobs } = engineOn({ network: networkOf({ 'r.example.com': host }) }));
    for (const name of ['base', 'child']) {
      const lines = transcript(
        await call(engine, 'POST', `/images/create?fromImage=r.example.com%2F${name}&tag=1`),
      );
      expect(lines.at(-1)).toBe(`Status: Downloaded newer image for r.example.com/${name}:1`);
    }
  });

  test('are listed by what a filter asks', async () => {
    const names = async (filters: object) =>
      (await get(`/images/json?filters=${encodeURIComponent(JSON.stringify(filters))}`)).map(
        (row: { Id: string }) => row.Id,
      );
    expect(await names({})).toHaveLength(2);
    expect(await names({ label: { 'tier=base': true } })).toEqual([base.id]);
    expect(await names({ reference: ['*/child'] })).toEqual([child.id]);
    expect(await names({ reference: ['child'] })).toEqual([]);
    expect(await names({ dangling: ['true'] })).toEqual([]);
    expect((await call(engine, 'GET', '/images/json?filters={"foo":["bar"]}')).values[0]).toEqual({
      message: "invalid filter 'foo'",
    });
    await remove('r.example.com/child:1');
    expect(await names({ reference: ['*/child'] })).toEqual([]);
  });

  test('share layers, and say how much', async () => {
    const rows = await get('/images/json?shared-size=1');
    expect(rows.map((row: { Size: number; SharedSize: number }) => [row.Size, row.SharedSize])).toEqual([
      [10, 10],
      [13, 10],
    ]);
    expect((await get('/system/df')).LayersSize).toBe(13);
  });

  test('are found by name, ID and the beginning of an ID', async () => {
    const digits = base.id.slice(7);
    for (const name of [
      'r.example.com/base:1',
      `r.example.com/base@${base.digest}`,
      base.id,
      digits,
      digits.slice(0, 6),
    ]) {
      expect((await get(`/images/${name}/json`)).Id).toBe(base.id);
    }
    const message = async (name: string) =>
      (await call(engine, 'GET', `/images/${name}/json`)).values[0]!.message;
    expect(await message('nosuch')).toBe('No such image: nosuch:latest');
    expect(await message('0'.repeat(64))).toBe(`No such image: sha256:${'0'.repeat(64)}`);
    expect(await message('a//b')).toBe('invalid reference format');
  });

  test('take another name', async () => {
    expect((await tag('r.example.com/base:1', 'learner/app', '1.0')).status).toBe(201);
    expect((await get('/images/learner/app:1.0/json')).RepoTags).toEqual([
      'learner/app:1.0',
      'r.example.com/base:1',
    ]);
    expect((await tag('nosuch', 'a', 'b')).values[0]).toEqual({ message: 'No such image: nosuch:latest' });
  });

  test('lose a name before they go', async () => {
    await tag('r.example.com/base:1', 'learner/app', '1.0');
    expect(await remove('learner/app:1.0')).toEqual(['Untagged: learner/app:1.0']);
    expect(await remove(child.id.slice(7, 19))).toEqual([
      'Untagged: r.example.com/child:1',
      `Untagged: r.example.com/child@${child.digest}`,
      `Deleted: ${child.id}`,
      expect.stringMatching(/^Deleted: sha256:/),
    ]);
    expect(await remove('r.example.com/base:1')).toEqual([
      'Untagged: r.example.com/base:1',
      `Untagged: r.example.com/base@${base.digest}`,
      `Deleted: ${base.id}`,
      expect.stringMatching(/^Deleted: sha256:/),
    ]);
    expect(await get('/images/json')).toEqual([]);
  });

  test('with several names are not removed by ID unless forced', async () => {
    await tag('r.example.com/base:1', 'learner/app', '1.0');
    const id = base.id.slice(7, 19);
    expect(await remove(id)).toBe(
      `409 conflict: unable to delete ${id} (must be forced) - image is referenced in multiple repositories`,
    );
    expect(await remove(id, '?force=1')).toHaveLength(4);
    expect(await remove('nosuch')).toBe('404 No such image: nosuch:latest');
  });

  test('a snapshot names bytes by digest and goes back in time', async () => {
    const before = engine.snapshot();
    await remove('r.example.com/base:1');
    await tag('r.example.com/child:1', 'x', 'y');
    engine.restore(structuredClone(before));
    expect(engine.snapshot()).toEqual(before);
    expect(await get('/images/json')).toHaveLength(2);
    expect(JSON.stringify(before).length).toBeLessThan(6000);
    const other = engineOn({ blobs }).engine;
    other.restore(before);
    expect(other.snapshot()).toEqual(before);
  });

  test('are saved as an OCI layout and loaded again, by this engine and by tar', async () => {
    await tag('r.example.com/child:1', 'learner/app', '1.0');
    const archive = await saved(engine, 'names=learner%2Fapp:1.0&names=r.example.com%2Fbase:1');
    const files = new Map(unpackTar(archive).map((entry) => [entry.name, entry]));
    const manifest = JSON.parse(new TextDecoder().decode(files.get('manifest.json')!.content as Uint8Array));
    expect(manifest.map((item: { RepoTags: string[] }) => item.RepoTags)).toEqual([
      ['learner/app:1.0'],
      ['r.example.com/base:1'],
    ]);
    for (const [name, entry] of files) {
      if (name.startsWith('blobs/sha256/') && entry.type === 'file')
        expect(sha256(entry.content as Uint8Array)).toBe(`sha256:${name.slice(13)}`);
    }
    expect(execFileSync('tar', ['-tf', '-'], { input: archive }).toString()).toContain('oci-layout\n');

    const other = engineOn().engine;
    const loaded = await call(other, 'POST', '/images/load?quiet=1', { body: archive as BodyInit });
    expect(transcript(loaded)).toEqual([
      'Loaded image: learner/app:1.0',
      'Loaded image: r.example.com/base:1',
    ]);
    const ids = JSON.parse((await call(other, 'GET', '/images/json')).text).map(
      (row: { Id: string }) => row.Id,
    );
    expect(new Set(ids)).toEqual(new Set([base.id, child.id]));
  });

  test('what is no archive is not loaded', async () => {
    const load = async (body: string) => transcript(await call(engine, 'POST', '/images/load', { body }))[0];
    expect(await load('{"name": "app"}')).toBe('! unexpected EOF');
    expect(await load('')).toMatch(
      /^! open \/var\/lib\/docker\/tmp\/docker-import-\d+\/repositories: no such file or directory$/,
    );
  });

  test('are pruned by one date only, and by what decides between yes and no', async () => {
    const prune = async (filters: object) => {
      const query = encodeURIComponent(JSON.stringify(filters));
      return JSON.parse((await call(engineOn().engine, 'POST', `/images/prune?filters=${query}`)).text)
        .message;
    };
    expect(await prune({ until: ['1h', '2h'] })).toBe('more than one until filter specified');
    expect(await prune({ dangling: ['maybe', 'true'] })).toBeUndefined();
    expect(await prune({ dangling: ['maybe'] })).toBe("invalid filter 'dangling=[maybe]'");
    expect(await prune({ '': ['x'] })).toBe('invalid filter');
  });

  test('are pruned when nothing names them', async () => {
    await tag('r.example.com/child:1', 'r.example.com/base', '1');
    const report = JSON.parse((await call(engine, 'POST', '/images/prune')).text);
    expect(report.ImagesDeleted).toEqual([
      { Untagged: `r.example.com/base@${base.digest}` },
      { Deleted: base.id },
    ]);
    expect(report.SpaceReclaimed).toBe(0);
  });

  test('their history has what each layer added', async () => {
    const rows = await get('/images/r.example.com/child:1/history');
    expect(
      rows.map((row: { Id: string; Size: number; Tags: string[] }) => [row.Id, row.Size, row.Tags]),
    ).toEqual([
      [child.id, 3, ['r.example.com/child:1']],
      ['<missing>', 10, null],
    ]);
  });
});
