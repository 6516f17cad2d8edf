import { beforeEach, expect, test } from 'vitest';
import type { Vendor } from '../../../src/simulator/vendors/index.ts';
import { basic, Client, makeVendor, refusal, seed, type TestClock } from './helpers.ts';

const HOST = 'us-central1-docker.pkg.dev';
const KEY = '{"type": "service_account", "client_email": "ci@my-project.iam.gserviceaccount.com"}';
const DEFINITION = {
  vendor: 'artifact-registry',
  project: 'my-project',
  accounts: [
    { name: 'dev@example.com', role: 'writer' },
    { name: 'ci@my-project.iam.gserviceaccount.com', key: KEY },
  ],
  tokens: [{ token: 'ya29.dev', account: 'dev@example.com', expires: '2026-11-28T10:00:00Z' }],
  repositories: [
    { name: 'images', members: { 'ci@my-project.iam.gserviceaccount.com': 'reader' } },
    { name: 'open', members: { allUsers: 'reader' } },
  ],
};

let vendor: Vendor;
let clock: TestClock;
beforeEach(async () => {
  ({ vendor, clock } = makeVendor(DEFINITION));
  for (const name of ['images', 'open']) await seed(vendor, `my-project/${name}/app`, '1');
});

const dev = () => new Client(vendor, basic('oauth2accesstoken', 'ya29.dev'));
const ci = () => new Client(vendor, basic('_json_key', KEY));
const anonymous = () => new Client(vendor);

test('access tokens live for an hour, keys for ever', async () => {
  expect((await dev().call(`https://${HOST}/v2/`)).status).toBe(200);
  expect((await ci().call(`https://${HOST}/v2/`)).status).toBe(200);
  const encoded = new Client(vendor, basic('_json_key_base64', btoa(KEY)));
  expect((await encoded.call(`https://${HOST}/v2/`)).status).toBe(200);
  clock.time += 3_600_000;
  expect((await refusal(await dev().call(`https://${HOST}/v2/`)))[1]).toBe('UNAUTHORIZED');
});

test('who may, pushes and pulls', async () => {
  expect((await dev().push(HOST, 'my-project/images/web', '1')).status).toBe(201);
  expect((await ci().pull(HOST, 'my-project/images/web', '1')).status).toBe(200);
  expect((await anonymous().pull(HOST, 'my-project/open/app', '1')).status).toBe(200);
});

const RESOURCE = 'projects/my-project/locations/us-central1/repositories';
test.each([
  [
    'a reader',
    ci,
    'my-project/images/app',
    403,
    `Permission "artifactregistry.repositories.uploadArtifacts" denied on resource "${RESOURCE}/images" (or it may not exist)`,
  ],
  [
    'a reader, elsewhere',
    ci,
    'my-project/nosuch/app',
    403,
    `Permission "artifactregistry.repositories.uploadArtifacts" denied on resource "${RESOURCE}/nosuch" (or it may not exist)`,
  ],
  [
    'nobody',
    anonymous,
    'my-project/images/app',
    403,
    `Unauthenticated request. Unauthenticated requests do not have permission "artifactregistry.repositories.uploadArtifacts" on resource "${RESOURCE}/images" (or it may not exist)`,
  ],
  [
    'a path too short',
    dev,
    'my-project/app',
    400,
    'Missing image name. Pushes should be of the form docker push HOST-NAME/PROJECT-ID/REPOSITORY/IMAGE',
  ],
  ['a repository that is not there', dev, 'my-project/app/web', 404, 'Repository "app" not found'],
])('%s is refused', async (_, client, name, status, message) => {
  const [got, , words] = await refusal(await client().push(HOST, name, '2'));
  expect([got, words]).toEqual([status, message]);
});

test('a repository is opened to all and closed again', async () => {
  vendor.setVisibility('my-project/images/app', 'public');
  expect((await anonymous().pull(HOST, 'my-project/images/app', '1')).status).toBe(200);
  vendor.setVisibility('my-project/images/app', 'private');
  expect((await refusal(await anonymous().pull(HOST, 'my-project/images/app', '1')))[2]).toContain(
    'downloadArtifacts',
  );
});
