import { Hono } from 'hono';
import { exportContainer } from './archive.ts';
import { attach } from './attach.ts';
import { containerChanges } from './changes.ts';
import { inspectContainer } from './inspect.ts';
import { listContainers } from './list.ts';
import { containerLogs } from './logs.ts';
import { flag, integer, json } from './request.ts';
import { containerStats } from './stats.ts';
import type { ContainerStore } from './store.ts';
import { containerTop } from './top.ts';

/** Looking at containers. */
export function readRoutes(store: ContainerStore): Hono {
  const app = new Hono();
  app.get('/containers/json', (c) =>
    json(
      listContainers(store, {
        all: flag(c.req.query('all')),
        size: flag(c.req.query('size')),
        limit: integer(c.req.query('limit')) ?? 0,
        before: c.req.query('before') ?? '',
        since: c.req.query('since') ?? '',
        filters: c.req.query('filters'),
      }),
    ),
  );
  app.get('/containers/:name/json', (c) =>
    json(inspectContainer(store, store.get(c.req.param('name')), { size: flag(c.req.query('size')) })),
  );
  app.get('/containers/:name/top', (c) =>
    json(containerTop(store, store.get(c.req.param('name')), c.req.query('ps_args') ?? '')),
  );
  app.get('/containers/:name/logs', (c) => {
    const on = (key: string) => flag(c.req.query(key));
    const text = (key: string) => c.req.query(key) ?? '';
    return containerLogs(store, store.get(c.req.param('name')), {
      stdout: on('stdout'),
      stderr: on('stderr'),
      follow: on('follow'),
      timestamps: on('timestamps'),
      details: on('details'),
      since: text('since'),
      until: text('until'),
      tail: text('tail'),
    });
  });
  app.get('/containers/:name/changes', (c) => json(containerChanges(store.get(c.req.param('name')))));
  app.get('/containers/:name/export', (c) => exportContainer(store, store.get(c.req.param('name'))));
  app.get('/containers/:name/stats', (c) => {
    const stream = c.req.query('stream');
    return containerStats(store, store.get(c.req.param('name')), stream === undefined || flag(stream));
  });
  app.post('/containers/:name/attach', (c) => {
    const on = (key: string) => flag(c.req.query(key));
    const name = c.req.param('name');
    const options = {
      stdin: on('stdin'),
      stdout: on('stdout'),
      stderr: on('stderr'),
      logs: on('logs'),
      stream: on('stream'),
      detachKeys: c.req.query('detachKeys') ?? '',
    };
    return attach(store, store.get(name), name, options, c.req.raw.body);
  });
  return app;
}
