import { referenceString } from '../../common/reference.ts';
import type { Filters } from '../containers/filters.ts';
import { pruneUntil } from '../containers/prune-until.ts';
import type { EngineContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { createdOf, heads } from './list.ts';
import { type Removal, removeImage } from './remove.ts';

export const PRUNE_FILTERS = ['dangling', 'label', 'label!', 'until'];

/** `POST /images/prune`: removes images without a tag, or with `dangling=false` all that no container uses. */
export function pruneImages(context: EngineContext, filters: Filters): object {
  const { images, events, clock } = context;
  const danglingOnly = filters.bool('dangling') ?? true;
  const until = pruneUntil(filters, clock.now());
  const sizes = new Map([...images.layers.all()].map((layer) => [layer.chainId, layer.size]));
  const candidates = (danglingOnly ? heads(context) : images.all()).filter((image) => {
    const created = createdOf(image);
    if (images.references.of(image.id).length === 0 && images.children(image.id).length > 0) return false;
    if (filters.has('until') && (created === undefined || created > until)) return false;
    return filters.matchPruneLabels(image.config.config?.Labels);
  });
  const removed: Removal[] = [];
  for (const image of candidates) {
    const names = images.references.of(image.id);
    if (danglingOnly && names.some((name) => !name.digest)) continue;
    const targets = names.length > 0 ? names.map(referenceString) : [image.id.slice('sha256:'.length)];
    for (const target of targets) {
      try {
        removed.push(...removeImage(context, target, { prune: true }));
      } catch (error) {
        // In use, or gone with one removed before.
        if (!(error instanceof ApiError)) throw error;
      }
    }
  }
  const reclaimed = removed.reduce(
    (sum, item) => sum + (('Deleted' in item && sizes.get(item.Deleted)) || 0),
    0,
  );
  events.emit('image', 'prune', '', { reclaimed: String(reclaimed) });
  return { ImagesDeleted: removed.length > 0 ? removed : null, SpaceReclaimed: reclaimed };
}
