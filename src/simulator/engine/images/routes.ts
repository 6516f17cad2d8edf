import { Hono } from 'hono';
import type { EngineContext } from '../context.ts';

/** `/images`, `/distribution`. */
export function imageRoutes(_context: EngineContext): Hono {
  return new Hono();
}
