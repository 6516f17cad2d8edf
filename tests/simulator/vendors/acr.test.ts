import { beforeEach, describe, expect, test } from 'vitest';
import type { Vendor } from '../../../src/simulator/vendors/index.ts';
import { basic, Client, image, makeVendor, refusal, seed, type TestClock } from './helpers.ts';

const HOST = 'myregistry.azurecr.io';
const NULL_USER = '00000000-0000-0000-0000-000000000000';
const DEFINITION = {
  vendor: 'acr',
  name: 'myregistry',
  'admin-password': 'admin',
  principals: [
    { name: 'puller', password: 'p' },
    { name: 'pusher', password: 'p', roles: ['AcrPush'] },
  ],
  tokens: [{ token: 'refresh', principal: 'pusher', expires: '2026-11-28T12:00:00Z' }],
  'repository-tokens': [{ name: 'partial', password: 'p', actions: { app: ['content/read'] } }],
  locked: ['quarantined'],
};
const REFUSED = 'authentication required, visit https://aka.ms/acr/authorization for more information.';

let vendor: Vendor;
let clock: TestClock;
beforeEach(async () => {
  ({ vendor, clock } = makeVendor(DEFINITION));
  for (const name of ['app', 'other', 'quarantined']) await seed(vendor, name, '1');
});

const as = (user: string, password = 'p') => new Client(vendor, basic(user, password));

describe('logging in', () => {
  test('the admin user, a service principal, and what az acr login leaves behind for three hours', async () => {
    const ping = async (client: Client) => (await client.call(`https://${HOST}/v2/`)).status;
    expect(await ping(as('myregistry', 'admin'))).toBe(200);
    expect(await ping(as('puller'))).toBe(200);
    expect(await ping(as(NULL_USER, 'refresh'))).toBe(200);
    clock.time += 3 * 3_600_000;
    expect(await refusal(await as(NULL_USER, 'refresh').push(HOST, 'app', '2'))).toEqual([
      401,
      'UNAUTHORIZED',
      REFUSED,
    ]);
  });

  test('is asked for', async () => {
    expect(await refusal(await new Client(vendor).pull(HOST, 'app', '1'))).toEqual([
      401,
      'UNAUTHORIZED',
      REFUSED,
    ]);
    expect(await refusal(await as('puller', 'wrong').call(`https://${HOST}/v2/`))).toEqual([
      401,
      'UNAUTHORIZED',
      REFUSED,
    ]);
  });

  test('a refresh token is taken by the OAuth2 form', async () => {
    const form = {
      grant_type: 'refresh_token',
      refresh_token: 'refresh',
      service: HOST,
      scope: 'repository:app:pull,push',
    };
    const response = await as('puller').raw(`https://${HOST}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    const start = await as('puller').raw(`https://${HOST}/v2/app/blobs/uploads/`, {
      method: 'POST',
      authorization: `Bearer ${token}`,
    });
    expect(start.status).toBe(202);
  });
});

test('roles decide', async () => {
  expect((await as('pusher').push(HOST, 'new/app', '1')).status).toBe(201);
  expect((await as('puller').pull(HOST, 'new/app', '1')).status).toBe(200);
  expect((await as('puller').push(HOST, 'app', '2')).headers.get('www-authenticate')).toContain(
    'insufficient_scope',
  );
});

test('a token for some repositories says when it is not enough', async () => {
  expect((await as('partial').pull(HOST, 'app', '1')).status).toBe(200);
  expect(await refusal(await as('partial').pull(HOST, 'other', '1'))).toEqual([
    403,
    'DENIED',
    'Insufficient scopes to perform the operation',
  ]);
});

test('the firewall refuses, at login in its own strange way', async () => {
  vendor.turn({ 'blocked-address': '172.214.169.102' });
  const words = (quote: string) =>
    `client with IP ${quote}172.214.169.102${quote} is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`;
  expect(await refusal(await as('puller').pull(HOST, 'app', '1'))).toEqual([403, 'DENIED', words("'")]);
  expect(await refusal(await as('puller').call(`https://${HOST}/v2/`))).toEqual([
    403,
    'DENIED',
    `{"errors":[{"code":"DENIED","message":"${words('\\u0027')}"}]}\n`,
  ]);
});

test('a locked image stays where it is', async () => {
  expect((await refusal(await as('pusher').pull(HOST, 'quarantined', '1')))[2]).toBe(
    'The operation is disallowed.',
  );
});

test('anonymous pulls are for the whole registry', async () => {
  vendor.setVisibility('app', 'public');
  expect((await new Client(vendor).pull(HOST, 'app', '1')).status).toBe(200);
  expect((await new Client(vendor).push(HOST, 'app', '2')).status).toBe(401);
});

test('what had no tag before retention was turned on is spared, also in a world that comes from a file', async () => {
  ({ vendor, clock } = makeVendor({ ...DEFINITION, sku: 'Premium' }));
  await seed(vendor, 'app', '1', 'first');
  await seed(vendor, 'app', '1', 'second');
  const untagged = image('first').digest;
  const saved = vendor.snapshot();
  const { own } = saved.product as { own: { retention: object } };
  // In JSON what was `undefined` is `null`.
  const before = new Map([[`app@${untagged}`, null]]);
  own.retention = { enabled: true, days: 7, updated: clock.now(), untagged: before };
  vendor.restore(saved);
  const isThere = () => vendor.registry.repository('app')!.manifests.has(untagged);
  clock.time += 8 * 24 * 3_600_000;
  await as('puller').call(`https://${HOST}/v2/`);
  expect(isThere()).toBe(true);
  await seed(vendor, 'app', '1', 'third');
  const loser = image('second').digest;
  await as('puller').call(`https://${HOST}/v2/`);
  clock.time += 8 * 24 * 3_600_000;
  await as('puller').call(`https://${HOST}/v2/`);
  expect(vendor.registry.repository('app')!.manifests.has(loser)).toBe(false);
  expect(isThere()).toBe(true);
});
