import { familiarString, type Reference, repositoryName, withDefaultTag } from '../../common/reference.ts';
import type { EngineContext } from '../context.ts';
import { type ApiError, conflict } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { logImageEvent } from './events.ts';
import { findImageFor, parseOrRefuse, shortId } from './names.ts';
import type { Image } from './store.ts';

/** One line of `docker rmi`. */
export type Removal = { Untagged: string } | { Deleted: string };

interface RemoveOptions {
  force?: boolean;
  /** Parents that nobody needs any more go too. */
  prune?: boolean;
  platform?: Platform;
}

/** Why an image stays: hard ones cannot be forced. */
interface Obstacle {
  hard: boolean;
  /** A container uses it. */
  used: boolean;
  message: string;
}

/** Removes a name of an image, and the image itself with its last name. */
export function removeImage(context: EngineContext, name: string, options: RemoveOptions): Removal[] {
  const image = findImageFor(context, name, options.platform);
  const { references } = context.images;
  const records: Removal[] = [];
  const names = references.of(image.id);
  let untagged = false;
  if (!isPrefix(image.id, name)) {
    const user = context.containers.imageUses().find((use) => use.imageId === image.id);
    if (!options.force && isSingle(names) && user) {
      throw conflict(
        `conflict: unable to remove repository reference ${JSON.stringify(name)} (must force) - container ${shortId(user.id)} is using its referenced image ${shortId(image.id)}`,
      );
    }
    const removed = withDefaultTag(parseOrRefuse(name));
    untag(context, image, removed, records);
    let left = references.of(image.id);
    const repository = repositoryName(removed);
    const sameRepository = (other: Reference) => repositoryName(other) === repository;
    // Digests are kept only beside a tag of the same repository.
    if (!removed.digest && !left.some((other) => !other.digest && sameRepository(other))) {
      for (const digested of left.filter(sameRepository)) {
        references.delete(digested);
        records.push({ Untagged: familiarString(digested) });
      }
      left = references.of(image.id);
    }
    if (left.length > 0) return records;
    untagged = true;
  } else if (isSingle(names)) {
    const obstacle = findObstacle(context, image, { stopped: !options.force, named: false });
    if (obstacle) throw refusal(image, obstacle);
    for (const reference of names) untag(context, image, reference, records);
  }
  removeWithParents(context, image, records, { ...options, quiet: untagged });
  return records;
}

function untag(context: EngineContext, image: Image, reference: Reference, records: Removal[]): void {
  context.images.references.delete(reference.digest ? { ...reference, tag: undefined } : reference);
  logImageEvent(context, 'untag', image.id, image.id);
  records.push({ Untagged: familiarString(reference) });
}

const isPrefix = (id: string, name: string): boolean =>
  id.startsWith(name) || id.slice('sha256:'.length).startsWith(name);

/** Whether all names are of one repository, and at most one of them a tag. */
function isSingle(names: readonly Reference[]): boolean {
  if (names.length <= 1) return names.length === 1;
  const tags = names.filter((name) => !name.digest);
  if (tags.length > 1) return false;
  const repositories = new Set(names.filter((name) => name.digest).map(repositoryName));
  return repositories.size === 1 && repositories.has(repositoryName(tags[0] ?? names[0]!));
}

/** With `quiet`, an image that is still needed is left alone without a word. */
function removeWithParents(
  context: EngineContext,
  image: Image,
  records: Removal[],
  options: RemoveOptions & { quiet: boolean },
): void {
  const { images } = context;
  const soft = !options.force;
  const obstacle = findObstacle(context, image, { stopped: soft, named: soft });
  if (obstacle) {
    const dangling = images.references.of(image.id).length === 0 && images.children(image.id).length === 0;
    if (options.quiet && (!dangling || obstacle.used)) return;
    throw refusal(image, obstacle);
  }
  const parent = images.get(image.parent);
  for (const reference of images.references.of(image.id)) untag(context, image, reference, records);
  const layers = images.delete(image.id);
  logImageEvent(context, 'delete', image.id, image.id);
  records.push({ Deleted: image.id }, ...layers.map((layer) => ({ Deleted: layer.chainId })));
  if (options.prune && parent) removeWithParents(context, parent, records, { prune: true, quiet: true });
}

function findObstacle(
  context: EngineContext,
  image: Image,
  soft: { stopped: boolean; named: boolean },
): Obstacle | undefined {
  const { images, containers } = context;
  if (images.children(image.id).length > 0)
    return { hard: true, used: false, message: 'image has dependent child images' };
  const uses = containers.imageUses().filter((use) => use.imageId === image.id);
  const isRunning = (state: string) => state === 'running' || state === 'paused' || state === 'restarting';
  const running = uses.find((use) => isRunning(use.state));
  if (running)
    return {
      hard: true,
      used: true,
      message: `image is being used by running container ${shortId(running.id)}`,
    };
  if (soft.named && images.references.of(image.id).length > 0)
    return { hard: false, used: false, message: 'image is referenced in multiple repositories' };
  const stopped = uses.find((use) => !isRunning(use.state));
  if (soft.stopped && stopped)
    return {
      hard: false,
      used: true,
      message: `image is being used by stopped container ${shortId(stopped.id)}`,
    };
  return undefined;
}

function refusal(image: Image, { hard, message }: Obstacle): ApiError {
  const force = hard ? 'cannot be forced' : 'must be forced';
  return conflict(`conflict: unable to delete ${shortId(image.id)} (${force}) - ${message}`);
}
