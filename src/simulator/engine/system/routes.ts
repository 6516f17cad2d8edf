import { Hono } from 'hono';
import type { EngineContext } from '../context.ts';

/** `/_ping`, `/version`, `/info`, `/auth`, `/events`, `/system/df`. */
export function systemRoutes(_context: EngineContext): Hono {
  const app = new Hono();
  app.get('/_ping', (c) => c.text('OK'));
  return app;
}
