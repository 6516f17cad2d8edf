import { z } from 'zod';
import { accountName, organization, repositoryName, time, visibility } from '../schema.ts';

/** Docker Hub's own rules that may change, each with its source and the day it was checked. */
export const HUB_FACTS = {
  /**
   * Pulls an IPv4 address (or IPv6 /64) may make without logging in, and a Personal account logged in.
   * https://docs.docker.com/docker-hub/usage/pulls/, 2026-11-28.
   */
  anonymousPulls: 100,
  personalPulls: 200,
  /** Seconds after which pulls are forgotten. https://docs.docker.com/docker-hub/usage/pulls/, 2026-11-28. */
  pullWindow: 6 * 60 * 60,
  /** Private repositories of a Personal account. https://docs.docker.com/docker-hub/usage/, 2026-11-28. */
  personalPrivateRepositories: 1,
  /** Seconds a registry token lives: as its answers have it in `expires_in`; no page says so (unverified). */
  tokenLifetime: 300,
} as const;

/** What a personal access token may do, by the names on the page that makes them. */
const access = z.enum(['read-write-delete', 'read-write', 'read-only', 'public-read-only']);

const account = z.strictObject({
  name: accountName,
  password: z.string().min(1),
  email: z.string().default(''),
  /** With two-factor authentication on, the password is refused and a token wanted. */
  'two-factor': z.boolean().default(false),
  /** Pull limits and private repositories depend on it. */
  plan: z.enum(['personal', 'pro', 'team', 'business']).default('personal'),
  /** What a repository becomes that a push creates. */
  'new-repositories': visibility.default('public'),
  tokens: z
    .array(
      z.strictObject({
        token: z.string().min(1),
        access: access.default('read-write-delete'),
        expires: time.optional(),
      }),
    )
    .default([]),
});

export const dockerHubSchema = z.strictObject({
  vendor: z.literal('docker-hub'),
  accounts: z.array(account).default([]),
  organizations: z.array(organization).default([]),
  repositories: z
    .array(
      z.strictObject({
        name: repositoryName,
        visibility: visibility.default('public'),
        /** Accounts that may push and pull besides the owner. */
        collaborators: z.array(accountName).default([]),
        /** Every pull of it meets the pull limit. */
        'rate-limited': z.boolean().default(false),
      }),
    )
    .default([]),
  /** What `docker search` finds. */
  search: z
    .array(
      z.strictObject({
        name: z.string(),
        description: z.string().default(''),
        stars: z.int().min(0).default(0),
        official: z.boolean().default(false),
      }),
    )
    .default([]),
  /** `docker login` without a user name: the code to confirm in a browser. */
  device: z
    .strictObject({
      /** Who confirms it. */
      account: accountName,
      /** How often the CLI asks in vain before. */
      pending: z.int().min(0).default(2),
      /** Seconds between two questions. */
      interval: z.int().min(1).default(5),
      /** Fixed codes, where a recording or a lesson shows them. */
      'user-code': z.string().optional(),
      'device-code': z.string().optional(),
      /** The access token that the CLI is given in the end; made up when missing. */
      token: z.string().optional(),
      'refresh-token': z.string().optional(),
    })
    .optional(),
  knobs: z
    .strictObject({
      /** The registry answers 503 to everything. */
      unavailable: z.boolean().default(false),
      /** Every pull meets the pull limit. */
      'rate-limited': z.boolean().default(false),
      /** Pulls in a window, where a lesson wants fewer than the real ones. */
      'anonymous-pulls': z.int().min(0).optional(),
      'personal-pulls': z.int().min(0).optional(),
    })
    .prefault({}),
});

export type DockerHubDefinition = z.output<typeof dockerHubSchema>;
export type HubAccount = DockerHubDefinition['accounts'][number];
export type HubKnobs = DockerHubDefinition['knobs'];
