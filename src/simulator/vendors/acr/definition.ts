import { z } from 'zod';
import { repositoryName, time } from '../schema.ts';

/** Azure's rules that may change, each with its source and the day it was checked. */
export const ACR_FACTS = {
  /**
   * Seconds that what `az acr login` hands to docker lives.
   * https://learn.microsoft.com/azure/container-registry/container-registry-authentication, 2026-11-28.
   */
  refreshLifetime: 3 * 60 * 60,
  /**
   * Seconds that a registry token lives: `exp` less `iat` of the one that
   * https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md shows, 2026-11-28.
   */
  tokenLifetime: 75 * 60,
  /**
   * Days that a retention policy keeps untagged manifests unless it says otherwise, and at most; Premium alone.
   * https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy, 2026-11-28.
   */
  retentionDays: 7,
  mostRetentionDays: 365,
  /**
   * Days that soft delete keeps what was deleted unless its policy says otherwise, and at most; every tier, in preview.
   * https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy, 2026-11-28.
   */
  softDeleteDays: 7,
  mostSoftDeleteDays: 90,
} as const;

/** Azure's roles for images; what each may do was not checked against a page (unverified). */
const role = z.enum(['AcrPull', 'AcrPush', 'AcrDelete', 'Owner', 'Contributor', 'Reader']);
export type AcrRole = z.output<typeof role>;

/** Azure Container Registry. */
export const acrSchema = z.strictObject({
  vendor: z.literal('acr'),
  /** The registry's name; its host is NAME.azurecr.io. */
  name: z.string().regex(/^[a-z0-9]{5,50}$/, 'a registry is 5 to 50 lower-case letters and digits'),
  /** Names of registries that other people have: no two in the world are alike. */
  taken: z.array(z.string()).default([]),
  /** Whether it is there at the start; else `az acr create` makes it, as it does any other. */
  created: z.boolean().default(true),
  'resource-group': z.string().default('demo'),
  location: z.string().default('eastus'),
  sku: z.enum(['Basic', 'Standard', 'Premium']).default('Basic'),
  subscription: z.uuid().default('5f0c1a52-7d3b-4c1e-9a64-2b8d7e6f1a90'),
  tenant: z.uuid().default('0b6a3d1e-52f4-4c8b-8f0d-93c1f5a7e2d4'),
  /** Who is signed in to Azure in the learner's browser, where `az login` opens it. */
  browser: z.string().min(1).optional(),
  /** The admin user, whose name is the registry's; off unless a password is given. */
  'admin-password': z.string().min(1).optional(),
  /** Users and service principals. */
  principals: z
    .array(
      z.strictObject({
        /** What it logs in as: a service principal's application ID. */
        name: z.string().min(1),
        password: z.string().min(1).optional(),
        roles: z.array(role).default(['AcrPull']),
      }),
    )
    .default([]),
  /** What `az acr login` hands to docker: user 00000000-0000-0000-0000-000000000000, three hours. */
  tokens: z
    .array(
      z.strictObject({ token: z.string().min(1), principal: z.string().min(1), expires: time.optional() }),
    )
    .default([]),
  /** Tokens for some repositories alone. */
  'repository-tokens': z
    .array(
      z.strictObject({
        name: z.string().min(1),
        password: z.string().min(1),
        /** `content/read`, `content/write` and so on, by repository. */
        actions: z.record(
          repositoryName,
          z.array(
            z.enum(['content/read', 'content/write', 'content/delete', 'metadata/read', 'metadata/write']),
          ),
        ),
      }),
    )
    .default([]),
  /** Whether everybody may pull. */
  'anonymous-pull': z.boolean().default(false),
  /** Images that may not be changed or pulled any more. */
  locked: z.array(repositoryName).default([]),
  knobs: z
    .strictObject({
      unavailable: z.boolean().default(false),
      /** The firewall refuses this address: the learner's. */
      'blocked-address': z.ipv4().optional(),
    })
    .prefault({}),
});

export type AcrDefinition = z.output<typeof acrSchema>;
