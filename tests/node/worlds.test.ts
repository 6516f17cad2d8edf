import { beforeAll, expect, test } from 'vitest';
import { machineNames } from '../../src/components/worlds.ts';
import { readWorld, worldNames } from '../../src/node/worlds.ts';
import { World } from '../../src/simulator/world/index.ts';

let open: () => World;
beforeAll(async () => {
  const { snapshot, blobs } = await readWorld('six-products');
  open = () => new World(snapshot, { blobs: new Map(blobs) });
});

const ECR = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';

/** The sandbox's page says of each registry how one logs in, and where images go. */
test.each([
  ['ghcr.io/jsingh/myapp', 'echo $GHCR_TOKEN | docker login ghcr.io -u jsingh --password-stdin'],
  [
    `${ECR}/myapp`,
    `aws ecr create-repository --repository-name myapp && aws ecr get-login-password | docker login -u AWS --password-stdin ${ECR}`,
  ],
  [
    'registry.gitlab.com/jsingh/myapp',
    'echo $GITLAB_TOKEN | docker login registry.gitlab.com -u jsingh --password-stdin',
  ],
  [
    'europe-west1-docker.pkg.dev/harbour-demo/images/myapp',
    'gcloud auth login && gcloud auth configure-docker europe-west1-docker.pkg.dev --quiet',
  ],
  ['harbourdemo.azurecr.io/myapp', 'az login && az acr login --name harbourdemo'],
])('%s takes a push after logging in, and none before', async (name, login) => {
  const world = open();
  const push = `docker tag myapp:1.0 ${name} && docker push -q ${name}`;
  expect((await world.run('laptop', push)).status).not.toBe(0);
  expect((await world.run('laptop', login)).status).toBe(0);
  expect(await world.run('laptop', push)).toEqual({ status: 0, output: `${name}:latest\n` });
});

test('a registry without TLS is refused', async () => {
  const name = 'registry.lan:5000/myapp';
  const { output } = await open().run('laptop', `docker tag myapp:1.0 ${name} && docker push ${name}`);
  expect(output).toContain('http: server gave HTTP response to HTTPS client');
});

test('a world that begins as another has what that one has', async () => {
  const base = await readWorld('laptop-with-myapp');
  const { log, machines } = open().snapshot();
  expect(log.map(({ line }) => line)).toEqual(base.snapshot.log.map(({ line }) => line));
  expect(machines.laptop!.env).toMatchObject(base.snapshot.machines.laptop!.env);
  expect(Object.keys(machines)).toEqual(Object.keys(base.snapshot.machines));
});

test.each(worldNames())('the tabs of %s are its machines', async (name) => {
  const { snapshot } = await readWorld(name);
  expect(machineNames(name)).toEqual(Object.keys(snapshot.machines));
});
