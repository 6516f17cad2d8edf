import { beforeEach, describe, expect, test } from 'vitest';
import { freshWorlds, openWorlds } from './cloud-world.ts';

const HOST = 'us-central1-docker.pkg.dev';
const { $ } = freshWorlds(() =>
  openWorlds(
    ['gcloud', 'docker-credential-gcloud'],
    [
      {
        service: {
          vendor: 'artifact-registry',
          project: 'my-project',
          accounts: [{ name: 'ada@example.com', role: 'admin' }],
          browser: 'ada@example.com',
          repositories: [{ name: 'images' }],
        },
        holds: { 'my-project/images/app:1.0': 'tiny', 'my-project/images/app:2.0': 'other' },
      },
    ],
  ),
);

test('docker asks gcloud for a token, each time', async () => {
  expect(await $('gcloud auth print-access-token')).toMatch(
    /^ERROR: \(gcloud.auth.print-access-token\) You do not currently have an active account selected.\nPlease run:\n\n {2}\$ gcloud auth login\n/,
  );
  expect(await $(`gcloud auth configure-docker ${HOST} --quiet`)).toBe(
    `Adding credentials for: ${HOST}\nDocker configuration file updated.\n`,
  );
  expect(await $('cat ~/.docker/config.json')).toBe(`{\n  "credHelpers": {\n    "${HOST}": "gcloud"\n  }\n}`);
  expect(await $('gcloud auth login')).toContain('You are now logged in as [ada@example.com].');
  expect(await $(`docker pull -q ${HOST}/my-project/images/app:1.0`)).toBe(
    `${HOST}/my-project/images/app:1.0\n`,
  );
  await $('sleep 2h');
  expect(await $(`docker push -q ${HOST}/my-project/images/app:1.0`)).toBe(
    `${HOST}/my-project/images/app:1.0\n`,
  );
});

test('an access token lasts an hour', async () => {
  await $('gcloud auth login');
  const login = `docker login -u oauth2accesstoken --password-stdin ${HOST} < token`;
  await $('gcloud auth print-access-token > token');
  expect(await $(login)).toContain('Login Succeeded');
  await $('sleep 1h');
  expect(await $(login)).toContain('unauthorized: authentication failed');
});

test('repositories and images', async () => {
  expect(await $('gcloud artifacts repositories list')).toContain(
    'ERROR: (gcloud.artifacts.repositories.list) The required property [project] is not currently set.',
  );
  expect(await $('gcloud config set project my-project')).toBe('Updated property [core/project].\n');
  await $('gcloud auth login');
  const create =
    'gcloud artifacts repositories create frozen --repository-format=docker --location=us-central1';
  expect(await $(`${create} --immutable-tags`)).toMatch(
    /^Create request issued for: \[frozen\]\nWaiting for operation \[.+\] to complete...done.\nCreated repository \[frozen\].\n$/,
  );
  expect(await $(create)).toBe(
    'ERROR: (gcloud.artifacts.repositories.create) ALREADY_EXISTS: the repository already exists\n[1]',
  );
  expect(await $('gcloud artifacts repositories list --location us-central1 2>/dev/null')).toMatch(
    /^ +ARTIFACT_REGISTRY\nREPOSITORY {2}FORMAT {2}MODE .+\nfrozen {6}DOCKER .+\nimages {6}DOCKER /,
  );
  const list = `gcloud artifacts docker images list ${HOST}/my-project/images --include-tags`;
  expect(await $(`${list} 2>/dev/null | awk '{print $1, $3}'`)).toBe(
    `IMAGE TAGS\n${HOST}/my-project/images/app 1.0\n${HOST}/my-project/images/app 2.0\n`,
  );
  expect(await $('gcloud artifacts docker images list foo')).toContain('Invalid Docker string.');
  await $(`gcloud auth configure-docker ${HOST} --quiet`);
  await $(
    `docker pull -q ${HOST}/my-project/images/app:1.0; docker pull -q ${HOST}/my-project/images/app:2.0`,
  );
  await $(`docker tag ${HOST}/my-project/images/app:1.0 ${HOST}/my-project/frozen/app:1`);
  await $(`docker push -q ${HOST}/my-project/frozen/app:1`);
  await $(`docker tag ${HOST}/my-project/images/app:2.0 ${HOST}/my-project/frozen/app:1`);
  expect(await $(`docker push -q ${HOST}/my-project/frozen/app:1`)).toContain(
    'cannot update tag 1. The repository has enabled tag immutability',
  );
});

test('clean-up policies delete within a day what nothing keeps', async () => {
  await $(
    'gcloud auth login; gcloud config set project my-project; gcloud config set artifacts/location us-central1',
  );
  const set = 'gcloud artifacts repositories set-cleanup-policies images --policy=policy.json';
  expect(await $(set)).toContain('Unable to read file [policy.json]');
  await $(`echo '{}' > policy.json`);
  expect(await $(set)).toContain('Policy file must contain a list of policies.\n[1]');
  await $(`echo '[{"name":"old","action":{"type":"Delete"}}]' > policy.json`);
  expect(await $(set)).toContain('Key "condition" or "mostRecentVersions" not found in policy');
  const old = '{"name":"old","action":{"type":"Delete"},"condition":{"tagState":"any","olderThan":"1d"}}';
  const keep = '{"name":"keep","action":{"type":"Keep"},"mostRecentVersions":{"keepCount":1}}';
  await $(`echo '[${old},${keep}]' > policy.json`);
  expect(await $(`${set} --dry-run 2>&1 >/dev/null`)).toBe(
    'Dry run is enabled.\nUpdated repository [images].\n',
  );
  const count =
    'gcloud artifacts docker images list us-central1-docker.pkg.dev/my-project/images --format=json 2>/dev/null | jq length';
  expect(await $(`sleep 2d; ${count}`)).toBe('2\n');
  expect(await $(`${set} --no-dry-run 2>/dev/null | jq -c '.[] | [.name, .action.type]'`)).toBe(
    '["keep","Keep"]\n["old","Delete"]\n',
  );
  expect(await $(count)).toBe('2\n');
  expect(await $(`sleep 1d; ${count}`)).toBe('1\n');
  expect(
    await $(
      'gcloud artifacts repositories delete-cleanup-policies images --policynames=old,keep 2>/dev/null',
    ),
  ).toBe('[]\n');
});

test('groups without a command, and words that are none', async () => {
  expect(await $('gcloud artifacts')).toContain(
    'ERROR: (gcloud.artifacts) Command name argument expected.\n\nAvailable groups for gcloud artifacts:\n\n      repositories\n      docker\n',
  );
  expect(await $('gcloud artifacts repositories remove x')).toContain(
    "ERROR: (gcloud.artifacts.repositories) Invalid choice: 'remove'.",
  );
  expect(await $('gcloud foo')).toContain("ERROR: (gcloud) Invalid choice: 'foo'.");
});

describe('lists, as the real program prints them', () => {
  const images = `gcloud artifacts docker images list ${HOST}/my-project/images --include-tags`;
  beforeEach(async () => {
    await $('gcloud auth login; gcloud config set project my-project');
  });

  test.each([
    ['csv(tags,metadata.imageSizeBytes)', 'tags,size\n1.0,448\n2.0,447\n'],
    ['value(tags[0],nope)', '1.0\t\n2.0\t\n'],
    ['value(createTime)', '2026-11-28T09:00:00\n2026-11-28T09:00:00\n'],
    ['table(tags,package.basename():label=NAME)', 'TAGS  NAME\n1.0   app\n2.0   app\n'],
    [
      'json(tags)',
      '[\n  {\n    "tags": [\n      "1.0"\n    ]\n  },\n  {\n    "tags": [\n      "2.0"\n    ]\n  }\n]\n',
    ],
    ['none', ''],
  ])('--format=%s', async (format, printed) => {
    expect(await $(`${images} --format='${format}' 2>/dev/null`)).toBe(printed);
  });

  test('yaml, a limit, and formats that are none', async () => {
    expect(await $(`${images} --format=yaml --limit=1 2>/dev/null`)).toMatch(
      /^---\ncreateTime: '2026-11-28T09:00:00.000Z'\nmetadata:\n {2}buildTime: null\n {2}imageSizeBytes: '448'\n {2}mediaType: .+\n {2}name: projects\/.+\npackage: .+\/app\ntags:\n- '1.0'\nupdateTime: .+\nversion: sha256:\w+\n$/,
    );
    expect(await $(`${images} --format=foo`)).toContain('yaml; received [foo].\n');
    expect(await $(`${images} --format=value`)).toContain('Format [value] requires a non-empty projection.');
    expect(await $(`${images} --limit=0`)).toContain(
      'argument --limit: Value must be greater than or equal to 1',
    );
  });

  test('repositories of all locations, and who asked in vain', async () => {
    expect(await $('gcloud artifacts repositories list --format="table(name,location,sizeBytes)"')).toBe(
      'Listing items under project my-project, across all locations.\n\nREPOSITORY  LOCATION  SIZE (MB)\nimages                0.001\n',
    );
    expect(await $(`gcloud artifacts docker images list ${HOST}/my-project/nope 2>&1 | tail -1`)).toBe(
      'ERROR: (gcloud.artifacts.docker.images.list) NOT_FOUND: Requested entity was not found. This command is authenticated as ada@example.com which is the active account specified by the [core/account] property.\n',
    );
  });

  test('a name that cannot be, and files that were broken', async () => {
    const create = 'gcloud artifacts repositories create';
    expect(await $(create)).toContain(
      'argument (REPOSITORY : --location=LOCATION) --repository-format: Must be specified.\nUsage: ',
    );
    expect(await $(`${create} X_1 --repository-format=docker --location=us-central1`)).toContain(
      'Names may only contain lowercase letters, numbers, and hyphens',
    );
    await $("mkdir -p ~/.docker; echo '{' > ~/.docker/config.json");
    expect(await $(`gcloud auth configure-docker ${HOST} --quiet`)).toContain('could not be read as JSON: ');
    await $("echo '{' > ~/.config/gcloud/legacy_credentials/ada@example.com/adc.json");
    expect(await $('gcloud auth print-access-token')).toContain('invalid_grant');
  });
});
