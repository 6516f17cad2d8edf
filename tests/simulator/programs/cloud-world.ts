import { beforeAll, beforeEach } from 'vitest';
import { buildWorld } from '../../../src/simulator/world/build.ts';
import { worldDefinition } from '../../../src/simulator/world/definition.ts';
import { World } from '../../../src/simulator/world/index.ts';

/** Opens worlds of one machine, `laptop`, that has these programs and reaches these registries. */
export async function openWorlds(
  programs: string[],
  registries: unknown[],
  machine: Record<string, unknown> = {},
): Promise<() => World> {
  const { snapshot, blobs } = await buildWorld(
    'cloud',
    worldDefinition.parse({
      time: '2026-11-28T09:00:00Z',
      images: {
        tiny: {
          created: '2026-11-01T00:00:00Z',
          config: { Cmd: ['/hello'] },
          steps: [{ created_by: 'COPY hello /', files: { '/hello': { program: 'hello', size: 100 } } }],
        },
        other: {
          created: '2026-11-02T00:00:00Z',
          config: { Cmd: ['/hello'] },
          steps: [{ created_by: 'COPY hello /', files: { '/hello': { program: 'hello', size: 200 } } }],
        },
        arm: {
          created: '2026-11-01T00:00:00Z',
          architecture: 'arm64',
          steps: [
            {
              created_by: 'COPY hello /',
              files: { '/hello': { program: 'hello', architecture: 'arm64', size: 100 } },
            },
          ],
        },
        many: { platforms: ['tiny'] },
        alpine: {
          created: '2026-11-01T00:00:00Z',
          config: { Cmd: ['/hello'] },
          steps: [
            {
              created_by: 'ADD alpine /',
              files: {
                '/hello': { program: 'hello', size: 100 },
                '/lib': { directory: true },
                '/lib/apk': { directory: true },
                '/lib/apk/db': { directory: true },
                '/lib/apk/db/installed': 'P:musl\nV:1.2.5-r0\n\nP:libcrypto3\nV:3.3.1-r0\n',
              },
            },
          ],
        },
      },
      registries,
      machines: { laptop: { hostname: 'laptop', user: 'ada', programs, ...machine } },
    }),
  );
  return () => new World(snapshot, { blobs: new Map(blobs) });
}

/** Runs a line and gives what it printed, with its exit status when that is not 0. */
export async function run(world: World, line: string): Promise<string> {
  const { status, output } = await world.run('laptop', line);
  return status === 0 ? output : `${output}[${status}]`;
}

/** A world of its own for each test of a file; gives what runs a line in it. */
export function freshWorlds(opening: () => Promise<() => World>): {
  $: (line: string) => Promise<string>;
  /** The world of the test that runs. */
  world: () => World;
} {
  let open: () => World;
  let world: World;
  beforeAll(async () => {
    open = await opening();
  });
  beforeEach(() => {
    world = open();
  });
  return { $: (line) => run(world, line), world: () => world };
}
