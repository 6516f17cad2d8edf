/** `npm run -s engine`: the docker engine of a simulated machine on a port of this one, for the real docker CLI. */
import { parseArgs } from 'node:util';
import { World } from '../simulator/world/index.ts';
import { serveEngine } from './engine-server.ts';
import { publish } from './publish.ts';
import { readWorld, worldNames } from './worlds.ts';

const USAGE = `Usage: npm run -s engine -- --world NAME [--machine NAME] [--port PORT] [--host HOST]

  --world NAME     the world to open: content/worlds/NAME.yaml
  --machine NAME   whose engine to serve (default: the world's first machine)
  --port PORT      port to listen on; 0 takes any (default 2375)
  --host HOST      address to listen on (default 127.0.0.1, this machine alone)

Then, elsewhere: export DOCKER_HOST=tcp://127.0.0.1:2375
The engine reaches the registries of its world and nothing else. Ports that its containers publish are open at the
same address. All is kept in memory and gone when it stops.`;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        world: { type: 'string' },
        machine: { type: 'string' },
        port: { type: 'string', default: '2375' },
        host: { type: 'string', default: '127.0.0.1' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${USAGE}`);
  }
}

const options = readOptions();
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
const port = Number(options.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  fail(`--port takes a number from 0 to 65535, not "${options.port}".`);
}
if (options.world === undefined)
  fail(`--world is missing: there are ${worldNames().join(', ')}.\n\n${USAGE}`);

const { snapshot, blobs } = await readWorld(options.world).catch((error: Error) => fail(error.message));
const world = new World(snapshot, { blobs, wall: () => Date.now() });
const name = options.machine ?? world.machineNames[0] ?? '';
if (!world.machineNames.includes(name)) {
  fail(`World "${options.world}" has no machine "${name}": it has ${world.machineNames.join(', ')}.`);
}
// The real CLI reckons ages and `--since` by the clock of this computer.
await world.clock.advance(Date.now() - world.clock.now());
const { engine, host: machine } = world.machine(name);
world.network.onListen = (hostname, published, handler) =>
  hostname === machine.hostname
    ? publish(handler, { port: published, host: options.host }, (line) => console.error(line))
    : () => {};
const server = await serveEngine(engine.fetch, { port, host: options.host }).catch(
  (error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? 'the port is taken' : error.message;
    return fail(`Cannot listen on ${options.host}:${port}: ${reason}.`);
  },
);
console.log(`The engine of "${name}" listens on tcp://${options.host}:${server.port}.`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
}
