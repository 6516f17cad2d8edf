import { beforeEach, describe, expect, test } from 'vitest';
import { Bench, bytesOf, digestOf, refusal } from './helpers.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

const HELLO = digestOf('hello');
const chunk = (text: string, range: string) => ({ body: text, headers: { 'content-range': range } });
const get = (path: string) => bench.call('GET', path);

describe('blobs in one request', () => {
  test.each(['sha256', 'sha512'])('POST with a %s digest', async (algorithm) => {
    const digest = digestOf('hello', algorithm);
    const response = await bench.call('POST', `/v2/a/blobs/uploads/?digest=${digest}`, { body: 'hello' });
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe(`/v2/a/blobs/${digest}`);
    expect(await (await get(`/v2/a/blobs/${digest}`)).text()).toBe('hello');
  });

  test('POST then PUT, an empty blob too', async () => {
    const digest = digestOf('');
    const response = await bench.call('PUT', `${await bench.open('a')}?digest=${digest}`);
    expect(response.status).toBe(201);
    const head = await bench.call('HEAD', `/v2/a/blobs/${digest}`);
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '0']);
  });

  test('a wrong digest is refused and nothing kept', async () => {
    const location = await bench.open('a');
    const response = await bench.call('PUT', `${location}?digest=${digestOf('other')}`, { body: 'hello' });
    expect(await refusal(response)).toEqual([400, 'DIGEST_INVALID']);
    expect(bench.blobs.size).toBe(0);
    expect((await get(location)).status).toBe(404);
  });

  test.each(['', 'sha256:abc', 'md5:d41d8cd98f00b204e9800998ecf8427e', `sha256:${'A'.repeat(64)}`])(
    'the digest "%s" is none',
    async (digest) => {
      const response = await bench.call('POST', `/v2/a/blobs/uploads/?digest=${digest}`, { body: 'hello' });
      expect(await refusal(response)).toEqual([400, 'DIGEST_INVALID']);
    },
  );
});

describe('blobs in chunks', () => {
  test('in order, with progress that can be asked for', async () => {
    const location = await bench.open('a');
    expect((await get(location)).headers.get('range')).toBe('0-0');
    const first = await bench.call('PATCH', location, chunk('hel', '0-2'));
    expect([first.status, first.headers.get('range'), first.headers.get('location')]).toEqual([
      202,
      '0-2',
      location,
    ]);
    expect((await get(location)).headers.get('range')).toBe('0-2');
    const head = await bench.call('HEAD', location);
    expect([head.status, head.headers.get('range')]).toEqual([204, '0-2']);
    expect((await bench.call('PUT', `${location}?digest=${HELLO}`, chunk('lo', '3-4'))).status).toBe(201);
    expect(await (await get(`/v2/a/blobs/${HELLO}`)).text()).toBe('hello');
  });

  test.each([
    ['PATCH', '5-9'],
    ['PATCH', '0-2'],
    ['PUT', '9-13'],
  ])('%s of %s out of order is refused, and the upload goes on', async (method, range) => {
    const location = await bench.open('a');
    await bench.call('PATCH', location, chunk('hel', '0-2'));
    const response = await bench.call(method, `${location}?digest=${HELLO}`, chunk('xxxxx', range));
    expect(response.headers.get('range')).toBe('0-2');
    expect(await refusal(response)).toEqual([416, 'RANGE_INVALID']);
    expect((await bench.call('PUT', `${location}?digest=${HELLO}`, chunk('lo', '3-4'))).status).toBe(201);
  });

  test('a range that is none, or not as long as its chunk', async () => {
    const location = await bench.open('a');
    expect((await bench.call('PATCH', location, chunk('hel', 'nonsense'))).status).toBe(400);
    expect(await refusal(await bench.call('PATCH', location, chunk('hel', '0-9')))).toEqual([
      400,
      'SIZE_INVALID',
    ]);
    expect((await get(location)).headers.get('range')).toBe('0-0');
  });

  test('streams without a range are appended', async () => {
    const location = await bench.open('a');
    await bench.call('PATCH', location, { body: 'hel' });
    await bench.call('PATCH', location, { body: 'lo' });
    expect((await bench.call('PUT', `${location}?digest=${HELLO}`)).status).toBe(201);
  });

  test('of two chunks at once one wins', async () => {
    const location = await bench.open('a');
    const both = await Promise.all(
      ['hel', 'HEL'].map((text) => bench.call('PATCH', location, chunk(text, '0-2'))),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([202, 416]);
  });

  test('a body that breaks off leaves the upload as it was', async () => {
    const location = await bench.open('a');
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(bytesOf('hel'));
        controller.error(new Error('connection reset'));
      },
    });
    const request = new Request(`http://localhost:5000${location}`, {
      method: 'PATCH',
      body,
      duplex: 'half',
    } as RequestInit);
    expect(await refusal(await bench.registry.fetch(request))).toEqual([400, 'BLOB_UPLOAD_INVALID']);
    expect((await get(location)).headers.get('range')).toBe('0-0');
  });

  test('cancelled uploads are gone', async () => {
    const location = await bench.open('a');
    expect((await bench.call('DELETE', location)).status).toBe(204);
    for (const method of ['GET', 'DELETE', 'PATCH']) {
      expect(await refusal(await bench.call(method, location))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN']);
    }
  });

  test('an upload belongs to its repository', async () => {
    const location = await bench.open('a');
    expect((await get(location.replace('/a/', '/b/'))).status).toBe(404);
  });
});

describe('mounts', () => {
  test('from a repository, and from wherever the blob is', async () => {
    await bench.blob('source', 'hello');
    for (const from of ['&from=source', '']) {
      const response = await bench.call(
        'POST',
        `/v2/target${from.length}/blobs/uploads/?mount=${HELLO}${from}`,
      );
      expect([response.status, response.headers.get('docker-content-digest')]).toEqual([201, HELLO]);
      expect((await get(`/v2/target${from.length}/blobs/${HELLO}`)).status).toBe(200);
    }
  });

  test('what is not there, or not for this client to read, becomes an upload', async () => {
    expect((await bench.call('POST', `/v2/b/blobs/uploads/?mount=${HELLO}&from=source`)).status).toBe(202);
    const closed = new Bench({
      authorizer: { authorize: () => undefined, mayRead: (_, name) => name !== 'secret' },
    });
    await closed.blob('secret', 'hello');
    for (const from of ['&from=secret', '']) {
      expect((await closed.call('POST', `/v2/b/blobs/uploads/?mount=${HELLO}${from}`)).status).toBe(202);
    }
  });

  test('a mounted blob outlives its source', async () => {
    await bench.blob('source', 'hello');
    await bench.call('POST', `/v2/b/blobs/uploads/?mount=${HELLO}&from=source`);
    expect((await bench.call('DELETE', `/v2/source/blobs/${HELLO}`)).status).toBe(202);
    expect((await get(`/v2/source/blobs/${HELLO}`)).status).toBe(404);
    expect((await get(`/v2/b/blobs/${HELLO}`)).status).toBe(200);
    await bench.call('DELETE', `/v2/b/blobs/${HELLO}`);
    expect(bench.blobs.size).toBe(0);
  });
});

describe('limits', () => {
  test('of one blob, declared or not', async () => {
    bench = new Bench({ limits: { blob: 4 } });
    const url = `/v2/a/blobs/uploads/?digest=${HELLO}`;
    expect(await refusal(await bench.call('POST', url, { body: 'hello' }))).toEqual([413, 'SIZE_INVALID']);
    const declared = await bench.call('POST', url, { body: 'hello', headers: { 'content-length': '5' } });
    expect(await refusal(declared)).toEqual([413, 'SIZE_INVALID']);
    const location = await bench.open('a');
    await bench.call('PATCH', location, { body: 'hel' });
    expect((await bench.call('PATCH', location, { body: 'lo' })).status).toBe(413);
  });

  test('of what all uploads hold', async () => {
    bench = new Bench({ limits: { uploadBytes: 6 } });
    const [first, second] = [await bench.open('a'), await bench.open('a')];
    await bench.call('PATCH', first, { body: 'hello' });
    expect(await refusal(await bench.call('PATCH', second, { body: 'hello' }))).toEqual([
      429,
      'TOOMANYREQUESTS',
    ]);
    await bench.call('DELETE', first);
    expect((await bench.call('PATCH', second, { body: 'hello' })).status).toBe(202);
  });

  test('of open uploads; abandoned ones give way', async () => {
    bench = new Bench({ limits: { uploads: 1 } });
    await bench.open('a');
    expect(await refusal(await bench.call('POST', '/v2/a/blobs/uploads/'))).toEqual([429, 'TOOMANYREQUESTS']);
    bench.time += 2 * 60 * 60 * 1000;
    expect((await bench.call('POST', '/v2/a/blobs/uploads/')).status).toBe(202);
  });

  test('of everything held', async () => {
    bench = new Bench({ limits: { total: 6 } });
    await bench.blob('a', 'hello');
    const response = await bench.call('POST', `/v2/a/blobs/uploads/?digest=${digestOf('other')}`, {
      body: 'other',
    });
    expect(await refusal(response)).toEqual([403, 'DENIED']);
    expect((await bench.call('POST', `/v2/b/blobs/uploads/?digest=${HELLO}`, { body: 'hello' })).status).toBe(
      201,
    );
  });

  test('a body that is not as long as it says', async () => {
    for (const length of ['4', '6']) {
      const response = await bench.call('POST', `/v2/a/blobs/uploads/?digest=${HELLO}`, {
        body: 'hello',
        headers: { 'content-length': length },
      });
      expect(await refusal(response)).toEqual([400, 'SIZE_INVALID']);
    }
  });
});
