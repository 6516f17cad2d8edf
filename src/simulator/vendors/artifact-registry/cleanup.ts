import { z } from 'zod';
import type { Registry } from '../../registry/index.ts';
import type { ArtifactRegistryState } from './state.ts';

/**
 * Clean-up policies: rules by which Artifact Registry deletes versions, and rules that keep them all the same.
 * https://docs.cloud.google.com/artifact-registry/docs/repositories/cleanup-policy-overview, checked 2026-11-28.
 */

/** How often policies are carried out; the page says "about one day". */
const INTERVAL = 24 * 60 * 60 * 1000;

const duration = z
  .string()
  .regex(/^\d+(?:\.\d+)?s$/)
  .transform((text) => Number.parseFloat(text) * 1000);
const prefixes = z.array(z.string()).optional();

const policy = z.strictObject({
  id: z.string().min(1),
  action: z
    .string()
    .toUpperCase()
    .pipe(z.enum(['DELETE', 'KEEP'])),
  condition: z
    .strictObject({
      tagState: z
        .string()
        .toUpperCase()
        .pipe(z.enum(['TAGGED', 'UNTAGGED', 'ANY']))
        .optional(),
      tagPrefixes: prefixes,
      versionNamePrefixes: prefixes,
      packageNamePrefixes: prefixes,
      olderThan: duration.optional(),
      newerThan: duration.optional(),
    })
    .nullish(),
  mostRecentVersions: z
    .strictObject({ packageNamePrefixes: prefixes, keepCount: z.int().min(1).optional() })
    .nullish(),
});
const policies = z.record(z.string(), policy);
type Policy = z.output<typeof policy>;

/** Whether the API takes these policies. */
export function arePolicies(value: unknown): value is Record<string, unknown> {
  const parsed = policies.safeParse(value);
  // Only what is kept may go by its place among the most recent.
  return (
    parsed.success &&
    Object.values(parsed.data).every((one) => !one.mostRecentVersions || one.action === 'KEEP')
  );
}

interface Version {
  digest: string;
  uploaded: number;
  tags: string[];
}

const startsWithAny = (text: string, wanted: string[] | undefined): boolean =>
  wanted === undefined || wanted.length === 0 || wanted.some((prefix) => text.startsWith(prefix));

function matches(
  { condition }: Policy,
  name: string,
  { digest, uploaded, tags }: Version,
  now: number,
): boolean {
  if (!condition) return false;
  const { tagState = 'TAGGED', tagPrefixes, olderThan, newerThan } = condition;
  const state = condition.tagState === undefined && !tagPrefixes ? 'ANY' : tagState;
  if (state !== 'ANY' && (state === 'TAGGED') !== tags.length > 0) return false;
  if (tagPrefixes?.length && !tags.some((tag) => startsWithAny(tag, tagPrefixes))) return false;
  if (!startsWithAny(digest, condition.versionNamePrefixes)) return false;
  if (!startsWithAny(name, condition.packageNamePrefixes)) return false;
  if (olderThan !== undefined && now - uploaded < olderThan) return false;
  return newerThan === undefined || now - uploaded < newerThan;
}

function isRecent({ mostRecentVersions }: Policy, name: string, place: number): boolean {
  return (
    mostRecentVersions != null &&
    startsWithAny(name, mostRecentVersions.packageNamePrefixes) &&
    place < (mostRecentVersions.keepCount ?? 1)
  );
}

/** Carries out the policies that are due. Called before a request is answered: nobody can see it happen later. */
export function cleanUp(
  state: ArtifactRegistryState,
  registry: Registry,
  project: string,
  now: number,
): void {
  for (const [name, repository] of state.repositories) {
    const { cleanup } = repository;
    if (!cleanup || cleanup.dryRun || now - cleanup.evaluated < INTERVAL) continue;
    cleanup.evaluated = now;
    const rules = Object.values(policies.parse(cleanup.policies));
    const prefix = `${project}/${name}/`;
    const paths = registry.snapshot().repositories.map((one) => one.name);
    for (const path of paths.filter((one) => one.startsWith(prefix))) {
      for (const digest of due(registry, path, path.slice(prefix.length), rules, now)) {
        registry.deleteReference(path, digest);
      }
    }
  }
}

function due(registry: Registry, path: string, image: string, rules: Policy[], now: number): string[] {
  const { manifests = new Map(), tags = new Map() } = registry.repository(path) ?? {};
  const versions = [...manifests]
    .map(([digest, { pushed }]): Version => {
      const own = [...tags].filter(([, tag]) => tag.digest === digest).map(([tag]) => tag);
      return { digest, uploaded: pushed, tags: own };
    })
    .reverse();
  return versions
    .filter((version, place) => {
      const chosen = (action: Policy['action']): boolean =>
        rules.some(
          (rule) =>
            rule.action === action && (matches(rule, image, version, now) || isRecent(rule, image, place)),
        );
      return chosen('DELETE') && !chosen('KEEP');
    })
    .map(({ digest }) => digest);
}
