import { familiarString, type Reference } from '../../common/reference.ts';
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

/** An image on a list, with the names that are shown of it. */
interface Found {
  image: Image;
  /** Seconds since the epoch. */
  created: number;
  names: Names;
}

interface Names {
  tags: string[];
  digests: string[];
}

/** What follows from an image and its names, which never change: a list of thousands is written anew often. */
const times = new WeakMap<Image['config'], number>();
const shownNames = new WeakMap<readonly Reference[], Names>();
const summaries = new WeakMap<Image, { names: Names; json: string }>();
/** The list that an engine gave last. */
const lists = new WeakMap<EngineContext, { rows: string[]; body: Uint8Array<ArrayBuffer> }>();

/** When an image says it was made, in milliseconds. */
export function createdOf({ config }: Image): number | undefined {
  if (!config.created) return undefined;
  let time = times.get(config);
  if (time === undefined) {
    time = millisecondsOf(config.created);
    times.set(config, time);
  }
  return time;
}

/** Images that no other was built from. */
export function heads(context: EngineContext): Image[] {
  const parents = new Set(context.images.all().map((image) => image.parent));
  return context.images.all().filter((image) => !parents.has(image.id));
}

/** The images, youngest first. */
export function listImages(context: EngineContext, options: ListOptions): object[] {
  const shared = options.sharedSize ? sharedSizes(context) : undefined;
  const uses = options.containerCount ? context.containers.imageUses() : undefined;
  return find(context, options).map((found) =>
    summaryOf(context, found, {
      containers: uses ? uses.filter((use) => use.imageId === found.image.id).length : -1,
      shared: shared?.(found.image) ?? -1,
    }),
  );
}

/** The same as the body of `GET /images/json`: only what has changed since is written. */
export function listImagesBody(context: EngineContext, options: ListOptions): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  if (options.sharedSize) return encoder.encode(`${JSON.stringify(listImages(context, options))}\n`);
  const rows = find(context, options).map((found) => {
    const known = summaries.get(found.image);
    if (known?.names === found.names) return known.json;
    const json = JSON.stringify(summaryOf(context, found, { containers: -1, shared: -1 }));
    summaries.set(found.image, { names: found.names, json });
    return json;
  });
  const last = lists.get(context);
  if (last?.rows.length === rows.length && rows.every((row, i) => row === last.rows[i])) return last.body;
  const body = encoder.encode(`[${rows.join(',')}]\n`);
  lists.set(context, { rows, body });
  return body;
}

function summaryOf(
  { images }: EngineContext,
  { image, created, names }: Found,
  { containers, shared }: { containers: number; shared: number },
): object {
  return {
    Containers: containers,
    Created: created,
    Id: image.id,
    Labels: image.config.config?.Labels ?? null,
    ParentId: image.parent,
    RepoDigests: names.digests,
    RepoTags: names.tags,
    SharedSize: shared,
    Size: images.size(image),
  };
}

function find(context: EngineContext, options: ListOptions): Found[] {
  const { filters } = options;
  const { images } = context;
  const dangling = filters.bool('dangling');
  const [before, since] = [boundary(context, filters, 'before'), boundary(context, filters, 'since')];
  const parents = new Set(images.all().map((image) => image.parent));
  const found: Found[] = [];
  for (const image of dangling ? heads(context) : images.all()) {
    const created = createdOf(image);
    if (before !== undefined && !(created !== undefined && created < before)) continue;
    if (since !== undefined && !(created !== undefined && created > since)) continue;
    if (filters.has('label') && !filters.matchLabels('label', image.config.config?.Labels)) continue;
    const names = namesOf(context, image, filters);
    const hidden = !options.all && parents.has(image.id);
    if (names.tags.length === 0 && names.digests.length === 0) {
      if (hidden || dangling === false || filters.has('reference')) continue;
    } else if (dangling && names.tags.length > 0) continue;
    found.push({ image, created: created === undefined ? 0 : Math.floor(created / 1000), names });
  }
  return found.sort((a, b) => b.created - a.created);
}

function namesOf(context: EngineContext, image: Image, filters: Filters): Names {
  const references = context.images.references.of(image.id);
  const patterns = filters.get('reference');
  if (patterns.length > 0) {
    return show(references.filter((one) => patterns.some((pattern) => matchesReference(pattern, one))));
  }
  let names = shownNames.get(references);
  if (!names) {
    names = show(references);
    shownNames.set(references, names);
  }
  return names;
}

function show(references: readonly Reference[]): Names {
  return {
    tags: references.filter(({ digest }) => digest === undefined).map(familiarString),
    digests: references.filter(({ digest }) => digest !== undefined).map(familiarString),
  };
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
