import { z } from 'zod';
import { accountName, repositoryName, time } from '../schema.ts';

/** An IAM action, perhaps with wildcards: `ecr:*`, `ecr:Batch*`. */
const action = z
  .string()
  .regex(/^[a-z0-9-]+:[A-Za-z*]+$|^\*$/, 'an IAM action such as ecr:BatchGetImage, or ecr:*');
const accountId = z.string().regex(/^\d{12}$/, 'an AWS account is twelve digits');

/** AWS's rules that may change, each with its source and the day it was checked. */
export const ECR_FACTS = {
  /**
   * Seconds that a password of `get-login-password` lives.
   * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html, 2026-11-28.
   */
  passwordLifetime: 12 * 60 * 60,
  /**
   * Seconds between two basic scans of one image.
   * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_StartImageScan.html, 2026-11-28.
   */
  scanInterval: 24 * 60 * 60,
  /**
   * Seconds within which a lifecycle policy is carried out.
   * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lp_creation.html, 2026-11-28.
   */
  lifecycleInterval: 24 * 60 * 60,
  /**
   * Characters of a lifecycle policy, repositories in a region, images in a repository, tags of an image.
   * https://docs.amazonaws.cn/en_us/AmazonECR/latest/userguide/service-quotas.html, 2026-11-28; repositories by
   * https://aws.amazon.com/about-aws/whats-new/2024/11/amazon-ecr-repository-limit-100000/; tags by what ECR says:
   * https://github.com/namespacelabs/foundation/issues/649.
   */
  lifecycleLength: 30_720,
  repositories: 100_000,
  images: 100_000,
  tagsOfImage: 1000,
  /** Rules in one lifecycle policy. The same page; unverified. */
  lifecycleRules: 50,
} as const;

const severity = z.enum(['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL', 'UNDEFINED']);

const user = z.strictObject({
  name: accountName,
  /** Of another AWS account: then only the policies of repositories let it in. */
  account: accountId.optional(),
  actions: z.array(action).default(['ecr:*']),
  /** Access keys, for the `aws` program. */
  keys: z
    .array(z.strictObject({ id: z.string().regex(/^A[A-Z0-9]{15,}$/), secret: z.string().min(1) }))
    .default([]),
});

/** Amazon Elastic Container Registry of one account in one region. */
export const ecrSchema = z.strictObject({
  vendor: z.literal('ecr'),
  /** The AWS account's number. */
  account: accountId,
  region: z
    .string()
    .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'a region such as us-east-1')
    .default('us-east-1'),
  users: z.array(user).default([]),
  /** Passwords for `docker login -u AWS`, as `aws ecr get-login-password` prints them. */
  tokens: z
    .array(
      z.strictObject({
        token: z.string().min(1),
        user: accountName,
        /** Twelve hours after it was made; one without an end never expires. */
        expires: time.optional(),
        /** What it may do where that is less than its user may. */
        actions: z.array(action).optional(),
      }),
    )
    .default([]),
  repositories: z
    .array(
      z.strictObject({
        name: repositoryName,
        /** A tag that exists may not be moved. */
        immutable: z.boolean().default(false),
        'scan-on-push': z.boolean().default(false),
        /** Other accounts that its policy lets push and pull. */
        shared: z.array(accountId).default([]),
      }),
    )
    .default([]),
  /** What scans find: weaknesses of packages that the package databases in images list. */
  vulnerabilities: z
    .array(
      z.strictObject({
        name: z.string().regex(/^CVE-\d{4}-\d{4,}$/, 'a name such as CVE-2025-1234'),
        severity,
        description: z.string().default(''),
        package: z.string().min(1),
        /** The versions that have it. */
        versions: z.array(z.string()).min(1),
      }),
    )
    .default([]),
  knobs: z
    .strictObject({
      /** Which of ECR's two wordings refuses a tag that exists: before 2025 it spoke of the repository. */
      immutable: z.enum(['repository', 'tag']).default('repository'),
      /** Quotas, where a lesson wants less than the real ones: repositories, and images in one. */
      'max-repositories': z.int().min(0).optional(),
      'max-images': z.int().min(0).optional(),
      /** Refusals come without a body, as some did. */
      'empty-refusals': z.boolean().default(false),
    })
    .prefault({}),
});

export type EcrDefinition = z.output<typeof ecrSchema>;
