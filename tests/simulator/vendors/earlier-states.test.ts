import { expect, test } from 'vitest';
import { Random } from '../../../src/simulator/common/random.ts';
import { createVendor, vendorDefinition } from '../../../src/simulator/vendors/index.ts';

const clock = {
  now: () => Date.parse('2026-11-28T09:00:00Z'),
  pass: async () => {},
  until: async () => {},
  during: <T>(wait: Promise<T>) => wait,
  loading: async <T>(code: T | Promise<T>) => code,
};

/** Values that hold by name: objects and maps lose every name in turn. */
function* without(state: Record<string, unknown>): Generator<Record<string, unknown>> {
  for (const name of Object.keys(state)) {
    const { [name]: _, ...rest } = state;
    yield rest;
  }
}

test.each([
  [{ vendor: 'ghcr', repositories: [{ name: 'ada/app' }] }, 'https://ghcr.io/v2/ada/app/tags/list'],
  [{ vendor: 'acr', name: 'learner', 'admin-password': 'x' }, 'https://learner.azurecr.io/v2/'],
  [{ vendor: 'docker-hub', repositories: [{ name: 'ada/app' }] }, 'https://registry-1.docker.io/v2/'],
  [{ vendor: 'gitlab', projects: [{ path: 'ada/app' }] }, 'https://registry.gitlab.com/v2/'],
  [
    { vendor: 'ecr', account: '123456789012', repositories: [{ name: 'app' }] },
    'https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/',
  ],
  [
    { vendor: 'artifact-registry', project: 'p-1234', repositories: [{ name: 'images' }] },
    'https://us-docker.pkg.dev/v2/',
  ],
])('states that were saved without what came later: %j', async (definition, url) => {
  const vendor = createVendor(vendorDefinition.parse(definition), {
    clock,
    random: new Random(1),
    blobs: new Map(),
  });
  const saved = vendor.snapshot();
  for (const product of [...without(saved.product as Record<string, unknown>), {}, undefined]) {
    vendor.restore({ ...saved, product });
    expect((await vendor.fetch(new Request(url))).status).toBeLessThan(500);
    vendor.restore(vendor.snapshot());
  }
});
