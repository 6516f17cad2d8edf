import { Hono } from 'hono';
import type { EngineContext } from '../context.ts';

/** `/containers`, `/exec`, `/networks`, `/volumes`, `/commit`. */
export function containerRoutes(_context: EngineContext): Hono {
  return new Hono();
}
