/** `npm run -s registry`: one of the simulated registries on a port of this machine, for any client. */
import { hash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import type { Clock } from '../simulator/common/clock.ts';
import { Random } from '../simulator/common/random.ts';
import {
  createVendor,
  type Vendor,
  type VendorDefinition,
  vendorDefinition,
} from '../simulator/vendors/index.ts';
import { serveRegistry } from './registry-server.ts';

const USAGE = `Usage: npm run -s registry -- [--port PORT] [--host HOST] [--vendor NAME] [--world NAME]

  --port PORT     port to listen on; 0 takes any (default 5000)
  --host HOST     address to listen on (default 127.0.0.1, this machine alone)
  --vendor NAME   the product to be: plain (default), docker-hub, ghcr, ecr,
                  gitlab, artifact-registry, acr
  --world NAME    begin with what the product holds in content/worlds/NAME.yaml

Everything is kept in memory and gone when the server stops.`;

/** What a product is without a world: one account with one password, and one repository where pushes create none. */
const SAMPLES: Record<VendorDefinition['vendor'], unknown> = {
  plain: { vendor: 'plain', host: 'localhost:5000', tls: false },
  'docker-hub': { vendor: 'docker-hub', accounts: [{ name: 'learner', password: 's3cret' }] },
  ghcr: {
    vendor: 'ghcr',
    accounts: [
      { name: 'octocat', tokens: [{ token: 'ghp_good', scopes: ['read:packages', 'write:packages'] }] },
    ],
  },
  ecr: {
    vendor: 'ecr',
    account: '123456789012',
    users: [{ name: 'learner' }],
    tokens: [{ token: 'ecr-token-1', user: 'learner' }],
    repositories: [{ name: 'my-app' }],
  },
  gitlab: {
    vendor: 'gitlab',
    accounts: [{ name: 'learner', password: 's3cret' }],
    projects: [{ path: 'learner/app' }],
  },
  'artifact-registry': {
    vendor: 'artifact-registry',
    project: 'my-project',
    accounts: [{ name: 'learner@example.com', role: 'writer' }],
    tokens: [{ token: 'ya29.token', account: 'learner@example.com' }],
    repositories: [{ name: 'images' }],
  },
  acr: { vendor: 'acr', name: 'learner', 'admin-password': 's3cret' },
};

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '5000' },
        host: { type: 'string', default: '127.0.0.1' },
        vendor: { type: 'string' },
        world: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/** Randomness that nobody can foretell: here strangers may reach the names of uploads. */
class SystemRandom extends Random {
  private readonly pool = new Uint32Array(1024);
  private next = this.pool.length;

  override uint32(): number {
    if (this.next === this.pool.length) {
      crypto.getRandomValues(this.pool);
      this.next = 0;
    }
    return this.pool[this.next++]!;
  }
}

/** Bytes in memory, hashed by Node's own library: in one thread it is twice as fast as WebCrypto and never copies. */
class Blobs extends Map<string, Uint8Array> {
  hash(algorithm: string, bytes: Uint8Array): string {
    return hash(algorithm, bytes, 'hex');
  }
}

const wallClock: Clock = {
  now: () => Date.now(),
  pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  until: (time) => new Promise((resolve) => setTimeout(resolve, time - Date.now())),
  during: (wait) => wait,
  loading: async (code) => code,
};

async function openVendor(
  name: string | undefined,
  world: string | undefined,
  origin: string,
): Promise<Vendor> {
  const random = new SystemRandom(0);
  const context = { clock: wallClock, random, origin, secret: randomBytes(32).toString('hex') };
  if (world === undefined) {
    const sample = SAMPLES[(name ?? 'plain') as VendorDefinition['vendor']];
    if (!sample) fail(`There is no vendor "${name}": there are ${Object.keys(SAMPLES).join(', ')}.`);
    return createVendor(vendorDefinition.parse(sample), { ...context, blobs: new Blobs() });
  }
  const { readWorld, worldNames } = await import('./worlds.ts');
  if (!worldNames().includes(world))
    fail(`There is no world "${world}": there are ${worldNames().join(', ')}.`);
  const { snapshot, blobs } = await readWorld(world);
  const entry = snapshot.registries.find(
    ({ definition }) => name === undefined || definition.vendor === name,
  );
  if (!entry) {
    const held = snapshot.registries.map(({ definition }) => definition.vendor).join(', ');
    fail(`World "${world}" has no ${name ?? 'registry'}: it has ${held || 'none'}.`);
  }
  const vendor = createVendor(entry.definition, { ...context, blobs: new Blobs(blobs) });
  vendor.restore(entry.state);
  return vendor;
}

// The collector counts the bytes of blobs as growth of the heap, which here is small: it would go over all of it for
// every 16 MiB pushed.
setFlagsFromString('--heap-growing-percent=400');

const options = readOptions();
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
const port = Number(options.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  fail(`--port takes a number from 0 to 65535, not "${options.port}".`);
}
if (port === 0 && options.vendor !== undefined) {
  fail('A product sends its clients to its own address for tokens: give it a port.');
}
const reachedAs = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(options.host) ? 'localhost' : options.host;
const vendor = await openVendor(options.vendor, options.world, `http://${reachedAs}:${port}`);

let lines: string[] = [];
const flush = (): void => {
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
  lines = [];
};
setInterval(flush, 100).unref();
// What is cut off when the grace is over is told of after the server stopped.
process.once('exit', flush);

const server = await serveRegistry(vendor.fetch, {
  port,
  host: options.host,
  log: (line) => {
    lines.push(line);
    if (lines.length > 1000) flush();
  },
}).catch((error: NodeJS.ErrnoException) => {
  const reason = error.code === 'EADDRINUSE' ? 'the port is taken' : error.message;
  return fail(`Cannot listen on ${options.host}:${port}: ${reason}.`);
});
lines.push(
  `Listening on http://${reachedAs}:${server.port} as ${options.vendor ?? 'plain'}; images are kept in memory only.`,
);
flush();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.stop().then(() => {
      lines.push('Stopped.');
      flush();
      process.exitCode = 0;
    });
  });
}
