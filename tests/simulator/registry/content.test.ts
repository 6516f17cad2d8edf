import { beforeEach, describe, expect, test } from 'vitest';
import {
  Bench,
  bytesOf,
  DOCKER_LIST,
  DOCKER_MANIFEST,
  digestOf,
  OCI_INDEX,
  OCI_MANIFEST,
  refusal,
} from './helpers.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

describe('blobs', () => {
  test.each([
    ['bytes=1-3', 206, 'bytes 1-3/10', '123'],
    ['bytes=7-', 206, 'bytes 7-9/10', '789'],
    ['bytes=-2', 206, 'bytes 8-9/10', '89'],
    ['bytes=5-99', 206, 'bytes 5-9/10', '56789'],
    ['bytes=0-1,3-4', 200, null, '0123456789'],
    ['lines=1-2', 200, null, '0123456789'],
    ['bytes=10-', 416, 'bytes */10', undefined],
    ['bytes=5-1', 416, 'bytes */10', undefined],
  ])('range %s', async (range, status, contentRange, text) => {
    const digest = await bench.blob('a', '0123456789');
    const response = await bench.call('GET', `/v2/a/blobs/${digest}`, { headers: { range } });
    expect([response.status, response.headers.get('content-range')]).toEqual([status, contentRange]);
    if (text !== undefined) {
      expect(response.headers.get('content-length')).toBe(String(text.length));
      expect(await response.text()).toBe(text);
    }
  });

  test('known bytes are not sent again', async () => {
    const digest = await bench.blob('a', 'hello');
    const headers = { 'if-none-match': `"${digest}"` };
    expect((await bench.call('GET', `/v2/a/blobs/${digest}`, { headers })).status).toBe(304);
  });

  test('are only in the repository they were pushed to', async () => {
    const digest = await bench.blob('a', 'hello');
    expect(await refusal(await bench.call('GET', `/v2/b/blobs/${digest}`))).toEqual([404, 'BLOB_UNKNOWN']);
    expect(await refusal(await bench.call('GET', '/v2/a/blobs/sha256:bad'))).toEqual([400, 'DIGEST_INVALID']);
  });
});

describe('manifests', () => {
  test('are kept byte for byte, and found by tag and by digest', async () => {
    const config = await bench.blob('a', '{}');
    const text = `{ "schemaVersion":2,\n "config":{"mediaType":"x/y","digest":"${config}","size":2},"layers":[] ,"future":[1]}`;
    const put = await bench.manifest('a', '1.0', text);
    const digest = digestOf(text);
    expect(put.status).toBe(201);
    expect(put.headers.get('location')).toBe(`/v2/a/manifests/${digest}`);
    for (const reference of ['1.0', digest]) {
      const response = await bench.call('GET', `/v2/a/manifests/${reference}`);
      expect(response.headers.get('content-type')).toBe(OCI_MANIFEST);
      expect(response.headers.get('docker-content-digest')).toBe(digest);
      expect(response.headers.get('content-length')).toBe(String(text.length));
      expect(await response.text()).toBe(text);
    }
    const head = await bench.call('HEAD', `/v2/a/manifests/1.0`);
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(text.length),
      '',
    ]);
  });

  test('by digest with tags, sha512 too', async () => {
    const config = await bench.blob('a', '{}');
    const text = JSON.stringify({
      schemaVersion: 2,
      config: { mediaType: 'x/y', digest: config, size: 2 },
      layers: [],
    });
    const digest = digestOf(text, 'sha512');
    const put = await bench.manifest('a', `${digest}?tag=1&tag=1.2&tag=latest`, text);
    expect(put.headers.get('oci-tag')).toBe('1, 1.2, latest');
    const response = await bench.call('GET', '/v2/a/manifests/1.2');
    expect(response.headers.get('docker-content-digest')).toBe(digest);
    const many = Array.from({ length: 101 }, (_, i) => `tag=t${i}`).join('&');
    expect((await bench.manifest('a', `${digest}?${many}`, text)).status).toBe(414);
  });

  test.each([
    ['nothing at all', '', OCI_MANIFEST],
    ['no JSON', '{"schemaVersion":2', OCI_MANIFEST],
    ['no object', '[]', OCI_MANIFEST],
    [
      'another media type inside',
      `{"schemaVersion":2,"mediaType":"${OCI_INDEX}","manifests":[]}`,
      OCI_MANIFEST,
    ],
    ['no config', '{"schemaVersion":2,"layers":[]}', OCI_MANIFEST],
    ['a version of old', '{"schemaVersion":1,"config":{},"layers":[]}', OCI_MANIFEST],
    [
      'a descriptor without size',
      `{"schemaVersion":2,"manifests":[{"mediaType":"x/y","digest":"${digestOf('')}"}]}`,
      OCI_INDEX,
    ],
    [
      'a digest that is none',
      '{"schemaVersion":2,"manifests":[{"mediaType":"x/y","digest":"sha256:1","size":1}]}',
      OCI_INDEX,
    ],
    [
      'annotations that are no strings',
      '{"schemaVersion":2,"manifests":[],"annotations":{"a":1}}',
      OCI_INDEX,
    ],
    ['layers in an index', '{"schemaVersion":2,"manifests":[],"layers":[]}', OCI_INDEX],
    ['invalid UTF-8', bytesOf('{"a":1}').with(2, 0xff) as Uint8Array<ArrayBuffer>, OCI_MANIFEST],
  ])('%s is refused', async (_, body, type) => {
    const response = await bench.call('PUT', '/v2/a/manifests/1.0', {
      body,
      headers: { 'content-type': type },
    });
    expect(await refusal(response)).toEqual([400, 'MANIFEST_INVALID']);
    expect((await bench.call('GET', '/v2/a/manifests/1.0')).status).toBe(404);
  });

  test('a digest that is not theirs, a tag that is none', async () => {
    expect(
      await refusal(
        await bench.manifest('a', digestOf('x'), '{"schemaVersion":2,"manifests":[]}', OCI_INDEX),
      ),
    ).toEqual([400, 'DIGEST_INVALID']);
    expect(
      await refusal(await bench.manifest('a', '-tag', '{"schemaVersion":2,"manifests":[]}', OCI_INDEX)),
    ).toEqual([400, 'TAG_INVALID']);
    expect(await refusal(await bench.call('GET', '/v2/a/manifests/sha256:bad'))).toEqual([
      400,
      'DIGEST_INVALID',
    ]);
  });

  test('of unknown media types are kept unread', async () => {
    const body = '{"anything": {"goes": true}}';
    const type = 'application/vnd.example.thing.v1+json';
    expect(
      (await bench.call('PUT', '/v2/a/manifests/x', { body, headers: { 'content-type': type } })).status,
    ).toBe(201);
    const response = await bench.call('GET', '/v2/a/manifests/x');
    expect([response.headers.get('content-type'), await response.text()]).toEqual([type, body]);
  });

  test('with content that is missing: taken with a warning, or refused', async () => {
    const missing = digestOf('missing');
    const index = { schemaVersion: 2, manifests: [{ mediaType: OCI_MANIFEST, digest: missing, size: 1 }] };
    const taken = await bench.manifest('a', 'sparse', index, OCI_INDEX);
    expect(taken.status).toBe(201);
    expect(taken.headers.get('warning')).toBe(
      `299 - "content referred to is not in this repository: ${missing}"`,
    );
    const strict = new Bench({ sparse: false });
    expect(await refusal(await strict.manifest('a', 'x', index, OCI_INDEX))).toEqual([
      400,
      'MANIFEST_BLOB_UNKNOWN',
    ]);
    expect((await strict.call('GET', '/v2/a/tags/list')).status).toBe(404);
  });

  test('foreign layers need not be there', async () => {
    const strict = new Bench({ sparse: false });
    const foreign = {
      mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
      digest: digestOf('elsewhere'),
      size: 9,
      urls: ['https://store.example.com/x'],
    };
    await expect(strict.image('a', 'win', { layers: [foreign] })).resolves.toMatch(/^sha256:/);
  });

  test('of four megabytes are taken, larger ones are not', async () => {
    const annotations = { text: 'x'.repeat(4_000_000) };
    await expect(bench.image('a', 'big', { annotations })).resolves.toMatch(/^sha256:/);
    const response = await bench.manifest('a', 'huge', { pad: 'x'.repeat(4 * 1024 * 1024) });
    expect(response.status).toBe(413);
    expect(await response.text()).toContain('manifest is larger than 4194304 bytes');
  });

  test('two pushes of one tag at once: one whole manifest wins', async () => {
    const digests = await Promise.all(
      ['x', 'y'].map((note) => bench.image('a', 'same', { annotations: { note } })),
    );
    const response = await bench.call('GET', '/v2/a/manifests/same');
    expect(digests).toContain(digestOf(await response.text()));
  });
});

describe('deletion', () => {
  test('a tag goes alone; a manifest takes its tags along', async () => {
    const digest = await bench.image('a', '1.0');
    await bench.manifest('a', '1.1', await (await bench.call('GET', '/v2/a/manifests/1.0')).text());
    expect((await bench.call('DELETE', '/v2/a/manifests/1.1')).status).toBe(202);
    expect((await bench.call('GET', '/v2/a/manifests/1.1')).status).toBe(404);
    expect((await bench.call('GET', `/v2/a/manifests/${digest}`)).status).toBe(200);
    expect((await bench.call('DELETE', `/v2/a/manifests/${digest}`)).status).toBe(202);
    expect((await bench.call('GET', '/v2/a/manifests/1.0')).status).toBe(404);
    expect(await (await bench.call('GET', '/v2/a/tags/list')).json()).toEqual({ name: 'a', tags: [] });
    expect(await refusal(await bench.call('DELETE', `/v2/a/manifests/${digest}`))).toEqual([
      404,
      'MANIFEST_UNKNOWN',
    ]);
    expect(await refusal(await bench.call('DELETE', '/v2/nosuch/manifests/x'))).toEqual([
      404,
      'NAME_UNKNOWN',
    ]);
  });

  test('while a client pulls does it no harm', async () => {
    const digest = await bench.blob('a', 'hello');
    const response = await bench.call('GET', `/v2/a/blobs/${digest}`);
    await bench.call('DELETE', `/v2/a/blobs/${digest}`);
    expect(await response.text()).toBe('hello');
  });
});

describe('content negotiation', () => {
  const get = (tag: string, accept: string) =>
    bench.call('GET', `/v2/a/manifests/${tag}`, { headers: { accept } });

  test('a client without manifest lists gets the linux/amd64 image', async () => {
    const image = await bench.image('a', 'amd64', {}, DOCKER_MANIFEST);
    const platform = { os: 'linux', architecture: 'amd64' };
    const list = {
      schemaVersion: 2,
      mediaType: DOCKER_LIST,
      manifests: [{ mediaType: DOCKER_MANIFEST, digest: image, size: 1, platform }],
    };
    await bench.manifest('a', 'multi', list, DOCKER_LIST);
    expect((await get('multi', DOCKER_MANIFEST)).headers.get('docker-content-digest')).toBe(image);
    expect((await get('multi', `${DOCKER_MANIFEST}, ${DOCKER_LIST}`)).headers.get('content-type')).toBe(
      DOCKER_LIST,
    );
    expect((await get('multi', '*/*')).headers.get('content-type')).toBe(DOCKER_LIST);
  });

  test('a client without OCI types is told so, except by digest', async () => {
    const digest = await bench.image('a', 'oci');
    const response = await get('oci', DOCKER_MANIFEST);
    expect(await response.json()).toEqual({
      errors: [
        {
          code: 'MANIFEST_UNKNOWN',
          message: 'OCI manifest found, but accept header does not support OCI manifests',
        },
      ],
    });
    expect((await get(digest, DOCKER_MANIFEST)).status).toBe(200);
  });
});
