import { beforeEach, describe, expect, test } from 'vitest';
import type { Vendor } from '../../../src/simulator/vendors/index.ts';
import { basic, Client, makeVendor, refusal, seed, type TestClock } from './helpers.ts';

const HOST = 'registry-1.docker.io';
const DEFINITION = {
  vendor: 'docker-hub',
  accounts: [
    {
      name: 'learner',
      password: 's3cret',
      email: 'learner@example.com',
      tokens: [
        { token: 'dckr_pat_good' },
        { token: 'dckr_pat_read', access: 'read-only' },
        { token: 'dckr_pat_old', expires: '2026-11-28T08:00:00Z' },
      ],
    },
    {
      name: 'otheruser',
      password: 'hunter2',
      'two-factor': true,
      'new-repositories': 'private',
      tokens: [{ token: 'dckr_pat_other' }],
    },
    { name: 'payer', password: 'p', plan: 'pro', 'new-repositories': 'private' },
  ],
  organizations: [{ name: 'acme', members: { learner: 'write', payer: 'read' } }],
  repositories: [
    { name: 'library/busybox' },
    { name: 'library/ratelimited', 'rate-limited': true },
    { name: 'otheruser/private-app', visibility: 'private' },
    { name: 'learner/private', visibility: 'private' },
  ],
  search: [
    { name: 'nginx', description: 'Official build of Nginx.', stars: 20700, official: true },
    { name: 'busybox', description: 'Busybox base image.', stars: 3400, official: true },
  ],
  device: { account: 'learner', pending: 1, 'user-code': 'HXKR-LMWP', token: 'dckr_pat_device' },
};

let vendor: Vendor;
let clock: TestClock;
beforeEach(async () => {
  ({ vendor, clock } = makeVendor(DEFINITION));
  await seed(vendor, 'library/busybox', '1.37');
  await seed(vendor, 'learner/private', '1.0');
  await seed(vendor, 'otheruser/private-app', 'latest');
});

const anonymous = () => new Client(vendor);
const as = (user: string, password: string) => new Client(vendor, basic(user, password));
const login = async (user: string, password: string) => {
  const response = await as(user, password).call(`https://${HOST}/v2/`);
  return [response.status, await response.json()];
};

describe('logging in', () => {
  test('a password, an e-mail address and an access token are taken', async () => {
    expect((await login('learner', 's3cret'))[0]).toBe(200);
    expect((await login('learner@example.com', 's3cret'))[0]).toBe(200);
    expect((await login('learner', 'dckr_pat_good'))[0]).toBe(200);
  });

  test.each([
    ['learner', 'wrong', 'incorrect username or password'],
    ['nobody', 's3cret', 'incorrect username or password'],
    ['learner', 'dckr_pat_old', 'personal access token is expired'],
    ['otheruser', 'hunter2', 'please use personal access token to login'],
  ])('%s with %s is refused: %s', async (user, password, details) => {
    expect(await login(user, password)).toEqual([401, { details }]);
  });

  test('the device flow waits to be confirmed, then gives an access token that works', async () => {
    const client = anonymous();
    const post = async (url: string, form: Record<string, string>) => {
      const response = await client.raw(url, { method: 'POST', body: new URLSearchParams(form) });
      return [response.status, await response.json()] as [number, Record<string, string>];
    };
    const [, code] = await post('https://login.docker.com/oauth/device/code', { client_id: 'x' });
    expect(code.user_code).toBe('HXKR-LMWP');
    const form = {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: code.device_code!,
    };
    expect((await post('https://login.docker.com/oauth/token', form))[1].error).toBe('authorization_pending');
    const [status, session] = await post('https://login.docker.com/oauth/token', form);
    expect(status).toBe(200);
    const generate = 'https://hub.docker.com/v2/access-tokens/desktop-generate';
    expect((await client.raw(generate, { method: 'POST', authorization: 'Bearer a.b.c' })).status).toBe(401);
    const made = await client.raw(generate, {
      method: 'POST',
      authorization: `Bearer ${session.access_token}`,
    });
    expect(await made.json()).toEqual({ data: { token: 'dckr_pat_device' } });
    expect((await login('learner', 'dckr_pat_device'))[0]).toBe(200);
  });
});

describe('pulling', () => {
  test('public for all, private for its owner, and what does not exist looks like what is hidden', async () => {
    expect((await anonymous().pull(HOST, 'library/busybox', '1.37')).status).toBe(200);
    expect((await as('learner', 's3cret').pull(HOST, 'learner/private', '1.0')).status).toBe(200);
    for (const name of ['otheruser/private-app', 'learner/nosuch', 'nosuch/app']) {
      const response = await as('learner', 's3cret').pull(HOST, name, 'latest');
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe(
        `Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:${name}:pull",error="insufficient_scope"`,
      );
    }
  });

  test('a tag that does not exist', async () => {
    expect(await refusal(await anonymous().pull(HOST, 'library/busybox', 'nosuch'))).toEqual([
      404,
      'MANIFEST_UNKNOWN',
      'manifest unknown',
    ]);
  });

  test('a token expires by the clock', async () => {
    const query = 'service=registry.docker.io&scope=repository:library/busybox:pull';
    const response = await anonymous().raw(`https://auth.docker.io/token?${query}`);
    const { token } = (await response.json()) as { token: string };
    const url = `https://${HOST}/v2/library/busybox/manifests/1.37`;
    expect((await anonymous().raw(url, { authorization: `Bearer ${token}` })).status).toBe(200);
    clock.time += 301_000;
    const late = await anonymous().raw(url, { authorization: `Bearer ${token}` });
    expect(late.status).toBe(401);
    expect(late.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  test('a forged token is refused', async () => {
    const query = 'service=registry.docker.io&scope=repository:library/busybox:pull';
    const response = await anonymous().raw(`https://auth.docker.io/token?${query}`);
    const { token } = (await response.json()) as { token: string };
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    claims.access = [{ type: 'repository', name: 'otheruser/private-app', actions: ['pull'] }];
    const forged = `${header}.${btoa(JSON.stringify(claims)).replace(/=+$/, '')}.${signature}`;
    const url = `https://${HOST}/v2/otheruser/private-app/manifests/latest`;
    expect((await anonymous().raw(url, { authorization: `Bearer ${forged}` })).status).toBe(401);
  });
});

describe('pull limits', () => {
  const LIMIT =
    'You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit';

  test('are told in headers, spent by GET alone, and forgotten after six hours', async () => {
    vendor.turn({ 'anonymous-pulls': 2 });
    const head = await anonymous().pull(HOST, 'library/busybox', '1.37', 'HEAD');
    expect(head.headers.get('ratelimit-limit')).toBe('2;w=21600');
    expect(head.headers.get('ratelimit-remaining')).toBe('2;w=21600');
    await anonymous().pull(HOST, 'library/busybox', '1.37');
    const second = await anonymous().pull(HOST, 'library/busybox', '1.37');
    expect(second.headers.get('ratelimit-remaining')).toBe('0;w=21600');
    expect(await refusal(await anonymous().pull(HOST, 'library/busybox', '1.37'))).toEqual([
      429,
      'TOOMANYREQUESTS',
      LIMIT,
    ]);
    expect((await as('learner', 's3cret').pull(HOST, 'library/busybox', '1.37')).status).toBe(200);
    clock.time += 6 * 60 * 60 * 1000;
    expect((await anonymous().pull(HOST, 'library/busybox', '1.37')).status).toBe(200);
  });

  test('paid plans have none', async () => {
    const response = await as('payer', 'p').pull(HOST, 'library/busybox', '1.37');
    expect(response.status).toBe(200);
    expect(response.headers.get('ratelimit-limit')).toBeNull();
  });

  test('can be reached from the start, by repository or by switch', async () => {
    expect((await refusal(await anonymous().pull(HOST, 'library/ratelimited', 'latest')))[2]).toBe(LIMIT);
    vendor.turn({ 'rate-limited': true });
    expect((await refusal(await as('learner', 's3cret').pull(HOST, 'library/busybox', '1.37')))[2]).toBe(
      'You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
    );
  });
});

describe('pushing', () => {
  test('makes the repository, as public or private as the account has it', async () => {
    expect((await as('learner', 'dckr_pat_good').push(HOST, 'learner/app', '1.0')).status).toBe(201);
    expect(vendor.visibility('learner/app')).toBe('public');
    expect((await anonymous().pull(HOST, 'learner/app', '1.0')).status).toBe(200);
  });

  test('into a namespace of others is refused, with the words that engines turn into "denied"', async () => {
    for (const client of [anonymous(), as('learner', 's3cret')]) {
      const response = await client.push(HOST, 'otheruser/x', '1');
      expect(response.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
      expect((await refusal(response))[1]).toBe('UNAUTHORIZED');
    }
  });

  test('needs a token that may write', async () => {
    const response = await as('learner', 'dckr_pat_read').push(HOST, 'learner/app', '1.0');
    expect([response.status, await response.json()]).toEqual([
      401,
      { details: 'access token has insufficient scopes' },
    ]);
  });

  test('organizations go by role', async () => {
    expect((await as('learner', 's3cret').push(HOST, 'acme/app', '1')).status).toBe(201);
    expect((await as('payer', 'p').push(HOST, 'acme/app', '1')).status).toBe(401);
  });

  test('mounts only what the client may read', async () => {
    const { image } = await import('./helpers.ts');
    const [digest] = [...image().blobs.keys()];
    const url = `https://${HOST}/v2/learner/app/blobs/uploads/?mount=${digest}`;
    const scope = (from: string) => `repository:learner/app:pull,push repository:${from}:pull`;
    const mount = (from: string) =>
      as('learner', 's3cret').call(`${url}&from=${from}`, { method: 'POST' }, scope(from));
    expect((await mount('library/busybox')).status).toBe(201);
    expect((await mount('otheruser/private-app')).status).toBe(202);
  });
});

test('search finds by name and description', async () => {
  const response = await anonymous().raw('https://index.docker.io/v1/search?q=NGINX&n=25');
  expect(await response.json()).toMatchObject({
    num_results: 1,
    results: [{ name: 'nginx', star_count: 20700, is_official: true, is_automated: false }],
  });
});

test('a snapshot brings settings, pulls and tokens back', async () => {
  const saved = structuredClone(vendor.snapshot());
  await as('learner', 's3cret').push(HOST, 'learner/app', '1.0');
  vendor.turn({ unavailable: true });
  expect((await anonymous().pull(HOST, 'library/busybox', '1.37')).status).toBe(503);
  vendor.restore(saved);
  expect(vendor.visibility('learner/app')).toBeUndefined();
  expect((await anonymous().pull(HOST, 'library/busybox', '1.37')).status).toBe(200);
  expect((await anonymous().pull(HOST, 'learner/app', '1.0')).status).toBe(401);
});

describe('private repositories of a Personal account', () => {
  test('beyond the first, a push is taken and locks what it made, until that is public', async () => {
    const owner = as('otheruser', 'dckr_pat_other');
    expect((await owner.push(HOST, 'otheruser/second', '1')).status).toBe(201);
    expect(vendor.visibility('otheruser/second')).toBe('private');
    expect((await owner.push(HOST, 'otheruser/second', '2')).status).toBe(401);
    expect((await owner.pull(HOST, 'otheruser/second', '1')).status).toBe(401);
    vendor.setVisibility('otheruser/second', 'public');
    expect((await owner.pull(HOST, 'otheruser/second', '1')).status).toBe(200);
    expect((await owner.push(HOST, 'otheruser/second', '2')).status).toBe(201);
  });

  test('a paid plan has as many as it likes', async () => {
    const owner = as('payer', 'p');
    for (const name of ['payer/a', 'payer/b']) {
      expect((await owner.push(HOST, name, '1')).status).toBe(201);
      expect((await owner.push(HOST, name, '2')).status).toBe(201);
      expect(vendor.visibility(name)).toBe('private');
    }
  });
});
