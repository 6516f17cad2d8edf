import { beforeEach, describe, expect, test } from 'vitest';
import { Bench, digestOf, OCI_INDEX, OCI_MANIFEST, refusal } from './helpers.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

const list = async (path: string) => {
  const response = await bench.call('GET', path);
  return { body: await response.json(), link: response.headers.get('link') };
};

describe('tags', () => {
  test('in ASCII order, by pages', async () => {
    for (const tag of ['b', 'a', 'B', '1.10', '1.9', '__proto__']) await bench.image('team/app', tag);
    expect((await list('/v2/team/app/tags/list')).body).toEqual({
      name: 'team/app',
      tags: ['1.10', '1.9', 'B', '__proto__', 'a', 'b'],
    });
    const first = await list('/v2/team/app/tags/list?n=4');
    expect(first.link).toBe('</v2/team/app/tags/list?last=__proto__&n=4>; rel="next"');
    expect(await list('/v2/team/app/tags/list?last=__proto__&n=4')).toEqual({
      body: { name: 'team/app', tags: ['a', 'b'] },
      link: null,
    });
    expect(await list('/v2/team/app/tags/list?n=0')).toEqual({
      body: { name: 'team/app', tags: [] },
      link: null,
    });
    expect((await list('/v2/team/app/tags/list?last=Z')).body).toMatchObject({
      tags: ['__proto__', 'a', 'b'],
    });
  });

  test('a count that is none, a repository that is none', async () => {
    await bench.image('a', 'x');
    for (const n of ['-1', 'x', '1.5']) {
      const response = await bench.call('GET', `/v2/a/tags/list?n=${n}`);
      expect(await refusal(response)).toEqual([400, 'PAGINATION_NUMBER_INVALID']);
    }
    expect(await refusal(await bench.call('GET', '/v2/nosuch/tags/list'))).toEqual([404, 'NAME_UNKNOWN']);
  });

  test('a long list comes in pages unasked', async () => {
    bench = new Bench({ limits: { page: 2 } });
    for (const tag of ['a', 'b', 'c']) await bench.image('a', tag);
    const { body, link } = await list('/v2/a/tags/list');
    expect(body).toMatchObject({ tags: ['a', 'b'] });
    expect(link).toContain('last=b');
  });
});

test('the catalog lists repositories with a manifest', async () => {
  await bench.image('b', '1');
  await bench.image('a/x', '1');
  await bench.blob('unfinished', 'hello');
  expect((await list('/v2/_catalog')).body).toEqual({ repositories: ['a/x', 'b'] });
  const { body, link } = await list('/v2/_catalog?n=1');
  expect(body).toEqual({ repositories: ['a/x'] });
  expect(link).toBe('</v2/_catalog?last=a%2Fx&n=1>; rel="next"');
  expect(await list('/v2/_catalog?last=a%2Fx&n=1')).toEqual({ body: { repositories: ['b'] }, link: null });
});

describe('referrers', () => {
  const subjectOf = (digest: string) => ({ mediaType: OCI_MANIFEST, digest, size: 1 });

  test('with artifact types and annotations, filtered when asked', async () => {
    const image = await bench.image('a', 'image');
    const subject = subjectOf(image);
    const annotations = { 'org.example': 'yes' };
    const sbom = await bench.image('a', 'sbom', { subject, artifactType: 'application/sbom', annotations });
    const signature = await bench.image('a', 'signature', { subject });
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [], subject };
    const put = await bench.manifest('a', 'index', index, OCI_INDEX);
    expect(put.headers.get('oci-subject')).toBe(image);
    const all = await bench.call('GET', `/v2/a/referrers/${image}`);
    expect(all.headers.get('content-type')).toBe(OCI_INDEX);
    const { manifests } = (await all.json()) as { manifests: { digest: string }[] };
    expect(new Map(manifests.map(({ digest, ...rest }) => [digest, rest]))).toEqual(
      new Map([
        [
          sbom,
          {
            mediaType: OCI_MANIFEST,
            size: expect.any(Number),
            artifactType: 'application/sbom',
            annotations,
          },
        ],
        [
          signature,
          {
            mediaType: OCI_MANIFEST,
            size: expect.any(Number),
            artifactType: 'application/vnd.oci.image.config.v1+json',
          },
        ],
        [put.headers.get('docker-content-digest'), { mediaType: OCI_INDEX, size: expect.any(Number) }],
      ]),
    );
    const filtered = await bench.call('GET', `/v2/a/referrers/${image}?artifactType=application/sbom`);
    expect(filtered.headers.get('oci-filters-applied')).toBe('artifactType');
    expect(await filtered.json()).toMatchObject({ manifests: [{ digest: sbom }] });
    await bench.call('DELETE', `/v2/a/manifests/${sbom}`);
    const after = await bench.call('GET', `/v2/a/referrers/${image}?artifactType=application/sbom`);
    expect(await after.json()).toMatchObject({ manifests: [] });
  });

  test('of a subject that is not there yet, and of none', async () => {
    const subject = digestOf('later');
    const referrer = await bench.image('a', 'early', { subject: subjectOf(subject) });
    expect((await list(`/v2/a/referrers/${subject}`)).body).toMatchObject({
      manifests: [{ digest: referrer }],
    });
    expect((await list(`/v2/nosuch/referrers/${subject}`)).body).toEqual({
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: [],
    });
    expect((await bench.call('GET', '/v2/a/referrers/sha256:bad')).status).toBe(400);
  });

  test('come in pages', async () => {
    bench = new Bench({ limits: { page: 1 } });
    const subject = subjectOf(digestOf('x'));
    for (const tag of ['1', '2']) await bench.image('a', tag, { subject });
    const first = await list(`/v2/a/referrers/${subject.digest}`);
    const next = /<([^>]+)>; rel="next"/.exec(first.link ?? '')?.[1];
    const second = await list(next!);
    expect(second.link).toBeNull();
    expect(first.body.manifests[0].digest).not.toBe(second.body.manifests[0].digest);
  });
});

describe('paths', () => {
  test.each([
    ['GET', '/v2/', 200],
    ['GET', '/v2', 200],
    ['POST', '/v2/', 405],
    ['GET', '/', 404],
    ['GET', '/v2/a/nonsense', 404],
    ['PUT', '/v2/a/tags/list', 405],
    ['GET', '/v2/A/tags/list', 400],
    ['GET', '/v2/a//b/tags/list', 400],
    ['GET', '/v2/a/../b/tags/list', 404],
    ['GET', '/v2/%2e%2e/b/tags/list', 404],
    ['GET', '/v2/a%00/tags/list', 400],
    ['GET', '/v2/a%ff/tags/list', 400],
    ['GET', `/v2/${'a'.repeat(256)}/tags/list`, 400],
    ['GET', `/v2/${'a'.repeat(10_000)}/tags/list`, 400],
    ['GET', `/v2/a/manifests/${'t'.repeat(129)}`, 400],
    ['POST', '/v2/a/blobs/uploads', 202],
  ])('%s %s: %i', async (method, path, status) => {
    const response = await bench.call(method, path);
    expect(response.status).toBe(status);
    expect(response.headers.get('docker-distribution-api-version')).toBe('registry/2.0');
  });

  test('names may contain the words of the API', async () => {
    const name = 'blobs/uploads/manifests/tags/list/referrers';
    await bench.image(name, 'manifests');
    expect((await list(`/v2/${name}/tags/list`)).body).toEqual({ name, tags: ['manifests'] });
  });
});

test('a snapshot brings all back, and costs nothing where nothing changed', async () => {
  const digest = await bench.image('a', '1.0');
  await bench.image('b', '1.0');
  const saved = bench.registry.snapshot();
  await bench.call('DELETE', '/v2/a/manifests/1.0');
  await bench.image('c', '1.0');
  const later = bench.registry.snapshot();
  expect(later.repositories.find(({ name }) => name === 'b')).toBe(
    saved.repositories.find(({ name }) => name === 'b'),
  );
  bench.registry.restore(structuredClone(saved));
  expect(bench.registry.snapshot()).toEqual(saved);
  expect((await bench.call('GET', '/v2/a/manifests/1.0')).headers.get('docker-content-digest')).toBe(digest);
  expect((await bench.call('GET', '/v2/c/tags/list')).status).toBe(404);
});

test('images are put in without HTTP, from bytes or from the blob store', async () => {
  const other = new Bench();
  const digest = await other.image('a', '1.0');
  const manifest = other.blobs.get(digest)!;
  const blobs = [...other.blobs].filter(([key]) => key !== digest);
  const image = { repository: 'x/y', tags: ['1', '2'], mediaType: OCI_MANIFEST, manifest, blobs };
  expect(await bench.registry.importImage(image)).toBe(digest);
  expect((await list('/v2/x/y/tags/list')).body).toMatchObject({ tags: ['1', '2'] });
  const known = { ...image, repository: 'z', blobs: blobs.map(([key]) => [key] as const) };
  expect(await bench.registry.importImage(known)).toBe(digest);
  const missing = { ...image, blobs: [[digestOf('missing')] as const] };
  await expect(bench.registry.importImage(missing)).rejects.toMatchObject({ code: 'BLOB_UNKNOWN' });
});
