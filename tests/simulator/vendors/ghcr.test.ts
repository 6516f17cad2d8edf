import { beforeEach, describe, expect, test } from 'vitest';
import type { Vendor } from '../../../src/simulator/vendors/index.ts';
import { basic, Client, makeVendor, refusal, seed, type TestClock } from './helpers.ts';

const HOST = 'ghcr.io';
const DEFINITION = {
  vendor: 'ghcr',
  accounts: [
    {
      name: 'octocat',
      tokens: [
        { token: 'ghp_good', scopes: ['read:packages', 'write:packages'] },
        { token: 'ghp_readonly', scopes: ['read:packages'] },
        { token: 'ghp_noscope' },
        { token: 'ghp_old', scopes: ['write:packages'], expires: '2026-11-28T10:00:00Z' },
      ],
    },
    { name: 'hubot', tokens: [{ token: 'ghp_hubot', scopes: ['read:packages', 'write:packages'] }] },
  ],
  organizations: [{ name: 'Acme', members: { hubot: 'write', octocat: 'read' } }],
  workflows: [
    { token: 'ghs_write', repository: 'acme/shop', packages: 'write' },
    { token: 'ghs_read', repository: 'acme/shop', packages: 'read' },
  ],
  repositories: [
    { name: 'octocat/hello-app', visibility: 'public' },
    { name: 'octocat/secret-app' },
    { name: 'octocat/shared', access: { hubot: 'read' } },
    { name: 'acme/other' },
  ],
};

let vendor: Vendor;
let clock: TestClock;
beforeEach(async () => {
  ({ vendor, clock } = makeVendor(DEFINITION));
  for (const name of ['octocat/hello-app', 'octocat/secret-app', 'octocat/shared', 'acme/other']) {
    await seed(vendor, name, 'latest');
  }
});

const anonymous = () => new Client(vendor);
const as = (token: string) => new Client(vendor, basic('whoever', token));

describe('logging in', () => {
  test('any user name with a good token', async () => {
    for (const token of ['ghp_good', 'ghp_noscope', 'ghs_read']) {
      expect((await as(token).call('https://ghcr.io/v2/')).status).toBe(200);
    }
  });

  test('a bad or expired token is denied', async () => {
    expect(await refusal(await as('ghp_bad').call('https://ghcr.io/v2/'))).toEqual([403, 'DENIED', 'denied']);
    expect((await as('ghp_old').call('https://ghcr.io/v2/')).status).toBe(200);
    clock.time += 3_600_000;
    expect((await as('ghp_old').call('https://ghcr.io/v2/')).status).toBe(403);
  });

  test('the token in base64 is a registry token, as people use it with curl', async () => {
    const url = 'https://ghcr.io/v2/octocat/secret-app/tags/list';
    expect((await anonymous().raw(url, { authorization: `Bearer ${btoa('ghp_good')}` })).status).toBe(200);
    expect((await anonymous().raw(url, { authorization: `Bearer ${btoa('ghp_bad')}` })).status).toBe(401);
  });
});

describe('pulling', () => {
  test('public for all, private for those who may', async () => {
    expect((await anonymous().pull(HOST, 'octocat/hello-app', 'latest')).status).toBe(200);
    expect((await as('ghp_readonly').pull(HOST, 'octocat/secret-app', 'latest')).status).toBe(200);
    expect((await as('ghp_hubot').pull(HOST, 'octocat/shared', 'latest')).status).toBe(200);
    expect((await as('ghp_good').pull(HOST, 'acme/other', 'latest')).status).toBe(200);
  });

  test.each(['octocat/secret-app', 'octocat/nosuch'])(
    '%s without credentials: unauthorized',
    async (name) => {
      expect(await refusal(await anonymous().pull(HOST, name, 'latest'))).toEqual([
        401,
        'UNAUTHORIZED',
        'authentication required',
      ]);
    },
  );

  test('the token service may refuse otherwise, or leave it to the registry', async () => {
    vendor.turn({ anonymous: '403' });
    expect(await refusal(await anonymous().pull(HOST, 'octocat/secret-app', 'latest'))).toEqual([
      403,
      'DENIED',
      'denied',
    ]);
    vendor.turn({ anonymous: '200' });
    const response = await anonymous().pull(HOST, 'octocat/secret-app', 'latest');
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:octocat/secret-app:pull"',
    );
    expect((await refusal(response))[0]).toBe(401);
  });

  test('private packages refuse by reason', async () => {
    expect(await refusal(await as('ghp_noscope').pull(HOST, 'octocat/secret-app', 'latest'))).toEqual([
      403,
      'DENIED',
      'permission_denied: read_package',
    ]);
    expect(await refusal(await as('ghp_hubot').pull(HOST, 'octocat/secret-app', 'latest'))).toEqual([
      403,
      'DENIED',
      'requested access to the resource is denied',
    ]);
    expect(await refusal(await as('ghp_good').pull(HOST, 'octocat/nosuch', 'latest'))).toEqual([
      404,
      'MANIFEST_UNKNOWN',
      'manifest unknown',
    ]);
  });
});

describe('pushing', () => {
  test('creates a private package, which its owner makes public', async () => {
    expect((await as('ghp_good').push(HOST, 'octocat/new', '1.0')).status).toBe(201);
    expect(vendor.visibility('octocat/new')).toBe('private');
    expect((await anonymous().pull(HOST, 'octocat/new', '1.0')).status).toBe(401);
    vendor.setVisibility('octocat/new', 'public');
    expect((await anonymous().pull(HOST, 'octocat/new', '1.0')).status).toBe(200);
  });

  test.each([
    [undefined, 'octocat/new', 401, 'unauthenticated: User cannot be authenticated with the token provided.'],
    [
      'ghp_readonly',
      'octocat/new',
      403,
      'permission_denied: The token provided does not match expected scopes.',
    ],
    [
      'ghp_noscope',
      'octocat/new',
      403,
      'permission_denied: The token provided does not match expected scopes.',
    ],
    ['ghp_good', 'someoneelse/app', 403, 'permission_denied: create_package'],
    ['ghp_hubot', 'octocat/hello-app', 403, 'permission_denied: write_package'],
    ['ghs_read', 'acme/shop', 403, 'installation not allowed to Create organization package'],
    ['ghs_read', 'acme/other', 403, 'installation not allowed to Write organization package'],
    ['ghs_write', 'acme/other', 403, 'permission_denied: write_package'],
    ['ghs_write', 'octocat/new', 403, 'permission_denied: create_package'],
  ])('with %s to %s', async (token, name, status, message) => {
    const client = token === undefined ? anonymous() : as(token);
    const response = await client.push(HOST, name, '1.0');
    expect(await refusal(response)).toEqual([status, status === 401 ? 'UNAUTHORIZED' : 'DENIED', message]);
    expect(vendor.registry.repository(name)?.tags.has('1.0') ?? false).toBe(false);
  });

  test('a workflow makes its package and comes back to it', async () => {
    for (const tag of ['1', '2'])
      expect((await as('ghs_write').push(HOST, 'acme/worker', tag)).status).toBe(201);
    expect((await as('ghs_read').pull(HOST, 'acme/worker', '1')).status).toBe(200);
  });

  test('organizations go by role, whatever case their name is in', async () => {
    expect((await as('ghp_hubot').push(HOST, 'acme/tools', '1')).status).toBe(201);
    expect((await refusal(await as('ghp_good').push(HOST, 'acme/tools', '2')))[2]).toBe(
      'permission_denied: write_package',
    );
  });
});

test('a snapshot brings packages back', async () => {
  const saved = structuredClone(vendor.snapshot());
  await as('ghp_good').push(HOST, 'octocat/new', '1.0');
  vendor.restore(saved);
  expect(vendor.visibility('octocat/new')).toBeUndefined();
  expect((await as('ghp_good').pull(HOST, 'octocat/new', '1.0')).status).toBe(404);
});
