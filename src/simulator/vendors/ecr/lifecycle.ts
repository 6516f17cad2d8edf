import { z } from 'zod';
import { ECR_FACTS } from './definition.ts';
import { EcrError } from './errors.ts';
import type { Ecr } from './state.ts';

/** Lifecycle policies: rules by which ECR deletes images (docs.aws.amazon.com, "Lifecycle policy properties"). */

const DAY = 24 * 60 * 60 * 1000;

const rule = z.object({
  rulePriority: z.int().min(1),
  description: z.string().optional(),
  selection: z
    .object({
      tagStatus: z.enum(['tagged', 'untagged', 'any']),
      tagPrefixList: z.array(z.string()).min(1).optional(),
      tagPatternList: z.array(z.string()).min(1).optional(),
      countType: z.enum(['imageCountMoreThan', 'sinceImagePushed']),
      countUnit: z.literal('days').optional(),
      countNumber: z.int().min(1),
    })
    .refine((selection) => selection.countType === 'imageCountMoreThan' || selection.countUnit === 'days', {
      message: 'countUnit is required with sinceImagePushed',
    })
    .refine(
      ({ tagStatus, tagPrefixList, tagPatternList }) =>
        (tagStatus === 'tagged') === ((tagPrefixList ?? tagPatternList) !== undefined),
      { message: 'tagPrefixList or tagPatternList is required with tagStatus tagged, and only there' },
    ),
  action: z.object({ type: z.literal('expire') }),
});
const policy = z.object({ rules: z.array(rule).min(1).max(ECR_FACTS.lifecycleRules) });
type Rule = z.output<typeof rule>;

/** Reads a policy's text. @throws EcrError */
export function readPolicy(text: string): Rule[] {
  if (text.length > ECR_FACTS.lifecycleLength) {
    throw invalid(`Member must have length less than or equal to ${ECR_FACTS.lifecycleLength}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw invalid('Lifecycle policy validation failure: string is not valid JSON');
  }
  const parsed = policy.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`Lifecycle policy validation failure: /${issue?.path.join('/')}: ${issue?.message}`);
  }
  return parsed.data.rules.sort((a, b) => a.rulePriority - b.rulePriority);
}

function invalid(reason: string): EcrError {
  return new EcrError(
    'InvalidParameterException',
    `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: '${reason}'`,
  );
}

interface Image {
  digest: string;
  pushed: number;
  tags: string[];
}

function matches({ selection }: Rule, { tags }: Image): boolean {
  const { tagStatus, tagPrefixList, tagPatternList } = selection;
  if (tagStatus !== 'tagged') return tagStatus === 'any' || tags.length === 0;
  // An image must have all of the prefixes (or patterns), each on one of its tags.
  if (tagPrefixList) return tagPrefixList.every((prefix) => tags.some((tag) => tag.startsWith(prefix)));
  return (tagPatternList ?? []).every((pattern) => {
    const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    return tags.some((tag) => new RegExp(`^${escaped}$`).test(tag));
  });
}

/** The digests that a policy's rules expire, an image belonging to the first rule that it matches. */
function expired(rules: Rule[], images: Image[], now: number): string[] {
  const claimed = new Set<Image>();
  const digests: string[] = [];
  for (const one of rules) {
    const own = images
      .filter((image) => !claimed.has(image) && matches(one, image))
      .sort((a, b) => b.pushed - a.pushed);
    for (const image of own) claimed.add(image);
    const { countType, countNumber } = one.selection;
    const over =
      countType === 'imageCountMoreThan'
        ? own.slice(countNumber)
        : own.filter(({ pushed }) => now - pushed > countNumber * DAY);
    digests.push(...over.map(({ digest }) => digest));
  }
  return digests;
}

/** Carries out the policies that are due. Called before a request is answered: nobody can see it happen later. */
export function carryOutPolicies({ state, registry, now }: Ecr): void {
  for (const [name, { lifecycle }] of state.repositories) {
    if (!lifecycle || now() - lifecycle.evaluated < ECR_FACTS.lifecycleInterval * 1000) continue;
    lifecycle.evaluated = now();
    const repository = registry.repository(name);
    if (!repository) continue;
    const images = [...repository.manifests].map(([digest, { pushed }]) => ({
      digest,
      pushed,
      tags: [...repository.tags].filter(([, tag]) => tag.digest === digest).map(([tag]) => tag),
    }));
    for (const digest of expired(readPolicy(lifecycle.text), images, now())) {
      registry.deleteReference(name, digest);
    }
  }
}
