import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { World } from '../../../src/simulator/world/index.ts';
import { openWorlds, run } from './cloud-world.ts';

let open: (name?: string) => World;
let world: World;
beforeAll(async () => {
  const principals = [
    { name: 'ada@example.com', roles: ['Owner'] },
    { name: 'grace@example.com', password: 'hopper', roles: [] },
    { name: '11111111-2222-3333-4444-555555555555', password: 'sp-secret', roles: ['AcrPull'] },
  ];
  const acr = (more: object) => ({
    vendor: 'acr',
    name: 'harbour',
    browser: 'ada@example.com',
    principals,
    ...more,
  });
  const ready = await openWorlds(
    ['az'],
    [{ service: acr({}), holds: { 'app:1.0': 'tiny', 'app:2.0': 'other' } }],
  );
  const empty = await openWorlds(['az'], [{ service: acr({ created: false }) }]);
  open = (name) => (name === 'empty' ? empty() : ready());
});
beforeEach(() => {
  world = open();
});
const $ = (line: string) => run(world, line);

test('login, acr login, and a token that lasts three hours', async () => {
  expect(await $('az acr login -n harbour')).toBe("ERROR: Please run 'az login' to setup account.\n[1]");
  expect(await $('az login --query "[].user.name" -o tsv 2>/dev/null')).toBe('ada@example.com\n');
  expect(await $('az acr login --name harbour')).toContain('Login Succeeded');
  expect(await $('docker pull -q harbour.azurecr.io/app:1.0')).toBe('harbour.azurecr.io/app:1.0\n');
  await $('sleep 3h');
  expect(await $('docker push harbour.azurecr.io/app:1.0')).toContain(
    'unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.',
  );
});

test('repositories and tags', async () => {
  await $('az login');
  expect(await $('az acr repository list -n harbour -o table')).toBe('Result\n--------\napp\n');
  expect(await $('az acr repository show-tags -n harbour --repository app')).toBe(
    '[\n  "1.0",\n  "2.0"\n]\n',
  );
  expect(await $('az acr repository show-tags -n harbour --repository nope')).toMatch(
    /^ERROR: repository "nope" is not found. Correlation ID: [0-9a-f-]{36}.\n\[1\]$/,
  );
  expect(await $('az acr repository list -n nosuch')).toContain("ERROR: The resource with name 'nosuch'");
});

test('who has no role gets no token', async () => {
  await $('az login -u grace@example.com -p hopper');
  expect(await $('az acr login -n harbour')).toBe(
    `WARNING: Unable to get AAD authorization tokens with message: An error occurred: CONNECTIVITY_REFRESH_TOKEN_ERROR
Access to registry 'harbour.azurecr.io' was denied. Response code: 401. Please try running 'az login' again to refresh permissions.
WARNING: Unable to get admin user credentials with message: Admin user is disabled.
ERROR: Unable to authenticate using AAD or admin login credentials. Please specify both username and password in non-interactive mode.
[1]`,
  );
  expect(await $('az login -u grace@example.com -p wrong')).toContain('ERROR: AADSTS50126');
  expect(
    await $(
      'az login --service-principal -u 11111111-2222-3333-4444-555555555555 -p sp-secret --tenant x --query "[0].user.type"',
    ),
  ).toBe('"servicePrincipal"\n');
});

test('a registry is made, once', async () => {
  world = open('empty');
  await $('az login');
  expect(await $('az acr create -n harbour')).toBe(
    'ERROR: the following arguments are required: --resource-group/-g, --sku\n[2]',
  );
  expect(await $('az acr create -g nope -n harbour --sku Basic')).toBe(
    "ERROR: (ResourceGroupNotFound) Resource group 'nope' could not be found.\nCode: ResourceGroupNotFound\nMessage: Resource group 'nope' could not be found.\n[3]",
  );
  expect(await $('az acr create -g demo -n harbour --sku Basic --query loginServer -o tsv')).toBe(
    'harbour.azurecr.io\n',
  );
  expect(await $('az acr create -g demo -n harbour --sku Basic')).toContain(
    'ERROR: (AlreadyInUse) The registry DNS name harbour.azurecr.io is already in use.',
  );
  expect(await $('az acr login -n harbour')).toContain('Login Succeeded');
  expect(await $('az acr create -g demo -n no-dash --sku Basic')).toContain(
    'Registry names may contain only alpha numeric',
  );
});
