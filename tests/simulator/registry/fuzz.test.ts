import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  Bench,
  bytesOf,
  DOCKER_LIST,
  DOCKER_MANIFEST,
  digestOf,
  OCI_INDEX,
  OCI_MANIFEST,
} from './helpers.ts';

/** Requests in all; a run is a conversation with one registry. */
const REQUESTS = 100_000;
const CONVERSATION = 200;

const LIMITS = { manifest: 2000, blob: 3000, total: 6000, uploads: 5, uploadBytes: 6000, tags: 1, page: 4 };

const BLOBS = ['', '{}', 'hello', 'x'.repeat(2999), 'y'.repeat(3001)];
const descriptor = (mediaType: string, text: string) => ({
  mediaType,
  digest: digestOf(text),
  size: text.length,
});
const IMAGE = JSON.stringify({
  schemaVersion: 2,
  config: descriptor('application/vnd.oci.image.config.v1+json', '{}'),
  layers: [descriptor('application/vnd.oci.image.layer.v1.tar', 'hello')],
});
const MANIFESTS = [
  IMAGE,
  JSON.stringify({ schemaVersion: 2, manifests: [descriptor(OCI_MANIFEST, IMAGE)] }),
  JSON.stringify({
    schemaVersion: 2,
    manifests: [],
    subject: descriptor(OCI_MANIFEST, IMAGE),
    annotations: { __proto__: 'x', a: 'b' },
  }),
  JSON.stringify({ schemaVersion: 2, mediaType: 7, manifests: [null, {}, [], 'x'] }),
  '{"__proto__":{"polluted":true},"schemaVersion":2,"config":{"digest":{}},"layers":{}}',
];
const BOMBS = ['['.repeat(1900), '{"a":'.repeat(380), `"${'\\u0000'.repeat(300)}"`, '1e999', '\u{feff}{}'];
const DIGESTS = [
  ...[...BLOBS, ...MANIFESTS].map((text) => digestOf(text)),
  digestOf('hello', 'sha512'),
  digestOf('unknown'),
];

const NASTY = [
  '..',
  '.',
  '%2e%2e',
  '%2E',
  '%00',
  '%',
  '%ff',
  '%zz',
  '~',
  'A',
  'a b',
  '%2f',
  '__proto__',
  'é',
  '\\',
  ';',
  ' ',
];
const nasty = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ maxLength: 12 }),
  fc.constant('n'.repeat(10_000)),
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b/c', 'blobs/uploads', 'manifests') },
  { weight: 1, arbitrary: nasty },
);
const digest = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...DIGESTS) },
  { weight: 1, arbitrary: fc.constantFrom('sha256:', 'sha256:xyz', 'md5:00', `sha256:${'A'.repeat(64)}`) },
  { weight: 1, arbitrary: nasty },
);
const reference = fc.oneof(fc.constantFrom('latest', '1.0', '_x', 'constructor'), digest);
const upload = fc.integer({ min: 1, max: 12 }).map((number) => `upload-${number}`);

const path = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(name, digest).map(([n, d]) => `/v2/${n}/blobs/${d}`) },
  { weight: 6, arbitrary: name.map((n) => `/v2/${n}/blobs/uploads/`) },
  { weight: 8, arbitrary: fc.tuple(name, upload).map(([n, id]) => `/v2/${n}/blobs/uploads/${id}`) },
  { weight: 10, arbitrary: fc.tuple(name, reference).map(([n, r]) => `/v2/${n}/manifests/${r}`) },
  { weight: 2, arbitrary: name.map((n) => `/v2/${n}/tags/list`) },
  { weight: 2, arbitrary: fc.tuple(name, digest).map(([n, d]) => `/v2/${n}/referrers/${d}`) },
  { weight: 1, arbitrary: fc.constantFrom('/v2/', '/v2', '/v2/_catalog', '/', '/v2//', '/v2/a') },
  { weight: 1, arbitrary: nasty.map((text) => `/v2/${text}`) },
);
const parameter = fc.oneof(
  digest.map((d) => `digest=${d}`),
  digest.map((d) => `mount=${d}`),
  name.map((n) => `from=${n}`),
  fc.constantFrom(
    'n=1',
    'n=0',
    'n=-1',
    'n=9999999999',
    'last=1.0',
    'last=',
    'tag=x',
    'tag=-',
    'tag=y',
    'artifactType=z',
  ),
  nasty,
);
const query = fc
  .array(parameter, { maxLength: 3 })
  .map((list) => (list.length > 0 ? `?${list.join('&')}` : ''));

const body = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 6, arbitrary: fc.constantFrom(...BLOBS) },
  { weight: 6, arbitrary: fc.constantFrom(...MANIFESTS) },
  { weight: 1, arbitrary: fc.constantFrom(...BOMBS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 50 }) },
  { weight: 1, arbitrary: fc.constant('breaks off' as const) },
);
const TYPES = [
  OCI_MANIFEST,
  OCI_INDEX,
  DOCKER_MANIFEST,
  DOCKER_LIST,
  'application/json',
  'x',
  'text/plain; q=1',
  '',
];
const HEADERS = [
  ...TYPES.map((type) => ['content-type', type]),
  ...TYPES.map((type) => ['accept', type]),
  ...['0-4', '0-0', '5-9', '4-0', 'bytes 0-4/5', 'x', '0-99999999999999999999'].map((range) => [
    'content-range',
    range,
  ]),
  ...['bytes=0-1', 'bytes=-1', 'bytes=9-1', 'bytes=-', 'bytes=0-0,2-3', 'x'].map((range) => ['range', range]),
  ...['0', '5', '99999', '-1', 'x', '9'.repeat(30)].map((length) => ['content-length', length]),
  ['if-none-match', '*'],
  ['authorization', 'Basic %%%'],
] as [string, string][];
const headers = fc.array(fc.constantFrom(...HEADERS), { maxLength: 3 });
const method = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('GET', 'PUT', 'POST', 'PATCH') },
  { weight: 2, arbitrary: fc.constantFrom('HEAD', 'DELETE') },
  { weight: 1, arbitrary: fc.constantFrom('OPTIONS', 'FOO', 'put') },
);
const anything = fc.record({ method, path, query, body, headers });

/** Requests that make sense, so that there is something to go wrong; `twist` adds a stray header or parameter. */
const goodName = fc.constantFrom('a', 'b/c', 'blobs/uploads');
const twist = fc.oneof(
  { weight: 4, arbitrary: fc.constant([] as [string, string][]) },
  { weight: 1, arbitrary: headers },
);
const fromText = (
  method: string,
  path: (name: string, text: string) => string,
  texts: string[],
  type?: string,
) =>
  fc.tuple(goodName, fc.constantFrom(...texts), query, twist).map(([name, text, extra, strays]) => ({
    method,
    path: path(name, text),
    query: path(name, text).includes('?') ? extra.replace('?', '&') : extra,
    body: method === 'PUT' || method === 'POST' || method === 'PATCH' ? text : undefined,
    headers: type ? [['content-type', type] as [string, string], ...strays] : strays,
  }));
const sensible = fc.oneof(
  fromText('POST', (name, text) => `/v2/${name}/blobs/uploads/?digest=${digestOf(text)}`, BLOBS),
  fromText('POST', (name) => `/v2/${name}/blobs/uploads/`, ['']),
  fc
    .tuple(upload, fc.constantFrom('PATCH', 'GET', 'DELETE'), body, twist)
    .map(([id, method, data, strays]) => ({
      method,
      path: `/v2/a/blobs/uploads/${id}`,
      query: '',
      body: data,
      headers: strays,
    })),
  fc.tuple(upload, fc.constantFrom(...BLOBS), twist).map(([id, text, strays]) => ({
    method: 'PUT',
    path: `/v2/a/blobs/uploads/${id}`,
    query: `?digest=${digestOf(text)}`,
    body: text,
    headers: strays,
  })),
  fromText('PUT', (name) => `/v2/${name}/manifests/latest`, MANIFESTS.slice(0, 1), OCI_MANIFEST),
  fromText(
    'PUT',
    (name, text) => `/v2/${name}/manifests/${digestOf(text)}`,
    MANIFESTS.slice(1, 3),
    OCI_INDEX,
  ),
  ...['GET', 'HEAD', 'DELETE'].flatMap((method) => [
    fromText(method, (name, text) => `/v2/${name}/blobs/${digestOf(text)}`, BLOBS),
    fromText(method, (name, text) => `/v2/${name}/manifests/${digestOf(text)}`, MANIFESTS),
    fromText(method, (name) => `/v2/${name}/manifests/latest`, ['']),
  ]),
  fromText('GET', (name, text) => `/v2/${name}/referrers/${digestOf(text)}`, MANIFESTS),
  fromText('GET', (name) => `/v2/${name}/tags/list`, ['']),
);
const request = fc.oneof({ weight: 3, arbitrary: sensible }, { weight: 1, arbitrary: anything });

type FuzzRequest = typeof request extends fc.Arbitrary<infer T> ? T : never;

/** A request that the platform itself refuses never reaches a registry. */
function toRequest({ method, path, query, body, headers }: FuzzRequest): Request | undefined {
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(bytesOf('half'));
      controller.error(new Error('reset'));
    },
  });
  const hasBody = body !== undefined && method !== 'GET' && method !== 'HEAD';
  try {
    return new Request(`http://localhost:5000${path}${query}`, {
      method,
      headers: Object.fromEntries(headers),
      ...(hasBody ? { body: body === 'breaks off' ? broken : body, duplex: 'half' } : {}),
    } as RequestInit);
  } catch {
    return undefined;
  }
}

/** What holds after any conversation. */
function checkState(bench: Bench): void {
  const { repositories } = bench.registry.snapshot();
  for (const { name, manifests, tags, blobs } of repositories) {
    const known = new Set(manifests.map(([key]) => key));
    for (const [tag, record] of tags) expect(known, `${name}:${tag}`).toContain(record.digest);
    for (const key of [...known, ...blobs]) {
      const bytes = bench.blobs.get(key);
      expect(bytes && digestOf(bytes, key.split(':')[0]), `${name}@${key}`).toBe(key);
    }
  }
  const held = [...bench.blobs.values()].reduce((sum, { length }) => sum + length, 0);
  expect(held).toBeLessThanOrEqual(LIMITS.total);
  const copy = new Bench({ limits: LIMITS, blobs: bench.blobs });
  copy.registry.restore(structuredClone(bench.registry.snapshot()));
  expect(copy.registry.snapshot()).toEqual(bench.registry.snapshot());
}

test(`${REQUESTS} random requests: no failure, nothing half, nothing beyond the limits`, async () => {
  let sent = 0;
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(request, { minLength: CONVERSATION, maxLength: CONVERSATION, size: 'max' }),
      async (sparse, conversation) => {
        const bench = new Bench({ limits: LIMITS, sparse });
        for (const item of conversation) {
          sent += 1;
          const made = toRequest(item);
          if (!made) continue;
          const response = await bench.registry.fetch(made);
          statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
          if (response.status < 400 || response.status === 404) continue;
          expect(response.status).toBeLessThan(500);
          if (made.method === 'HEAD') continue;
          const { errors } = (await response.json()) as { errors: { code: string; message: string }[] };
          expect(errors[0]).toMatchObject({ code: expect.any(String), message: expect.any(String) });
        }
        checkState(bench);
      },
    ),
    { seed: 20261128, numRuns: REQUESTS / CONVERSATION },
  );
  expect(sent).toBe(REQUESTS);
  for (const status of [200, 201, 202, 204, 206, 304, 400, 403, 404, 405, 413, 414, 416, 429]) {
    expect(
      statuses.get(status),
      `no request was answered ${status}: the generator has gone blind`,
    ).toBeGreaterThan(0);
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
