import { z } from 'zod';

/** Shapes that the definitions of several products share. */

/** A point in time as in `2026-11-28T09:00:00Z`, kept as milliseconds. */
export const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

export const visibility = z.enum(['public', 'private']);

export const repositoryName = z
  .string()
  .regex(
    /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/,
    'a repository is lower-case letters, digits and . _ - between them, in parts between /',
  );

export const accountName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'an account is letters, digits and . _ -');

/** What a member of an organization may do with its repositories. */
export const role = z.enum(['read', 'write', 'admin']);

export const organization = z.strictObject({
  name: accountName,
  /** Members and what they may do. */
  members: z.record(accountName, role).default({}),
});

/** Whether a role includes another. */
export function allows(
  role: 'read' | 'write' | 'admin' | undefined,
  wanted: 'read' | 'write' | 'admin',
): boolean {
  const ranks = { read: 1, write: 2, admin: 3 };
  return role !== undefined && ranks[role] >= ranks[wanted];
}
