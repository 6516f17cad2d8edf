import { z } from 'zod';

/** One file of a layer or of a machine's disk, as a world's YAML writes it. A bare string is a text file. */
const fileRecipe = z.union([
  z.string(),
  z.strictObject({ text: z.string(), mode: z.number().optional() }),
  z.strictObject({
    /** The model of a compiled program. */
    program: z.string(),
    size: z.number().default(0),
    /** How much of it does not compress. */
    filler: z.number().default(0),
    architecture: z.string().default('amd64'),
  }),
  z.strictObject({ link: z.string() }),
  /** Links to `busybox` in this directory, one for each of its programs: names with spaces between. */
  z.strictObject({ applets: z.string() }),
  z.strictObject({ directory: z.literal(true), mode: z.number().default(0o755) }),
  /** Bytes that do not compress: they make the size of a transfer plausible. */
  z.strictObject({ filler: z.number(), /** With zeros up to this size. */ size: z.number().default(0) }),
  /** Zeros: they make the size on disk plausible, and cost nothing. */
  z.strictObject({ zeros: z.number() }),
]);
export type FileRecipe = z.infer<typeof fileRecipe>;

/** Files by absolute path; a later entry stands after an earlier one in the layer's archive. */
export const filesRecipe = z.record(z.string().regex(/^[/~]/, 'a path starts with / or ~/'), fileRecipe);
export type FilesRecipe = z.infer<typeof filesRecipe>;

/** The `config` of an OCI image configuration, as far as images of a world set it. */
const runConfig = z.strictObject({
  Env: z.array(z.string()).optional(),
  Cmd: z.array(z.string()).optional(),
  Entrypoint: z.array(z.string()).optional(),
  WorkingDir: z.string().optional(),
  User: z.string().optional(),
  ExposedPorts: z.record(z.string(), z.strictObject({})).optional(),
  Volumes: z.record(z.string(), z.strictObject({})).optional(),
  Labels: z.record(z.string(), z.string()).optional(),
  StopSignal: z.string().optional(),
});

const step = z.strictObject({
  created: z.string().optional(),
  created_by: z.string(),
  comment: z.string().optional(),
  /** The files of this step's layer; without them the step made no layer. */
  files: filesRecipe.optional(),
});

/** An image of one platform, made from its history. */
const imageRecipe = z.strictObject({
  /** An image whose layers and history come first. */
  from: z.string().optional(),
  created: z.string(),
  architecture: z.string().default('amd64'),
  variant: z.string().optional(),
  /** OCI media types; else Docker's. */
  oci: z.boolean().default(false),
  config: runConfig.default({}),
  steps: z.array(step).default([]),
});
export type ImageRecipe = z.infer<typeof imageRecipe>;

/** Several platforms under one digest. */
const indexRecipe = z.strictObject({
  /** Images by name; with a variant where only the index tells it. */
  platforms: z.array(z.union([z.string(), z.strictObject({ image: z.string(), variant: z.string() })])),
  oci: z.boolean().default(true),
});

/** Images by name. */
export const recipes = z.record(z.string(), z.union([indexRecipe, imageRecipe]));
export type IndexRecipe = z.infer<typeof indexRecipe>;
export type Recipes = z.infer<typeof recipes>;
