import { beforeEach, describe, expect, test } from 'vitest';
import type { Vendor } from '../../../src/simulator/vendors/index.ts';
import { basic, Client, image, makeVendor, refusal, seed, type TestClock } from './helpers.ts';

const HOST = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const DEFINITION = {
  vendor: 'ecr',
  account: '123456789012',
  users: [{ name: 'learner' }, { name: 'guest', actions: ['ecr:BatchGetImage', 'ecr:GetDownload*'] }],
  tokens: [
    { token: 'ecr-token-1', user: 'learner', expires: '2026-11-28T21:00:00Z' },
    { token: 'ecr-token-guest', user: 'guest' },
  ],
  repositories: [{ name: 'my-app' }, { name: 'frozen', immutable: true }],
};

let vendor: Vendor;
let clock: TestClock;
beforeEach(async () => {
  ({ vendor, clock } = makeVendor(DEFINITION));
  await seed(vendor, 'frozen', 'v1');
});

const as = (token: string, user = 'AWS') => new Client(vendor, basic(user, token));
const ping = async (client: Client) => {
  const response = await client.call(`https://${HOST}/v2/`);
  return [response.status, await response.text()];
};

describe('logging in', () => {
  test('without credentials: a Basic challenge', async () => {
    const response = await new Client(vendor).raw(`https://${HOST}/v2/`);
    expect(response.headers.get('www-authenticate')).toBe(
      `Basic realm="https://${HOST}/",service="ecr.amazonaws.com"`,
    );
    expect([response.status, await response.text()]).toEqual([401, 'Not Authorized\n']);
  });

  test('the password of twelve hours, and only that', async () => {
    expect((await ping(as('ecr-token-1')))[0]).toBe(200);
    expect(await ping(as('nonsense'))).toEqual([400, 'Bad Request\n']);
    expect(await ping(as('ecr-token-1', 'learner'))).toEqual([400, 'Bad Request\n']);
    clock.time += 12 * 60 * 60 * 1000;
    const late = await as('ecr-token-1').push(HOST, 'my-app', '1.0');
    expect(await refusal(late)).toEqual([
      403,
      'DENIED',
      'Your authorization token has expired. Reauthenticate and try again.',
    ]);
  });
});

test('a repository must be created first', async () => {
  const message = `The repository with name 'nosuch' does not exist in the registry with id '123456789012'`;
  expect(await refusal(await as('ecr-token-1').push(HOST, 'nosuch', '1'))).toEqual([
    404,
    'NAME_UNKNOWN',
    message,
  ]);
  expect(await refusal(await as('ecr-token-1').pull(HOST, 'nosuch', '1'))).toEqual([
    404,
    'NAME_UNKNOWN',
    message,
  ]);
  expect((await as('ecr-token-1').push(HOST, 'my-app', '1.0')).status).toBe(201);
});

test('an image that is not there', async () => {
  expect(await refusal(await as('ecr-token-1').pull(HOST, 'my-app', '9'))).toEqual([
    404,
    'MANIFEST_UNKNOWN',
    'Requested image not found',
  ]);
});

test('an immutable tag stays; the same image by digest may come again', async () => {
  const message = (what: string) =>
    `The image tag 'v1' already exists in the 'frozen' repository and cannot be overwritten because the ${what} is immutable.`;
  const again = () => as('ecr-token-1').push(HOST, 'frozen', 'v1', 'changed');
  expect(await refusal(await again())).toEqual([400, 'TAG_INVALID', message('repository')]);
  vendor.turn({ immutable: 'tag' });
  expect((await refusal(await again()))[2]).toBe(message('tag'));
  expect((await as('ecr-token-1').push(HOST, 'frozen', 'v2')).status).toBe(201);
  expect((await as('ecr-token-1').push(HOST, 'frozen', image().digest)).status).toBe(201);
});

describe('policies', () => {
  test('name the call that is missing', async () => {
    expect((await as('ecr-token-guest').pull(HOST, 'frozen', 'v1')).status).toBe(200);
    expect(await refusal(await as('ecr-token-guest').push(HOST, 'my-app', '1'))).toEqual([
      403,
      'DENIED',
      'User: arn:aws:iam::123456789012:user/guest is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:us-east-1:123456789012:repository/my-app because no identity-based policy allows the ecr:InitiateLayerUpload action',
    ]);
  });

  test('may refuse without a word', async () => {
    vendor.turn({ 'empty-refusals': true });
    const response = await as('ecr-token-guest').push(HOST, 'my-app', '1');
    expect([response.status, await response.text()]).toEqual([403, '']);
  });
});
