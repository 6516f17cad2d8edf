import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../../src/simulator/world/index.ts';
import { openWorlds, run } from './cloud-world.ts';

const ECR = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const HELPERS = ['ecr-login', 'gcloud', 'pass'].map((name) => `docker-credential-${name}`);
const REGISTRIES = [
  {
    service: {
      vendor: 'plain',
      host: 'registry.example.com',
      accounts: [{ name: 'ada', password: 'secret' }],
    },
  },
  {
    service: {
      vendor: 'ecr',
      account: '123456789012',
      users: [{ name: 'ada', keys: [{ id: 'AKIAIOSFODNN7EXAMPLE', secret: 's' }] }],
      repositories: [{ name: 'app' }],
    },
    holds: { 'app:1.0': 'tiny' },
  },
];

let open: () => World;
let withKeyring: () => World;
let world: World;
beforeAll(async () => {
  open = await openWorlds(HELPERS, REGISTRIES);
  withKeyring = await openWorlds(['docker-credential-secretservice'], REGISTRIES);
});
beforeEach(() => {
  world = open();
});
const $ = (line: string) => run(world, line);

describe('the protocol', () => {
  test.each([
    ['docker-credential-pass', 'Usage: docker-credential-pass <store|get|erase|list|version>\n[1]'],
    ['docker-credential-pass foo', 'unknown credential action: foo\n[1]'],
    ['docker-credential-pass get < /dev/null', 'no credentials server URL\n[1]'],
    [`echo '{"ServerURL":"a"}' | docker-credential-pass store`, 'no credentials username\n[1]'],
    ['echo x | docker-credential-pass store', "invalid character 'x' looking for beginning of value\n[1]"],
    [`echo '{"ServerURL":"a"' | docker-credential-pass store`, 'unexpected EOF\n[1]'],
    [
      'echo "{foo" | docker-credential-pass store',
      "invalid character 'f' looking for beginning of object key string\n[1]",
    ],
    ['echo null | docker-credential-pass store', 'no credentials server URL\n[1]'],
    [
      'echo 3 | docker-credential-pass store',
      'json: cannot unmarshal number into Go value of type credentials.Credentials\n[1]',
    ],
    [
      `echo '{"ServerURL":["a"]}' | docker-credential-pass store`,
      'json: cannot unmarshal array into Go struct field Credentials.ServerURL of type string\n[1]',
    ],
    [
      'echo a | docker-credential-pass get',
      'pass not initialized: exec: "pass": executable file not found in $PATH: \n[1]',
    ],
    ['echo ghcr.io | docker-credential-ecr-login get', 'credentials not found in native keychain\n[1]'],
    ['echo gcr.io | docker-credential-gcloud store', ''],
  ])('%s', async (line, printed) => {
    expect(await $(line)).toBe(printed);
  });
});

test('the keyring keeps the password out of the config file', async () => {
  world = withKeyring();
  expect(await $('echo secret | docker login -u ada --password-stdin registry.example.com')).toBe(
    'Login Succeeded\n',
  );
  expect(await $('cat ~/.docker/config.json')).toBe(
    '{\n\t"auths": {\n\t\t"registry.example.com": {}\n\t},\n\t"credsStore": "secretservice"\n}',
  );
  expect(await $('docker-credential-secretservice list')).toBe('{"registry.example.com":"ada"}\n');
  expect(await $('echo registry.example.com | docker-credential-secretservice get')).toBe(
    '{"ServerURL":"registry.example.com","Username":"ada","Secret":"secret"}\n',
  );
  await $('docker logout registry.example.com');
  expect(await $('echo registry.example.com | docker-credential-secretservice get')).toBe(
    'credentials not found in native keychain\n[1]',
  );
});

test('the ECR helper needs no login', async () => {
  await $(`mkdir ~/.docker && echo '{"credHelpers":{"${ECR}":"ecr-login"}}' > ~/.docker/config.json`);
  expect(await $(`docker pull ${ECR}/app:1.0`)).toContain('no basic auth credentials');
  const keys = 'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=s';
  expect(await $(`${keys} docker pull -q ${ECR}/app:1.0`)).toBe(`${ECR}/app:1.0\n`);
});

test('the keyring takes any text, and passes by what it did not write', async () => {
  world = withKeyring();
  await $('mkdir -p ~/.local/share/keyrings/docker && echo bnVsbA== > ~/.local/share/keyrings/docker/x.gpg');
  await $(
    `echo '{"ServerURL":"\u00e9\u2603","Username":"ada","Secret":"\u2603"}' | docker-credential-secretservice store`,
  );
  expect(await $('docker-credential-secretservice list')).toBe('{"\u00e9\u2603":"ada"}\n');
  expect(await $("echo '\u00e9\u2603' | docker-credential-secretservice get")).toContain('"Secret":"\u2603"');
});
