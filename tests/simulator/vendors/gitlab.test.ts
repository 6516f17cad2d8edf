import { beforeEach, describe, expect, test } from 'vitest';
import type { Vendor } from '../../../src/simulator/vendors/index.ts';
import { basic, Client, makeVendor, refusal, seed, type TestClock } from './helpers.ts';

const HOST = 'registry.gitlab.com';
const DEFINITION = {
  vendor: 'gitlab',
  accounts: [
    {
      name: 'jsingh',
      password: 's3cret',
      tokens: [
        { token: 'glpat-write', scopes: ['read_registry', 'write_registry'] },
        { token: 'glpat-read', scopes: ['read_registry'] },
        { token: 'glpat-none' },
        { token: 'glpat-api', scopes: ['api'] },
      ],
    },
    { name: 'careful', password: 'p', 'two-factor': true },
  ],
  projects: [
    {
      path: 'acme/shop',
      members: { jsingh: 'developer' },
      'deploy-tokens': [
        { user: 'gitlab+deploy-token-1', token: 'gldt-read', scopes: ['read_registry'] },
        { user: 'gitlab+deploy-token-2', token: 'gldt-none' },
      ],
      'job-tokens': [{ token: 'glcbt-job', expires: '2026-11-28T10:00:00Z' }],
    },
    { path: 'acme/open', visibility: 'public' },
    { path: 'jsingh/own' },
  ],
};

let vendor: Vendor;
let clock: TestClock;
beforeEach(async () => {
  ({ vendor, clock } = makeVendor(DEFINITION));
  for (const name of ['acme/shop', 'acme/open']) await seed(vendor, name, '1.0');
});

const as = (user: string, password: string) => new Client(vendor, basic(user, password));
const login = (user: string, password: string) => as(user, password).call(`https://${HOST}/v2/`);

describe('logging in', () => {
  test.each([
    ['jsingh', 's3cret'],
    ['jsingh', 'glpat-read'],
    ['gitlab+deploy-token-1', 'gldt-read'],
    ['gitlab-ci-token', 'glcbt-job'],
  ])('%s with %s', async (user, password) => {
    expect((await login(user, password)).status).toBe(200);
  });

  test.each([
    ['jsingh', 'wrong'],
    ['jsingh', 'glpat-none'],
    ['careful', 'p'],
    ['nobody', 's3cret'],
  ])('%s with %s is refused at length', async (user, password) => {
    const [status, code, message] = await refusal(await login(user, password));
    expect([status, code]).toEqual([401, 'UNAUTHORIZED']);
    expect(message).toMatch(
      /^HTTP Basic: Access denied\. If a password .*#error-http-basic-access-denied-.*-$/,
    );
  });

  test('a deploy token without a registry scope, a job that is over', async () => {
    expect(await refusal(await login('gitlab+deploy-token-2', 'gldt-none'))).toEqual([
      403,
      'DENIED',
      'access forbidden',
    ]);
    clock.time += 3_600_000;
    expect((await login('gitlab-ci-token', 'glcbt-job')).status).toBe(401);
  });
});

describe('images', () => {
  test('live in a project, up to two names below it', async () => {
    const client = as('jsingh', 'glpat-write');
    for (const name of ['acme/shop', 'acme/shop/web', 'acme/shop/web/tools']) {
      expect((await client.push(HOST, name, '2')).status).toBe(201);
    }
    for (const name of ['acme/shop/a/b/c', 'acme/nosuch', 'acme/open']) {
      const response = await client.push(HOST, name, '2');
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([
        401,
        expect.stringContaining('error="insufficient_scope"'),
      ]);
    }
  });

  test('are pulled by whom the project lets', async () => {
    expect((await new Client(vendor).pull(HOST, 'acme/open', '1.0')).status).toBe(200);
    expect(await refusal(await new Client(vendor).pull(HOST, 'acme/shop', '1.0'))).toEqual([
      403,
      'DENIED',
      'access forbidden',
    ]);
    for (const [user, password] of [
      ['jsingh', 'glpat-read'],
      ['gitlab-ci-token', 'glcbt-job'],
    ] as const) {
      expect((await as(user, password).pull(HOST, 'acme/shop', '1.0')).status).toBe(200);
    }
    expect((await as('jsingh', 'glpat-read').push(HOST, 'acme/shop', '2')).status).toBe(401);
  });
});

describe('the API of a project', () => {
  const api = (body?: unknown, token = 'glpat-api') =>
    new Client(vendor).raw('https://gitlab.com/api/v4/projects/jsingh%2Fown', {
      method: body === undefined ? 'GET' : 'PUT',
      headers: { 'private-token': token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const tags = async () => {
    const response = await as('jsingh', 's3cret').call(`https://${HOST}/v2/jsingh/own/tags/list`);
    return ((await response.json()) as { tags: string[] }).tags;
  };

  test('needs a token with its scope, and a maintainer', async () => {
    expect((await api(undefined, 'glpat-write')).status).toBe(401);
    expect((await api()).status).toBe(200);
  });

  test('changes who may see a project', async () => {
    await seed(vendor, 'jsingh/own', '1');
    expect((await new Client(vendor).pull(HOST, 'jsingh/own', '1')).status).not.toBe(200);
    expect((await api({ visibility: 'public' })).status).toBe(200);
    expect((await new Client(vendor).pull(HOST, 'jsingh/own', '1')).status).toBe(200);
  });

  test('a clean-up policy deletes tags by the clock, save the latest, the kept and the young', async () => {
    for (const tag of ['latest', 'release-1', 'a', 'b', 'c']) {
      await seed(vendor, 'jsingh/own', tag, tag);
      clock.time += 1000;
    }
    const policy = {
      enabled: true,
      cadence: '1d',
      keep_n: 1,
      older_than: '7d',
      name_regex_keep: 'release-.*',
    };
    expect((await api({ container_expiration_policy_attributes: { ...policy, keep_n: 3 } })).status).toBe(
      400,
    );
    expect((await api({ container_expiration_policy_attributes: policy })).status).toBe(200);
    clock.time += 6 * 86_400_000;
    expect(await tags()).toHaveLength(5);
    clock.time += 2 * 86_400_000;
    expect(await tags()).toEqual(['c', 'latest', 'release-1']);
  });
});
