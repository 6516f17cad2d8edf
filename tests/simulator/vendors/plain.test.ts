import { expect, test } from 'vitest';
import { vendorDefinition } from '../../../src/simulator/vendors/index.ts';
import { basic, Client, makeVendor, refusal } from './helpers.ts';

const HOST = 'registry.example.com';

test('without accounts everybody may do everything', async () => {
  const { vendor } = makeVendor({ vendor: 'plain', host: 'localhost:5000', tls: false });
  expect([vendor.hosts, vendor.tls]).toEqual([['localhost:5000'], false]);
  const client = new Client(vendor);
  expect((await client.push(HOST, 'team/app', '1.0')).status).toBe(201);
  expect((await client.pull(HOST, 'team/app', '1.0')).status).toBe(200);
  expect((await client.call(`https://${HOST}/v2/_catalog`)).status).toBe(200);
});

test('with accounts a password is asked for, always', async () => {
  const { vendor } = makeVendor({
    vendor: 'plain',
    host: HOST,
    accounts: [{ name: 'learner', password: 's3cret' }],
  });
  const response = await new Client(vendor).pull(HOST, 'app', '1');
  expect(response.headers.get('www-authenticate')).toBe('Basic realm="Registry Realm"');
  expect(await refusal(response)).toEqual([401, 'UNAUTHORIZED', 'authentication required']);
  const wrong = new Client(vendor, basic('learner', 'wrong'));
  expect((await wrong.call(`https://${HOST}/v2/`)).status).toBe(401);
  const right = new Client(vendor, basic('learner', 's3cret'));
  expect((await right.push(HOST, 'app', '1')).status).toBe(201);
});

test('deletion can be off, repositories few, bodies small', async () => {
  const { vendor } = makeVendor({
    vendor: 'plain',
    host: HOST,
    delete: false,
    knobs: { 'max-repositories': 1 },
  });
  const client = new Client(vendor);
  expect((await client.push(HOST, 'one', '1')).status).toBe(201);
  expect(await refusal(await client.push(HOST, 'two', '1'))).toEqual([
    403,
    'DENIED',
    'registry contains 1 repositories, limit is 1',
  ]);
  expect(
    await refusal(await client.call(`https://${HOST}/v2/one/manifests/1`, { method: 'DELETE' })),
  ).toEqual([405, 'UNSUPPORTED', 'The operation is unsupported.']);
  vendor.turn({ 'max-body': 3 });
  const call = { method: 'PUT', body: 'hello', headers: { 'content-length': '5' } };
  const large = await client.raw(`https://${HOST}/v2/one/manifests/2`, call);
  expect([large.status, await large.text()]).toEqual([413, expect.stringMatching(/^<html>/)]);
});

test('a definition that is wrong says where', () => {
  const issues = (definition: unknown) =>
    vendorDefinition.safeParse(definition).error?.issues.map(({ path }) => path.join('.'));
  expect(issues({ vendor: 'quay' })).toEqual(['vendor']);
  expect(issues({ vendor: 'plain', host: 'UPPER case' })).toEqual(['host']);
  expect(issues({ vendor: 'ecr', account: '12' })).toEqual(['account']);
  expect(
    issues({ vendor: 'ghcr', accounts: [{ name: 'x', tokens: [{ token: 'a', scopes: ['all'] }] }] }),
  ).toEqual(['accounts.0.tokens.0.scopes.0']);
});
