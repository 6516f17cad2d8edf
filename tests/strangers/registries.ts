import { randomBytes } from 'node:crypto';
import { serveRegistry } from '../../src/node/registry-server.ts';
import { Random } from '../../src/simulator/common/random.ts';
import { createVendor, type Vendor, vendorDefinition } from '../../src/simulator/vendors/index.ts';
import { freePort } from './tools.ts';

interface Served {
  port: number;
  vendor: Vendor;
  blobs: Map<string, Uint8Array>;
  stop(): Promise<void>;
}

/** One of our registries on a free port. */
export async function serve(definition: unknown): Promise<Served> {
  const port = await freePort();
  const blobs = new Map<string, Uint8Array>();
  const clock = {
    now: () => Date.now(),
    pass: async () => {},
    until: async () => {},
    during: <T>(wait: Promise<T>) => wait,
    loading: async <T>(code: T | Promise<T>) => code,
  };
  const vendor = createVendor(vendorDefinition.parse(definition), {
    clock,
    random: new Random(randomBytes(4).readUInt32LE()),
    blobs,
    origin: `http://localhost:${port}`,
  });
  const { stop } = await serveRegistry(vendor.fetch, { port, host: '127.0.0.1' });
  return { port, vendor, blobs, stop };
}
