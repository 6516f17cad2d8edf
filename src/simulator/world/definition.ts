import { z } from 'zod';
import { optional } from '../programs/index.ts';
import { vendorDefinition } from '../vendors/index.ts';
import { filesRecipe, recipes } from './recipes.ts';

const machine = z.strictObject({
  hostname: z.string().regex(/^[a-z][a-z0-9-]*$/, 'a host name is lower-case letters, digits and dashes'),
  /** The learner's account; `root` is always there too. */
  user: z.string().default('root'),
  home: z.string().optional(),
  groups: z.array(z.string()).default(['sudo', 'docker']),
  /** Variables that every shell begins with. */
  env: z.record(z.string(), z.string()).default({}),
  /** Files of the learner, by absolute path or from `~/`. */
  files: filesRecipe.default({}),
  insecureRegistries: z.array(z.string()).default([]),
  /** Programs that not every machine has, such as `aws`; a credential helper is one of its own. */
  programs: z.array(z.enum(Object.keys(optional))).default([]),
  /** Shell lines run as the learner before anybody looks; a line that fails is an error. */
  setup: z.array(z.string()).default([]),
});

/** A starting state, as `content/worlds/<name>.yaml` writes it. */
export const worldDefinition = z.strictObject({
  /** The world's time when a lesson begins. */
  time: z.iso.datetime(),
  seed: z.number().int().default(1),
  images: recipes.default({}),
  registries: z
    .array(
      z.strictObject({
        service: vendorDefinition,
        /** What it holds: image by `repository:tag`. */
        holds: z.record(z.string(), z.string()).default({}),
      }),
    )
    .default([]),
  machines: z.record(z.string(), machine),
});

export type WorldDefinition = z.output<typeof worldDefinition>;
export type MachineDefinition = z.output<typeof machine>;
