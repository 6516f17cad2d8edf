import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { FileSystem, Volume } from '../../src/simulator/common/files.ts';
import { type BuiltWorld, buildWorld } from '../../src/simulator/world/build.ts';
import { worldDefinition } from '../../src/simulator/world/definition.ts';
import { World } from '../../src/simulator/world/index.ts';
import { ECR_TAGS, GHCR_TAGS, HUB_TAGS } from './holdings.ts';
import { images } from './images.ts';

export const MACHINE = 'docker-host';
const HOME = '/home/user';
/** Longer than what a terminal's script needs to answer. */
const MOMENT = 12;
const WORKSPACE = join(import.meta.dirname, 'workspace');
/** When the files of the recorded home were written. */
const WORKSPACE_TIME = Date.UTC(2024, 10, 12, 8, 26, 40);

const holds = (tags: typeof HUB_TAGS): Record<string, string> =>
  Object.fromEntries(tags.map(([repository, tag, image]) => [`${repository}:${tag}`, image]));

/** The recorded machine and the registries it could reach. */
const define = (big: boolean) =>
  worldDefinition.parse({
    time: '2026-11-23T07:40:00Z',
    images: images(big),
    registries: [
      {
        service: {
          vendor: 'docker-hub',
          accounts: [
            {
              name: 'learner',
              password: 's3cret',
              email: 'learner@example.com',
              tokens: [{ token: 'dckr_pat_0123456789abcdef' }],
            },
            { name: 'otheruser', password: 'hunter2' },
          ],
          repositories: [...new Set(HUB_TAGS.map(([repository]) => repository))].map((name) => ({
            name,
            visibility: ['otheruser/private-app', 'learner/private'].includes(name) ? 'private' : 'public',
            'rate-limited': name === 'library/ratelimited',
          })),
          search: [
            { name: 'nginx', description: 'Official build of Nginx.', stars: 20700, official: true },
            {
              name: 'nginx/nginx-ingress',
              description: 'NGINX and  NGINX Plus Ingress Controllers for Kubernetes',
              stars: 102,
            },
            {
              name: 'nginxproxy/nginx-proxy',
              description:
                'Automated nginx proxy for Docker containers using docker-gen, with a description so long that the client has to cut it',
              stars: 160,
            },
            { name: 'bitnami/nginx', description: 'Bitnami container image for NGINX', stars: 200 },
            { name: 'busybox', description: 'Busybox base image.', stars: 3400, official: true },
          ],
          device: {
            account: 'learner',
            pending: 2,
            interval: 1,
            'user-code': 'HXKR-LMWP',
            token: 'dckr_pat_0123456789abcdef',
          },
        },
        holds: holds(HUB_TAGS),
      },
      {
        service: {
          vendor: 'ghcr',
          accounts: [
            {
              name: 'octocat',
              tokens: [
                { token: 'ghp_good', scopes: ['read:packages', 'write:packages'] },
                { token: 'ghp_readonly', scopes: ['read:packages'] },
                { token: 'ghp_noscope', scopes: [] },
              ],
            },
          ],
          repositories: [
            { name: 'octocat/hello-app', visibility: 'public' },
            { name: 'octocat/secret-app', visibility: 'private' },
          ],
        },
        holds: holds(GHCR_TAGS),
      },
      {
        service: {
          vendor: 'ecr',
          account: '123456789012',
          users: [{ name: 'learner' }],
          tokens: [
            { token: 'ecr-token-1', user: 'learner' },
            { token: 'ecr-token-2', user: 'learner' },
            { token: 'ecr-token-expired', user: 'learner', expires: '2026-01-01T00:00:00Z' },
            {
              token: 'ecr-token-readonly',
              user: 'learner',
              actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:ListImages'],
            },
          ],
          repositories: [{ name: 'my-app' }, { name: 'team/api' }, { name: 'frozen', immutable: true }],
          knobs: { immutable: 'tag' },
        },
        holds: holds(ECR_TAGS),
      },
      {
        service: {
          vendor: 'plain',
          host: 'registry.example.com',
          accounts: [{ name: 'learner', password: 's3cret' }],
        },
      },
      { service: { vendor: 'plain', host: 'localhost:5000', tls: false } },
      { service: { vendor: 'plain', host: 'plain.example.com:5000', tls: false } },
    ],
    machines: { [MACHINE]: { hostname: MACHINE, home: HOME } },
  });

const built = new Map<boolean, Promise<BuiltWorld>>();

interface MachineOptions {
  /** Whether the image `learner/big` is needed at its full size in the registry. */
  big?: boolean;
  /** Lets the world's clock run; without it stands still between what waits. */
  wall?: () => number;
  /** Nobody types, and what the clock finds on its way does not matter: it need not linger. */
  hasty?: boolean;
}

/** The recorded machine as every group found it. */
export async function openMachine({ big = false, wall, hasty = false }: MachineOptions = {}): Promise<World> {
  const ready = built.get(big) ?? buildWorld('recorded', define(big));
  built.set(big, ready);
  const { snapshot, blobs } = await ready;
  const world = new World(snapshot, { blobs: new Map(blobs), ...(wall ? { wall } : {}) });
  if (hasty) world.clock.grace = 0;
  else linger(world);
  world.network.fail('selfsigned.example.com', 'unknown-authority');
  world.network.fail('closed.example.com', 'refused');
  world.network.fail('blackhole.example.com', 'timeout');
  writeHome(world);
  // The recorder's control port: it turned the look-alikes' knobs.
  world.network.serve(
    'localhost',
    async (request) => {
      await turn(world, await request.json());
      return Response.json({});
    },
    { port: 6999, tls: false },
  );
  return world;
}

/** Somebody who types is slower than a clock that jumps: every wait takes a moment here too. */
function linger({ clock }: World): void {
  const pass = clock.pass.bind(clock);
  clock.pass = async (milliseconds, signal) => {
    await new Promise((resolve) => setTimeout(resolve, MOMENT));
    await pass(milliseconds, signal);
  };
}

async function turn(world: World, knobs: Record<string, unknown>): Promise<void> {
  const hub: Record<string, unknown> = {};
  if ('ratelimit' in knobs) hub['rate-limited'] = knobs.ratelimit;
  if ('hub5xx' in knobs) hub.unavailable = knobs.hub5xx;
  if (Object.keys(hub).length > 0) await world.registry('docker.io').turn(hub);
  if ('ghcrAnon' in knobs) await world.registry('ghcr.io').turn({ anonymous: knobs.ghcrAnon });
}

function writeHome(world: World): void {
  const { files } = world.machine(MACHINE).host;
  const home = new FileSystem(new Volume(), () => WORKSPACE_TIME);
  const copy = (folder: string) => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      const target = `/${relative(WORKSPACE, path)}`;
      if (statSync(path).isDirectory()) {
        home.mkdir(target);
        copy(path);
      } else home.write(target, new Uint8Array(readFileSync(path)));
    }
  };
  copy(WORKSPACE);
  files.write('/etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${MACHINE}\n${world.network.names.join(' ')}\n`);
  files.put(HOME, { ...home.volume.root, mtime: WORKSPACE_TIME });
}
