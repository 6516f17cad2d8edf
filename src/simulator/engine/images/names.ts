import {
  familiarString,
  InvalidReference,
  parseReference,
  type Reference,
  referenceString,
  withDefaultTag,
} from '../../common/reference.ts';
import type { EngineContext } from '../context.ts';
import { type ManifestList, parseManifest } from '../distribution/manifest.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { formatPlatform, matchPlatform, type Platform, samePlatform } from '../platform.ts';
import type { Image } from './store.ts';

/** The first twelve digits of an ID or digest. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

/**
 * Reads a reference that a request gave.
 * @throws ApiError 400
 */
export function parseOrRefuse(text: string): Reference {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof InvalidReference) throw invalidParameter(error.message);
    throw error;
  }
}

/**
 * The reference that `repo` and `tag` of a request make.
 * @throws ApiError 400
 */
export function repositoryTag(repository: string, tag: string): Reference {
  const named = parseOrRefuse(repository);
  if (named.digest) throw invalidParameter('cannot import digest reference');
  if (tag !== '' && !/^[\w][\w.-]{0,127}$/.test(tag)) throw invalidParameter('invalid tag format');
  return tag === '' ? withDefaultTag(named) : { ...named, tag };
}

/**
 * The image that a name, an ID, its beginning, or a digest stands for.
 * @throws ApiError 404 `No such image: …`, 400 for what is no reference
 */
export function findImage(context: EngineContext, name: string): Image {
  const { images } = context;
  const whole = /^(?:sha256:)?([a-f0-9]{64})$/.exec(name);
  if (whole) {
    const id = `sha256:${whole[1]}`;
    const image = images.get(id);
    if (!image) throw notFound(`No such image: ${id}`);
    return image;
  }
  const reference = parseOrRefuse(name);
  const named = images.references.get(withDefaultTag(reference));
  const image = (named && images.get(named)) ?? byPrefix(context, name);
  if (!image) throw notFound(`No such image: ${familiarString(withDefaultTag(reference))}`);
  return image;
}

/** Digits stand for an image when they are the beginning of exactly one ID. */
function byPrefix(context: EngineContext, name: string): Image | undefined {
  const digits = name.replace(/^sha256:/, '');
  if (!/^[a-f0-9]+$/.test(digits)) return undefined;
  const found = context.images.all().filter((image) => image.id.startsWith(`sha256:${digits}`));
  return found.length === 1 ? found[0] : undefined;
}

/** Which platform an image says it was made for. */
export function platformOf({ config }: Image): Platform {
  return {
    os: config.os,
    architecture: config.architecture,
    ...(config.variant ? { variant: config.variant } : {}),
  };
}

/** Why an image does not suit the platform asked for, in the daemon's words; `undefined` when it does. */
export function platformMismatch(
  context: EngineContext,
  name: string,
  image: Image,
  wanted: Platform,
): string | undefined {
  const found = platformOf(image);
  if (matchPlatform(wanted, found) !== -1) return undefined;
  // An image's config need not name the variant.
  if (!found.variant && samePlatform({ ...wanted, variant: '' }, { ...found, variant: '' })) return undefined;
  if (listedAs(context, image, wanted)) return undefined;
  return `image with reference ${shownName(name)} was found but its platform (${formatPlatform(found)}) does not match the specified platform (${formatPlatform(wanted)})`;
}

/** Whole names are shown as people know them, others as they were typed. */
function shownName(name: string): string {
  try {
    const reference = parseReference(name);
    return referenceString(reference) === name ? familiarString(reference) : name;
  } catch {
    return name;
  }
}

/** Whether a manifest list that was pulled names the image, and says that it suits. A list may lead to several. */
function listedAs({ images, blobs }: EngineContext, image: Image, wanted: Platform): boolean {
  return images.manifests.snapshot().some(({ digest, mediaType }) => {
    const bytes = blobs.get(digest);
    const parsed = bytes && parseManifest(mediaType, bytes);
    if (parsed?.kind !== 'list') return false;
    const suits = (entry: ManifestList['manifests'][number]) =>
      entry.platform && matchPlatform(wanted, entry.platform) !== -1;
    return parsed.manifests
      .filter(suits)
      .some((entry) => images.manifests.get(entry.digest)?.image === image.id);
  });
}

/**
 * The image of a name, which must suit the platform when one is given.
 * @throws ApiError 404
 */
export function findImageFor(context: EngineContext, name: string, platform: Platform | undefined): Image {
  const image = findImage(context, name);
  const mismatch = platform && platformMismatch(context, name, image, platform);
  if (mismatch) throw notFound(mismatch);
  return image;
}
