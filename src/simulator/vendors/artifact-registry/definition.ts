import { z } from 'zod';
import { time } from '../schema.ts';

/**
 * Seconds that an access token lives. https://docs.cloud.google.com/sdk/gcloud/reference/auth/print-access-token, 2026-11-28.
 */
export const ACCESS_TOKEN_LIFETIME = 3600;

/** Roles, `roles/artifactregistry.…`; what each may do was not checked against a page (unverified). */
const role = z.enum(['reader', 'writer', 'repoAdmin', 'admin']);
const email = z.string().regex(/^[^@\s]+@[^@\s]+$/, 'an account is an e-mail address');
const id = z.string().regex(/^[a-z](?:[a-z0-9-]*[a-z0-9])?$/, 'lower-case letters, digits and dashes');

/** Google Artifact Registry of one project in one location. */
export const artifactRegistrySchema = z.strictObject({
  vendor: z.literal('artifact-registry'),
  project: id,
  location: id.default('us-central1'),
  accounts: z
    .array(
      z.strictObject({
        name: email,
        /** On the whole project; it may then also see which repositories there are. */
        role: role.optional(),
        /** A service account's key, as its JSON file has it: user `_json_key`. */
        key: z.string().optional(),
      }),
    )
    .default([]),
  /** Who is signed in to Google in the learner's browser, where `gcloud auth login` opens it. */
  browser: email.optional(),
  /** Access tokens, as `gcloud auth print-access-token` prints them: user `oauth2accesstoken`. */
  tokens: z
    .array(
      z.strictObject({
        token: z.string().min(1),
        account: email,
        /** Sixty minutes after it was made. */
        expires: time.optional(),
      }),
    )
    .default([]),
  repositories: z
    .array(
      z.strictObject({
        name: id,
        /** A tag that exists may not be moved. */
        immutable: z.boolean().default(false),
        /** Roles on this repository alone; `allUsers` opens it to everybody. */
        members: z.record(z.string(), role).default({}),
      }),
    )
    .default([]),
  knobs: z.strictObject({ unavailable: z.boolean().default(false) }).prefault({}),
});

export type ArtifactRegistryDefinition = z.output<typeof artifactRegistrySchema>;
export type Role = z.output<typeof role>;
