import { Hono } from 'hono';
import type { EngineContext } from '../context.ts';
import { networkRoutes } from '../networks/routes.ts';
import { volumeRoutes } from '../volumes/routes.ts';
import { archiveRoutes } from './archive-routes.ts';
import { createRoutes } from './create-routes.ts';
import { execRoutes } from './exec-routes.ts';
import { lifecycleRoutes } from './lifecycle-routes.ts';
import { readRoutes } from './read-routes.ts';

/** `/containers`, `/exec`, `/networks`, `/volumes`, `/commit`. */
export function containerRoutes({ containers: store }: EngineContext): Hono {
  const app = new Hono();
  app.route('/', createRoutes(store));
  app.route('/', readRoutes(store));
  app.route('/', lifecycleRoutes(store));
  app.route('/', archiveRoutes(store));
  app.route('/', execRoutes(store));
  app.route('/', networkRoutes(store));
  app.route('/', volumeRoutes(store));
  return app;
}
