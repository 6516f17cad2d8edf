import { z } from 'zod';
import { accountName, organization, repositoryName, role, time, visibility } from '../schema.ts';

/** GitHub's rules that may change, each with its source and the day it was checked. */
export const GHCR_FACTS = {
  /**
   * Milliseconds within which what was deleted can be restored.
   * https://docs.github.com/en/packages/learn-github-packages/deleting-and-restoring-a-package, 2026-11-28.
   */
  restorable: 30 * 24 * 60 * 60 * 1000,
  /** Downloads beyond which nothing public is deleted. The same page, 2026-11-28. */
  deletableDownloads: 5000,
  /**
   * Seconds until a device code is void, and between two questions.
   * As the examples of GitHub's device flow have it (unverified).
   */
  deviceLifetime: 900,
  deviceInterval: 5,
  /** Seconds an anonymous registry token lives: nothing says so (unverified). */
  tokenLifetime: 300,
} as const;

/**
 * Scopes of a classic token that packages and the `gh` program know; which endpoint wants which is from memory
 * (unverified), save the two of a restore: https://docs.github.com/en/rest/packages/packages, 2026-11-28.
 */
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
  organizations: z
    .array(
      organization.extend({
        /** Names that it had before it was renamed; nothing answers for them any more. */
        formerly: z.array(accountName).default([]),
      }),
    )
    .default([]),
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
        /** How often it was pulled before the world began: what is public and popular cannot be deleted. */
        downloads: z.int().min(0).default(0),
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
