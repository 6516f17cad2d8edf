import { z } from 'zod';
import type { World } from '../simulator/world/index.ts';

/** Asks a machine's engine, as the docker CLI does. `undefined` when it says that there is no such thing. */
async function ask<T>(
  world: World,
  machine: string,
  path: string,
  shape: z.ZodType<T>,
): Promise<T | undefined> {
  const response = await world.machine(machine).engine.fetch(new Request(`http://docker/v1.50${path}`));
  if (response.status === 404) return undefined;
  return shape.parse(await response.json());
}

const imageShape = z.object({ Id: z.string() });

/** The ID of an image by any of its names. */
export async function imageId(world: World, machine: string, name: string): Promise<string | undefined> {
  return (await ask(world, machine, `/images/${name}/json`, imageShape))?.Id;
}

const containerShape = z.object({
  Id: z.string(),
  Image: z.string(),
  ImageID: z.string(),
  State: z.string(),
  Names: z.array(z.string()),
  Ports: z.array(z.object({ PublicPort: z.number().optional(), PrivatePort: z.number() })).nullish(),
});
export type ContainerSummary = z.infer<typeof containerShape>;

/** All containers of a machine, stopped ones too. */
export async function containers(world: World, machine: string): Promise<ContainerSummary[]> {
  return (await ask(world, machine, '/containers/json?all=1', z.array(containerShape))) ?? [];
}
