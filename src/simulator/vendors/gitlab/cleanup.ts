import { z } from 'zod';
import type { Registry } from '../../registry/index.ts';

/**
 * Clean-up policies of a project: rules by which GitLab deletes tags, and only those.
 * https://docs.gitlab.com/user/packages/container_registry/reduce_container_registry_storage, checked 2026-11-28.
 */

const DAY = 24 * 60 * 60 * 1000;
const days: Record<string, number> = {
  '1d': 1,
  '7d': 7,
  '14d': 14,
  '1month': 30,
  '3month': 90,
  '30d': 30,
  '60d': 60,
  '90d': 90,
};

const period = (names: [string, ...string[]], usual: string) =>
  z
    .enum(names)
    .nullable()
    .default(usual)
    .transform((name) => (name === null ? 0 : days[name]! * DAY));

/** An expression that must fit a whole tag (GitLab takes RE2's; what JavaScript's know beyond is not refused). */
const expression = z.string().refine((text) => {
  try {
    return new RegExp(text) !== undefined;
  } catch {
    return false;
  }
}, 'not valid RE2 syntax');

/**
 * A policy by the names of GitLab's API (`container_expiration_policy_attributes`). What may be chosen, and that the
 * number and the age may be left out: https://github.com/gitlabhq/gitlabhq, app/models/container_expiration_policy.rb.
 * What is meant without a word: its migrations UpdateContainerExpirationPoliciesDefaults (every day, 10, 90 days) and
 * SetRegexDefaultsOnContainerExpirationPolicies (all tags, off). Both checked 2026-11-28.
 */
export const cleanupPolicy = z.strictObject({
  enabled: z.boolean().default(false),
  cadence: z
    .enum(['1d', '7d', '14d', '1month', '3month'])
    .default('1d')
    .transform((name) => days[name]! * DAY),
  keep_n: z
    .union([z.literal(1), z.literal(5), z.literal(10), z.literal(25), z.literal(50), z.literal(100)])
    .nullable()
    .default(10),
  older_than: period(['7d', '14d', '30d', '60d', '90d'], '90d'),
  /** Tags that may go, and tags that stay all the same. */
  name_regex: expression.default('.*'),
  name_regex_keep: expression.default(''),
});

export interface Cleanup {
  policy: z.output<typeof cleanupPolicy>;
  /** When it is carried out next, milliseconds since the epoch. */
  next: number;
}

const fits = (pattern: string, tag: string): boolean => new RegExp(`^(?:${pattern})$`).test(tag);

/** Carries out the policies that are due. Called before a request is answered: nobody can see it happen later. */
export function carryOut(
  cleanups: Map<string, Cleanup>,
  registry: Registry,
  projectOf: (repository: string) => string | undefined,
  now: number,
): void {
  for (const [project, cleanup] of cleanups) {
    if (!cleanup.policy.enabled || now < cleanup.next) continue;
    cleanup.next = now + cleanup.policy.cadence;
    for (const { name, tags } of registry.snapshot().repositories) {
      if (projectOf(name) !== project) continue;
      for (const tag of expired(cleanup.policy, tags, now)) registry.deleteReference(name, tag);
    }
  }
}

/** The documented order: `latest` stays, then the expressions, then the most recent, then what is young. */
function expired(
  { keep_n: count, older_than: age, name_regex: remove, name_regex_keep: keep }: Cleanup['policy'],
  tags: readonly (readonly [string, { pushed: number }])[],
  now: number,
): string[] {
  return tags
    .filter(([tag]) => tag !== 'latest' && fits(remove, tag) && (keep === '' || !fits(keep, tag)))
    .sort(([, a], [, b]) => b.pushed - a.pushed)
    .slice(count ?? 0)
    .filter(([, { pushed }]) => now - pushed > age)
    .map(([tag]) => tag);
}
