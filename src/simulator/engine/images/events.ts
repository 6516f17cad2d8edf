import type { EngineContext } from '../context.ts';
import { findImage } from './names.ts';

/** Tells that something was done with an image; its labels go along while it is there. */
export function logImageEvent(context: EngineContext, action: string, id: string, name = ''): void {
  let labels: Record<string, string> = {};
  try {
    labels = findImage(context, id).config.config?.Labels ?? {};
  } catch {
    // It was just deleted.
  }
  context.events.emit('image', action, id, { ...labels, ...(name ? { name } : {}) });
}
