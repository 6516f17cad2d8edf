import { familiarString, type Reference } from '../../common/reference.ts';
import type { EngineContext } from '../context.ts';
import { logImageEvent } from './events.ts';

/** Gives an image another name; a tag that another image had is taken from it. */
export function tagImage(context: EngineContext, id: string, reference: Reference): void {
  context.images.name(reference, id);
  context.images.touch(id);
  logImageEvent(context, 'tag', id, familiarString(reference));
}
