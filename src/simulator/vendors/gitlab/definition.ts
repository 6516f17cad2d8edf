import { z } from 'zod';
import { accountName, repositoryName, time, visibility } from '../schema.ts';
import { cleanupPolicy } from './cleanup.ts';

/** GitLab's rules that may change, each with its source and the day it was checked. */
export const GITLAB_FACTS = {
  /**
   * Seconds that a registry token lives: 15 minutes on GitLab.com, 5 minutes elsewhere unless set otherwise.
   * https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry, 2026-11-28.
   */
  tokenLifetime: 15 * 60,
} as const;

/**
 * Scopes of tokens that the container registry knows.
 * https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry, 2026-11-28.
 */
const scope = z.enum(['read_registry', 'write_registry', 'api']);
const token = z.strictObject({
  token: z.string().min(1),
  scopes: z.array(scope).default([]),
  expires: time.optional(),
});
export const role = z.enum(['guest', 'reporter', 'developer', 'maintainer', 'owner']);

/** The container registry of GitLab. */
export const gitlabSchema = z.strictObject({
  vendor: z.literal('gitlab'),
  /** GitLab itself, where tokens come from. */
  site: z.string().default('gitlab.com'),
  host: z.string().default('registry.gitlab.com'),
  accounts: z
    .array(
      z.strictObject({
        name: accountName,
        password: z.string().min(1),
        /** With two-factor authentication on, the password is refused and a token wanted. */
        'two-factor': z.boolean().default(false),
        tokens: z.array(token).default([]),
      }),
    )
    .default([]),
  /** Images live in a project, at its path or up to two names below it. */
  projects: z
    .array(
      z.strictObject({
        path: repositoryName,
        visibility: visibility.default('private'),
        members: z.record(accountName, role).default({}),
        cleanup: cleanupPolicy.optional(),
        /** Tokens of the project's own, whose user names GitLab makes up: `gitlab+deploy-token-1`. */
        'deploy-tokens': z.array(token.extend({ user: z.string().min(1) })).default([]),
        /** `CI_JOB_TOKEN`s: user `gitlab-ci-token`, as long as the job runs. */
        'job-tokens': z
          .array(z.strictObject({ token: z.string().min(1), expires: time.optional() }))
          .default([]),
      }),
    )
    .default([]),
  knobs: z.strictObject({ unavailable: z.boolean().default(false) }).prefault({}),
});

export type GitlabDefinition = z.output<typeof gitlabSchema>;
export type Project = GitlabDefinition['projects'][number];
export type TokenScope = z.output<typeof scope>;
