import type { Registry, RegistryState } from '../registry/index.ts';

/** A manifest that was deleted and can still be had back. */
export interface Deleted {
  repository: string;
  digest: string;
  /** The tags that went with it. */
  tags: string[];
  /** Milliseconds since the epoch. */
  deleted: number;
}

/** Where deleted manifests of a repository wait: a name that no request can have, and that is in no catalog. */
const binOf = (repository: string): string => `${repository}:deleted`;

type Saved = RegistryState['repositories'][number];

/** Deletes a manifest with its tags so that {@link bringBack} can undo it. */
export function throwAway(registry: Registry, repository: string, digest: string, now: number): Deleted {
  const tags = [...(registry.repository(repository)?.tags ?? [])]
    .filter(([, tag]) => tag.digest === digest)
    .map(([tag]) => tag);
  move(registry, digest, repository, binOf(repository), tags, undefined);
  return { repository, digest, tags, deleted: now };
}

/** Puts a deleted manifest back, with those of its tags that point nowhere else by now. */
export function bringBack(registry: Registry, { repository, digest, tags }: Deleted, now: number): void {
  const taken = registry.repository(repository)?.tags;
  const free = tags.filter((tag) => !taken?.has(tag));
  move(registry, digest, binOf(repository), repository, free, now);
}

/** Deletes for good what was deleted. */
export function purge(registry: Registry, { repository, digest }: Deleted): void {
  const bin = registry.repository(binOf(repository));
  if (!bin?.manifest(digest)) return;
  if (bin.manifests.size > 1) registry.deleteReference(binOf(repository), digest);
  else registry.deleteRepository(binOf(repository));
}

/** Moves a manifest between repositories, the times of its pushes with it. */
function move(
  registry: Registry,
  digest: string,
  from: string,
  to: string,
  tags: string[],
  created: number | undefined,
): void {
  const { repositories } = registry.snapshot();
  const empty: Saved = {
    name: to,
    ...(created === undefined ? {} : { created }),
    manifests: [],
    tags: [],
    blobs: [],
  };
  const source = repositories.find(({ name }) => name === from);
  const target = repositories.find(({ name }) => name === to) ?? empty;
  if (!source) return;
  const goes = ([one]: readonly [string, unknown]): boolean => one === digest;
  const carried = source.tags.filter(([tag, record]) => record.digest === digest && tags.includes(tag));
  registry.restore({
    repositories: [
      ...repositories.filter((one) => one !== source && one !== target),
      {
        ...source,
        manifests: source.manifests.filter((one) => !goes(one)),
        tags: source.tags.filter(([, record]) => record.digest !== digest),
      },
      {
        ...target,
        manifests: [...target.manifests.filter((one) => !goes(one)), ...source.manifests.filter(goes)],
        tags: [...target.tags.filter(([tag]) => !tags.includes(tag)), ...carried],
        blobs: [...new Set([...target.blobs, ...source.blobs])],
      },
    ],
  });
}
