import { z } from 'zod';
import { accountName, organization, repositoryName, role, time, visibility } from '../schema.ts';

/** Scopes of a classic token that packages and the `gh` program know (docs.github.com, "Permissions for GitHub Packages"). */
const packageScope = z.enum([
  'read:packages',
  'write:packages',
  'delete:packages',
  'repo',
  'read:org',
  'gist',
  'workflow',
]);

/** A personal access token (classic): what its scopes say, wherever its owner may. */
const classic = z.strictObject({
  token: z.string().min(1),
  scopes: z.array(packageScope).default([]),
  expires: time.optional(),
});

/** `GITHUB_TOKEN` of a workflow run: bound to one repository on GitHub. */
const workflow = z.strictObject({
  token: z.string().min(1),
  /** The GitHub repository whose workflow runs, `owner/name`. */
  repository: z.string().regex(/^[^/]+\/[^/]+$/, 'owner/name'),
  /** The job's permission `packages:`. */
  packages: z.enum(['none', 'read', 'write']).default('read'),
  expires: time.optional(),
});

/** GitHub Container Registry. */
export const ghcrSchema = z.strictObject({
  vendor: z.literal('ghcr'),
  accounts: z.array(z.strictObject({ name: accountName, tokens: z.array(classic).default([]) })).default([]),
  organizations: z.array(organization).default([]),
  /** `gh auth login` and `refresh` in a browser: who confirms the code, and how often `gh` asks in vain before. */
  device: z.strictObject({ account: accountName, pending: z.int().min(0).default(1) }).optional(),
  /** Tokens of workflow runs. */
  workflows: z.array(workflow).default([]),
  /** Packages that are there from the start; one that a push creates is private. */
  repositories: z
    .array(
      z.strictObject({
        name: repositoryName,
        visibility: visibility.default('private'),
        /** Who else was given a role on it. */
        access: z.record(accountName, role).default({}),
        /** GitHub repositories whose workflows may use it ("Manage Actions access"). */
        actions: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  knobs: z
    .strictObject({
      /**
       * What the token service says to a client without credentials that asks for a package it may not see: nothing
       * yet (`200`), or a refusal.
       */
      anonymous: z.enum(['200', '401', '403']).default('401'),
      /** Answers 503 to everything. */
      unavailable: z.boolean().default(false),
    })
    .prefault({}),
});

export type GhcrDefinition = z.output<typeof ghcrSchema>;
export type PackageScope = z.output<typeof packageScope>;
