import { familiarString } from '../../common/reference.ts';
import type { Filters } from '../containers/filters.ts';
import { millisecondsOf, parseTime } from '../containers/time.ts';
import type { EngineContext } from '../context.ts';
import { matchesReference } from './glob.ts';
import { findImage } from './names.ts';
import type { Image } from './store.ts';

export const LIST_FILTERS = ['dangling', 'label', 'before', 'since', 'reference', 'until'];

interface ListOptions {
  all?: boolean;
  filters: Filters;
  /** Counts what images share with one another. */
  sharedSize?: boolean;
  /** Counts the containers that use an image. */
  containerCount?: boolean;
}

/** When an image says it was made, in milliseconds. */
export function createdOf({ config }: Image): number | undefined {
  return config.created ? millisecondsOf(config.created) : undefined;
}

/** Images that no other was built from. */
export function heads(context: EngineContext): Image[] {
  const parents = new Set(context.images.all().map((image) => image.parent));
  return context.images.all().filter((image) => !parents.has(image.id));
}

/** `GET /images/json`, youngest first. */
export function listImages(context: EngineContext, options: ListOptions): object[] {
  const { filters } = options;
  const { images } = context;
  const dangling = filters.bool('dangling');
  const [before, since] = [boundary(context, filters, 'before'), boundary(context, filters, 'since')];
  const parents = new Set(images.all().map((image) => image.parent));
  const shared = options.sharedSize ? sharedSizes(context) : undefined;
  const uses = options.containerCount ? context.containers.imageUses() : [];
  const rows: { created: number; row: object }[] = [];
  for (const image of dangling ? heads(context) : images.all()) {
    const created = createdOf(image);
    if (before !== undefined && !(created !== undefined && created < before)) continue;
    if (since !== undefined && !(created !== undefined && created > since)) continue;
    const labels = image.config.config?.Labels;
    if (filters.has('label') && !filters.matchLabels('label', labels)) continue;
    const names = namesOf(context, image, filters);
    const hidden = !options.all && parents.has(image.id);
    if (names.tags.length === 0 && names.digests.length === 0) {
      if (hidden || dangling === false || filters.has('reference')) continue;
    } else if (dangling && names.tags.length > 0) continue;
    const seconds = created === undefined ? 0 : Math.floor(created / 1000);
    rows.push({
      created: seconds,
      row: {
        Containers: options.containerCount ? uses.filter((use) => use.imageId === image.id).length : -1,
        Created: seconds,
        Id: image.id,
        Labels: labels ?? null,
        ParentId: image.parent,
        RepoDigests: names.digests,
        RepoTags: names.tags,
        SharedSize: shared?.(image) ?? -1,
        Size: images.size(image),
      },
    });
  }
  return rows.sort((a, b) => b.created - a.created).map(({ row }) => row);
}

function namesOf(
  context: EngineContext,
  image: Image,
  filters: Filters,
): { tags: string[]; digests: string[] } {
  const patterns = filters.get('reference');
  const fits = context.images.references
    .of(image.id)
    .filter(
      (reference) =>
        patterns.length === 0 || patterns.some((pattern) => matchesReference(pattern, reference)),
    );
  const shown = (digested: boolean) =>
    fits.filter((r) => (r.digest !== undefined) === digested).map(familiarString);
  return { tags: shown(false), digests: shown(true) };
}

/** Several images given mean the narrowest bound. */
function boundary(context: EngineContext, filters: Filters, key: 'before' | 'since'): number | undefined {
  const times = filters.get(key).map((name) => createdOf(findImage(context, name)));
  if (key === 'before')
    times.push(...filters.get('until').map((text) => parseTime(text, context.clock.now())));
  const known = times.filter((time) => time !== undefined);
  if (known.length === 0) return undefined;
  return key === 'before' ? Math.min(...known) : Math.max(...known);
}

/** Tells of an image how much of it other images hold too. */
export function sharedSizes({ images }: EngineContext): (image: Image) => number {
  const holders = new Map<string, number>();
  for (const image of images.all()) {
    for (const { chainId } of images.layers.chain(image.chainId))
      holders.set(chainId, (holders.get(chainId) ?? 0) + 1);
  }
  return (image) =>
    images.layers
      .chain(image.chainId)
      .filter(({ chainId }) => holders.get(chainId)! > 1)
      .reduce((sum, layer) => sum + layer.size, 0);
}
