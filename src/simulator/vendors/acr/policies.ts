import { bringBack, type Deleted, purge, throwAway } from '../bin.ts';
import { descriptorsIn } from '../descriptors.ts';
import type { AcrRegistry } from './registry.ts';

/** What a registry does with manifests by itself: retention of untagged ones, and soft delete. */

const DAY = 24 * 60 * 60 * 1000;

/**
 * Deletes what is due. Called before and after each request: nobody can see it happen later, and a manifest loses its
 * tag by a request.
 */
export function sweep(one: AcrRegistry, now: number): void {
  const { state, registry } = one;
  const over = state.deleted.filter(({ deleted }) => now - deleted > state.softDelete.days * DAY);
  for (const entry of over) purge(registry, entry);
  if (over.length > 0) state.deleted = state.deleted.filter((entry) => !over.includes(entry));
  const { retention } = state;
  if (!retention.enabled || state.sku !== 'Premium') return;
  const untagged = untaggedOf(one);
  for (const key of retention.untagged.keys()) if (!untagged.has(key)) retention.untagged.delete(key);
  for (const [key, { repository, digest }] of untagged) {
    if (!retention.untagged.has(key)) retention.untagged.set(key, now);
    const since = retention.untagged.get(key);
    // A world's file knows no `undefined`: what was one comes back from it as `null`.
    if (typeof since !== 'number' || now - since < retention.days * DAY) continue;
    registry.deleteReference(repository, digest);
    retention.untagged.delete(key);
  }
}

/** Turns retention on or off. What had no tag before is spared. */
export function setRetention(
  one: AcrRegistry,
  { enabled, days }: { enabled: boolean; days: number },
  now: number,
): void {
  const before = one.state.retention;
  const untagged =
    enabled && !before.enabled
      ? new Map([...untaggedOf(one).keys()].map((key) => [key, undefined]))
      : before.untagged;
  one.state.retention = { enabled, days, updated: now, untagged };
}

/** Manifests that no tag leads to, not even by an index. */
function untaggedOf({ registry, blobs }: AcrRegistry): Map<string, { repository: string; digest: string }> {
  const found = new Map<string, { repository: string; digest: string }>();
  for (const { name, created, manifests, tags } of registry.snapshot().repositories) {
    if (created === undefined) continue;
    const reached = new Set(tags.map(([, { digest }]) => digest));
    for (const digest of reached) for (const child of childrenOf(blobs.get(digest))) reached.add(child);
    for (const [digest] of manifests) {
      if (!reached.has(digest)) found.set(`${name}@${digest}`, { repository: name, digest });
    }
  }
  return found;
}

function childrenOf(manifest: Uint8Array | undefined): string[] {
  return descriptorsIn(manifest, 'manifests').map(({ digest }) => digest);
}

/** `DELETE` of a manifest while soft delete is on. */
export function deleteSoftly(
  { registry, state }: AcrRegistry,
  repository: string,
  reference: string,
  now: number,
): Response | undefined {
  const digest = registry.repository(repository)?.resolve(reference);
  if (digest === undefined) return undefined;
  state.deleted.push(throwAway(registry, repository, digest, now));
  return new Response(null, { status: 202 });
}

/** Restores a manifest with those of its tags that are asked for. */
export function restoreManifest(
  { registry, state }: AcrRegistry,
  entry: Deleted,
  tags: string[],
  now: number,
): void {
  bringBack(registry, { ...entry, tags }, now);
  state.deleted = state.deleted.filter((one) => one !== entry);
}
