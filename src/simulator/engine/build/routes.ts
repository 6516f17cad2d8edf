import { Hono } from 'hono';
import type { EngineContext } from '../context.ts';

/** `/build`, `/session`. */
export function buildRoutes(_context: EngineContext): Hono {
  return new Hono();
}
