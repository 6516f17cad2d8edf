import { beforeAll, beforeEach, expect, test } from 'vitest';
import { World } from '../../../src/simulator/world/index.ts';
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
  const empty = await openWorlds(['az'], [{ service: acr({ created: false, taken: ['contoso'] }) }]);
  open = (name) => (name === 'empty' ? empty() : ready());
});
beforeEach(() => {
  world = open();
});
const $ = (line: string) => run(world, line);

test('login, acr login, and a token that lasts three hours', async () => {
  expect(await $('az acr login -n harbour')).toBe(
    `WARNING: Unable to get AAD authorization tokens with message: Please run 'az login' to setup account.
WARNING: Unable to get admin user credentials with message: Please run 'az login' to setup account.
ERROR: Unable to authenticate using AAD or admin login credentials. Please specify both username and password in non-interactive mode.
[1]`,
  );
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
  expect(await $('az acr repository list -n nosuch')).toMatch(
    /^WARNING: The resource with name 'nosuch'.+\nUsing 'nosuch.azurecr.io' as the default registry login server.\nERROR: Could not connect to the registry login server 'nosuch.azurecr.io'/,
  );
});

test('who has no role gets no token', async () => {
  await $('az login -u grace@example.com -p hopper');
  expect(await $('az acr login -n harbour')).toBe(
    `WARNING: Unable to get AAD authorization tokens with message: 2026-11-28 09:00:00.000000 An error occurred: CONNECTIVITY_REFRESH_TOKEN_ERROR
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
  expect(await $('az acr create -n harbour')).toContain(
    'ERROR: the following arguments are required: --resource-group/-g, --sku\n\nExamples',
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
  expect(await $('az acr create -g demo -n no-dash --sku Basic')).toBe(
    'ERROR: Registry names may contain only alpha numeric characters and must be between 5 and 50 characters\n[1]',
  );
  expect(await $('az acr create -g demo -n Upper1 --sku Basic')).toBe(
    'ERROR: argument error: Connected registry name must use only lowercase.\n[1]',
  );
  expect(await $('az acr create -g demo -n contoso --sku Basic')).toContain('(AlreadyInUse)');
});

test('any other registry can be made, and answers at a host of its own', async () => {
  await $('az login');
  expect(await $('curl -s https://lighthouse.azurecr.io/v2/')).toContain('[6]');
  expect(await $('az acr create -g demo -n lighthouse --sku Basic --query name -o tsv')).toBe('lighthouse\n');
  expect(await $('az acr list --query "[].name" -o tsv')).toBe('harbour\nlighthouse\n');
  await $('az acr login -n harbour && az acr login -n lighthouse');
  await $('docker pull -q harbour.azurecr.io/app:1.0');
  await $('docker tag harbour.azurecr.io/app:1.0 lighthouse.azurecr.io/web:1');
  expect(await $('docker push -q lighthouse.azurecr.io/web:1')).toBe('lighthouse.azurecr.io/web:1\n');
  expect(await $('az acr repository list -n lighthouse -o tsv')).toBe('web\n');
  expect(await $('az acr repository list -n harbour -o tsv')).toBe('app\n');
  const later = new World(world.snapshot(), { blobs: world.blobs });
  expect(await run(later, 'docker pull -q lighthouse.azurecr.io/web:1')).toBe(
    'lighthouse.azurecr.io/web:1\n',
  );
  expect(await $('az acr update -n lighthouse --anonymous-pull-enabled true')).toContain('[1]');
  await $('az acr update -n lighthouse --sku Standard --anonymous-pull-enabled true');
  await $('docker logout lighthouse.azurecr.io');
  expect(await $('docker pull -q lighthouse.azurecr.io/web:1')).toBe('lighthouse.azurecr.io/web:1\n');
});

test('soft delete keeps what was deleted for some days', async () => {
  await $('az login && az acr login -n harbour');
  await $('az acr config soft-delete update -r harbour --status enabled --days 7');
  expect(await $('az acr repository delete -n harbour --image app:1.0')).toBe(
    'ERROR: Unable to prompt for confirmation as no tty available. Use --yes.\n[1]',
  );
  expect(await $('az acr repository delete -n harbour --image app:1.0 --yes')).toBe('');
  expect(await $('docker pull -q harbour.azurecr.io/app:1.0')).toContain('not found');
  expect(
    await $('az acr manifest list-deleted-tags --only-show-errors -r harbour -n app --query "[].tag" -o tsv'),
  ).toBe('1.0\n');
  expect(
    await $('az acr manifest restore --only-show-errors -r harbour -n app:1.0 --query tags[0] -o tsv'),
  ).toBe('1.0\n');
  expect(await $('docker pull -q harbour.azurecr.io/app:1.0')).toBe('harbour.azurecr.io/app:1.0\n');
  await $('az acr repository delete -n harbour --image app:1.0 --yes; sleep 8d; az login');
  expect(await $('az acr manifest restore --only-show-errors -r harbour -n app:1.0')).toBe(
    'ERROR: No deleted manifests found for tag: 1.0\n[1]',
  );
});

test('retention deletes manifests that lost their tags, on Premium alone', async () => {
  await $('az login && az acr login -n harbour');
  const enable =
    'az acr config retention update --only-show-errors -r harbour --type UntaggedManifests --status enabled --days';
  expect(await $(`${enable} 400`)).toBe('ERROR: Invalid value for days: should be from 0 to 365\n[1]');
  expect(await $(`${enable} 3`)).toBe(
    'ERROR: Policies are only supported for managed registries in Premium SKU.\n[1]',
  );
  await $('az acr update -n harbour --sku Premium');
  await $('az acr repository untag -n harbour --image app:2.0');
  expect(await $(`${enable} 3 --query status -o tsv`)).toBe('enabled\n');
  await $('az acr repository untag -n harbour --image app:1.0; sleep 2d; az login');
  const count = 'curl -s -u harbour:$(az acr credential show -n harbour --query passwords[0].value -o tsv)';
  await $('az acr update -n harbour --admin-enabled true');
  const token = `${count} 'https://harbour.azurecr.io/oauth2/token?service=harbour.azurecr.io&scope=repository:app:pull' | jq -r .access_token`;
  const manifests = `curl -s -H "Authorization: Bearer $(${token})" https://harbour.azurecr.io/acr/v1/app/_manifests | jq '.manifests | length'`;
  expect(await $(manifests)).toBe('2\n');
  // The one that had no tag before the policy stays.
  expect(await $(`sleep 2d; az login >/dev/null 2>&1; ${manifests}`)).toBe('1\n');
});

test('yaml, jsonc, and a literal of a query that is no JSON', async () => {
  await $('az login');
  expect(await $('az acr repository show-tags -n harbour --repository app -o yaml')).toBe(
    "- '1.0'\n- '2.0'\n",
  );
  expect(await $('az acr list -o jsonc --query "[?name==\\`harbour\\`].name"')).toBe('[\n  "harbour"\n]\n');
});

test.each(['{', 'null', '[1]', '{"subscriptions":[null,3]}'])(
  'a profile that was broken (%s) is as none',
  async (text) => {
    await $('az login');
    await $(`for file in ~/.azure/*; do echo '${text}' > $file; done`);
    expect(await $('az account show')).toBe("ERROR: Please run 'az login' to setup account.\n[1]");
    expect(await $('az account list 2>/dev/null')).toBe('[]\n');
  },
);

test('docker that does not answer, and a registry named by its host', async () => {
  await $('az login');
  expect(await $('DOCKER_HOST=tcp://localhost:1 az acr login -n harbour.azurecr.io')).toMatch(
    /^WARNING: The login server endpoint suffix '.azurecr.io' is automatically omitted.\nWARNING: You may want to use 'az acr login -n harbour --expose-token' .+\nERROR: 2026-11-28 09:00:00.000000 An error occurred: DOCKER_COMMAND_ERROR\nCannot connect to the Docker daemon at tcp:\/\/localhost:1/,
  );
  expect(await $('az acr login -n harbour --expose-token --query loginServer -o tsv 2>/dev/null')).toBe(
    'harbour.azurecr.io\n',
  );
});

test('cells of a table and of tab-separated values', async () => {
  await $('az login');
  expect(await $("az acr list --query '[].[name,adminUserEnabled,tags,policies]' -o tsv")).toBe(
    'harbour\tFalse\tNone\t\n',
  );
  expect(await $("az acr list --query '[].{N:name,t:sku.name}' -o table")).toMatch(
    /^N +T\n-+ {2}-+\nharbour /,
  );
});
