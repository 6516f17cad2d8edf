import { type Context, Hono } from 'hono';
import { invalidParameter } from '../errors.ts';
import { getArchive, putArchive, statArchive } from './archive.ts';
import { flag } from './request.ts';
import type { ContainerStore } from './store.ts';

/** `docker cp` */
export function archiveRoutes(store: ContainerStore): Hono {
  const app = new Hono();
  const pathOf = (c: Context) => {
    const path = c.req.query('path') ?? '';
    if (path === '') throw invalidParameter('bad parameter: pathcannot be empty');
    return path;
  };
  app.get('/containers/:name/archive', (c) => {
    const name = c.req.param('name');
    const path = pathOf(c);
    const respond = c.req.method === 'HEAD' ? statArchive : getArchive;
    return respond(store, store.get(name), name, path);
  });
  app.put('/containers/:name/archive', (c) => {
    const name = c.req.param('name');
    const options = {
      path: pathOf(c),
      keepDirectories: flag(c.req.query('noOverwriteDirNonDir')),
      keepOwners: !flag(c.req.query('copyUIDGID')),
    };
    return putArchive(store, store.get(name), name, options, c.req.raw.body);
  });
  return app;
}
