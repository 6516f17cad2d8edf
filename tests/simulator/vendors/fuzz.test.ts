import fc from 'fast-check';
import { expect, test } from 'vitest';
import { authorization } from '../../../src/simulator/common/sigv4.ts';
import type { Vendor } from '../../../src/simulator/vendors/index.ts';
import { makeVendor } from './helpers.ts';

/** What strangers send to the products' own APIs: never a failure of ours, whatever a manifest or a body holds. */

const DATE = '20261128T090000Z';
const ECR = 'https://api.ecr.us-east-1.amazonaws.com/';

/** Manifests of a type that no registry knows: kept as they came, with anything where descriptors would be. */
const STRANGE = [
  '{"layers":3,"config":"x","manifests":null}',
  '{"layers":[null,3,{"size":"1","digest":4}],"config":[],"manifests":[{}]}',
  '{"layers":{"size":1},"manifests":"sha256:x"}',
];

async function withStrange(vendor: Vendor, repository: string): Promise<Vendor> {
  for (const [i, text] of STRANGE.entries())
    await vendor.importImage({
      repository,
      tags: [`t${i}`],
      mediaType: 'application/x.strange+json',
      manifest: new TextEncoder().encode(text),
      blobs: [],
    });
  return vendor;
}

/** An access token for who confirms a login in the browser. */
async function logIn(vendor: Vendor, url: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'authorization_code' });
  const answer = await vendor.fetch(new Request(url, { method: 'POST', body }));
  return ((await answer.json()) as { access_token: string }).access_token;
}

interface Api {
  vendor: Vendor;
  /** Headers by which the product knows somebody who may do all. */
  headers(request: { method: string; url: string; body: string; target: string }): Record<string, string>;
  urls: string[];
}

const APIS: Record<string, () => Promise<Api>> = {
  async ecr() {
    const { vendor } = makeVendor({
      vendor: 'ecr',
      account: '123456789012',
      users: [{ name: 'ada', keys: [{ id: 'AKIAIOSFODNN7EXAMPLE', secret: 's' }] }],
      repositories: [{ name: 'app', 'scan-on-push': true }],
    });
    return {
      vendor: await withStrange(vendor, 'app'),
      urls: [ECR],
      headers({ method, url, body, target }) {
        const headers = new Map([
          ['host', new URL(url).host],
          ['x-amz-date', DATE],
          ['x-amz-target', `AmazonEC2ContainerRegistry_V20150921.${target}`],
        ]);
        const parts = {
          method,
          url: new URL(url),
          headers,
          body,
          date: DATE,
          region: 'us-east-1',
          service: 'ecr',
        };
        return {
          ...Object.fromEntries(headers),
          authorization: authorization(parts, 'AKIAIOSFODNN7EXAMPLE', 's'),
        };
      },
    };
  },
  async 'artifact-registry'() {
    const { vendor } = makeVendor({
      vendor: 'artifact-registry',
      project: 'p',
      accounts: [{ name: 'ada@example.com', role: 'admin' }],
      browser: 'ada@example.com',
      repositories: [{ name: 'images' }],
    });
    const token = await logIn(vendor, 'https://oauth2.googleapis.com/token');
    const base = 'https://artifactregistry.googleapis.com/v1/projects/p/locations/us-central1/repositories';
    return {
      vendor: await withStrange(vendor, 'p/images/app'),
      urls: [
        base,
        `${base}?repositoryId=new`,
        `${base}/images`,
        `${base}/images/dockerImages`,
        `${base}/%zz`,
      ],
      headers: () => ({ authorization: `Bearer ${token}` }),
    };
  },
  async acr() {
    const { vendor } = makeVendor({
      vendor: 'acr',
      name: 'harbour',
      browser: 'ada',
      principals: [{ name: 'ada', roles: ['Owner'] }],
    });
    const token = await logIn(vendor, 'https://login.microsoftonline.com/t/oauth2/v2.0/token');
    const ask = (path: string) =>
      vendor.fetch(
        new Request(`https://management.azure.com${path}`, { headers: { authorization: `Bearer ${token}` } }),
      );
    const { value } = (await (await ask('/subscriptions')).json()) as { value: { subscriptionId: string }[] };
    const registries = `/subscriptions/${value[0]!.subscriptionId}/providers/Microsoft.ContainerRegistry/registries`;
    const listed = (await (await ask(registries)).json()) as { value: { id: string }[] };
    const { id } = listed.value[0]!;
    const base = 'https://management.azure.com';
    return {
      vendor: await withStrange(vendor, 'app'),
      urls: [base + id, `${base}${id}2`, base + registries, `${base}${id}/listCredentials`, `${base}/%zz`],
      headers: () => ({ authorization: `Bearer ${token}` }),
    };
  },
  async gitlab() {
    const { vendor } = makeVendor({
      vendor: 'gitlab',
      accounts: [{ name: 'ada', password: 'p', tokens: [{ token: 'glpat', scopes: ['api'] }] }],
      projects: [{ path: 'ada/app' }],
    });
    const base = 'https://gitlab.com/api/v4/projects';
    return {
      vendor: await withStrange(vendor, 'ada/app'),
      urls: [`${base}/ada%2Fapp`, `${base}/%zz`],
      headers: () => ({ 'private-token': 'glpat' }),
    };
  },
  async ghcr() {
    const { vendor } = makeVendor({
      vendor: 'ghcr',
      accounts: [
        {
          name: 'ada',
          tokens: [{ token: 'ghp', scopes: ['read:packages', 'write:packages', 'delete:packages'] }],
        },
      ],
    });
    const base = 'https://api.github.com/user/packages';
    return {
      vendor: await withStrange(vendor, 'ada/app'),
      urls: [base, `${base}/container/app`, `${base}/container/%zz`, `${base}/container/app/versions`],
      headers: () => ({ authorization: 'Bearer ghp' }),
    };
  },
};

const TARGETS = [
  'GetAuthorizationToken',
  'CreateRepository',
  'DescribeRepositories',
  'PutImageTagMutability',
  'PutImageScanningConfiguration',
  'PutLifecyclePolicy',
  'GetLifecyclePolicy',
  'DescribeImages',
  'ListImages',
  'BatchGetImage',
  'BatchDeleteImage',
  'PutImage',
  'StartImageScan',
  'DescribeImageScanFindings',
];

/** Names that the APIs look for, with anything under them. */
const names = fc.constantFrom(
  ...['repositoryName', 'repositoryNames', 'imageIds', 'imageId', 'imageTag', 'imageDigest', 'filter'],
  ...['imageManifest', 'lifecyclePolicyText', 'imageScanningConfiguration', 'format', 'dockerConfig'],
  ...['cleanupPolicies', 'sku', 'name', 'properties', 'policies', 'retentionPolicy', 'days', 'tag'],
  ...['visibility', 'container_expiration_policy_attributes', 'keep_n', '__proto__'],
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, 0, -1, 1e300, '', 'app', 't1', 'DOCKER', 'public', 'Basic', ...STRANGE),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(names, tie('value')), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
  ),
}));
const body = fc.oneof(
  { weight: 8, arbitrary: value.map((one) => JSON.stringify(one)) },
  {
    weight: 4,
    arbitrary: value.map((one) =>
      JSON.stringify({ repositoryName: 'app', imageId: {}, imageIds: [{}], ...Object(one) }),
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '{', 'null', '\u{feff}{}', '['.repeat(1000)) },
);

test.each(Object.entries(APIS))('%s never fails by what it is sent', async (_, open) => {
  const api = await open();
  const seen = new Set<number>();
  const request = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
    url: fc.constantFrom(...api.urls),
    target: fc.constantFrom(...TARGETS),
    json: fc.boolean(),
    body,
  });
  const property = fc.asyncProperty(request, async ({ json, ...one }) => {
    const sent = one.url === ECR ? { ...one, method: 'POST' } : one;
    const text = sent.method === 'GET' ? '' : sent.body;
    const response = await api.vendor.fetch(
      new Request(sent.url, {
        method: sent.method,
        headers: {
          ...(json ? { 'content-type': 'application/json' } : {}),
          ...api.headers({ ...sent, body: text }),
        },
        ...(text === '' ? {} : { body: text }),
      }),
    );
    expect(response.status).toBeLessThan(500);
    seen.add(response.status);
    await response.text();
    structuredClone(api.vendor.snapshot());
  });
  await fc.assert(property, { seed: 3, numRuns: 1500 });
  // Not all were turned away at the door.
  expect(seen).toContain(200);
});
