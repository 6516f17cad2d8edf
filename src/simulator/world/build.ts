import type { Clock } from '../common/clock.ts';
import { FileSystem, Volume } from '../common/files.ts';
import { Random } from '../common/random.ts';

import { createVendor } from '../vendors/index.ts';
import type { MachineDefinition, WorldDefinition } from './definition.ts';
import { makeDisk, ROOT } from './disk.ts';
import { type BuiltImage, contentOf, ImageBuilder } from './images.ts';
import type { MachineState, RegistryEntry, WorldSnapshot } from './snapshot.ts';
import { installed } from './tools.ts';
import { World } from './world.ts';

/** A world that can be opened: its data and the bytes it names. */
export interface BuiltWorld {
  snapshot: WorldSnapshot;
  blobs: Map<string, Uint8Array>;
}

/**
 * Makes a world from its definition: disks, images in registries, and then what its set-up lines do.
 * @throws Error naming the line that failed, or the image that has no recipe
 */
export async function buildWorld(name: string, definition: WorldDefinition): Promise<BuiltWorld> {
  const blobs = new Map<string, Uint8Array>();
  const time = Date.parse(definition.time);
  const images = new ImageBuilder(definition.images);
  const clock: Clock = {
    now: () => time,
    pass: async () => {},
    until: async () => {},
    during: (wait) => wait,
    loading: async (code) => code,
  };
  const random = new Random(definition.seed);
  const registries: RegistryEntry[] = [];
  for (const { service, holds } of definition.registries) {
    const vendor = createVendor(service, { clock, random, blobs });
    for (const [reference, image] of Object.entries(holds)) {
      const [repository = '', tag = 'latest'] = reference.split(':');
      await seed(vendor, repository, [tag], images.build(image));
    }
    registries.push({ definition: service, hosts: vendor.hosts, tls: vendor.tls, state: vendor.snapshot() });
  }
  const machines = Object.fromEntries(
    Object.entries(definition.machines).map(([key, machine]) => [key, machineState(machine, time)]),
  );
  const notes = { done: [] };
  const start: WorldSnapshot = {
    version: 1,
    name,
    time,
    random: random.state,
    machines,
    registries,
    log: [],
    notes,
  };
  const world = new World(start, { blobs });
  for (const [key, { setup }] of Object.entries(definition.machines)) {
    for (const line of setup) {
      const { status, output } = await world.run(key, line);
      if (status !== 0) {
        throw new Error(`world "${name}", machine "${key}": \`${line}\` ended with ${status}:\n${output}`);
      }
    }
  }
  return { snapshot: world.snapshot(), blobs };
}

type Vendor = ReturnType<typeof createVendor>;

async function seed(vendor: Vendor, repository: string, tags: string[], image: BuiltImage): Promise<void> {
  for (const child of image.children) await seed(vendor, repository, [], child);
  const { manifest, mediaType, blobs } = image;
  await vendor.importImage({ repository, tags, mediaType, manifest, blobs });
}

function machineState(definition: MachineDefinition, time: number): MachineState {
  const { hostname, env, insecureRegistries } = definition;
  const user = {
    name: definition.user,
    uid: definition.user === 'root' ? 0 : 1000,
    gid: definition.user === 'root' ? 0 : 1000,
    groups: definition.groups,
    home: definition.home ?? (definition.user === 'root' ? '/root' : `/home/${definition.user}`),
    shell: '/bin/bash',
  };
  const users = user.uid === 0 ? [user] : [ROOT, user];
  const disk = new Volume(
    makeDisk({ hostname, users, programs: [...installed, ...definition.programs], time }),
  );
  const files = new FileSystem(disk, () => time).as({ uid: user.uid, gid: user.gid });
  for (const [path, recipe] of Object.entries(definition.files)) {
    const absolute = path.replace(/^~/, user.home);
    files.mkdir(absolute.slice(0, absolute.lastIndexOf('/')) || '/', { parents: true });
    if (typeof recipe === 'object' && 'directory' in recipe) files.mkdir(absolute, { parents: true });
    else if (typeof recipe === 'object' && 'link' in recipe) files.symlink(recipe.link, absolute);
    else if (typeof recipe === 'object' && 'applets' in recipe)
      throw new Error(`${path}: applets belong into images`);
    else {
      const { content, mode } = contentOf(recipe);
      files.write(absolute, content, mode);
    }
  }
  return {
    hostname,
    users,
    user: user.name,
    env,
    disk: disk.root,
    engine: undefined,
    insecureRegistries,
    session: undefined,
  };
}
