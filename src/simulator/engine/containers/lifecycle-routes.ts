import { type Context, Hono } from 'hono';
import { invalidParameter, notFound } from '../errors.ts';
import type { Container, WaitCondition } from './container.ts';
import { wrap } from './errors.ts';
import { containerEvent } from './events.ts';
import {
  isRestarting,
  killContainer,
  notRunning,
  pauseContainer,
  stopContainer,
  unpauseContainer,
} from './kill.ts';
import { needsStart, startContainer } from './lifecycle.ts';
import { pruneContainers } from './prune.ts';
import { removeContainer } from './remove.ts';
import { dimension, emptyBody, flag, integer, json } from './request.ts';
import type { ContainerStore } from './store.ts';
import { Outlet } from './streams.ts';

const CONDITIONS = ['not-running', 'next-exit', 'removed'];

/** Starting, stopping and removing containers. */
export function lifecycleRoutes(store: ContainerStore): Hono {
  const app = new Hono();
  app.post('/containers/prune', async (c) => json(await pruneContainers(store, c.req.query('filters'))));
  app.post('/containers/:name/start', (c) => {
    if (c.req.query('checkpoint'))
      throw invalidParameter('checkpoint is only supported in experimental mode');
    const container = store.get(c.req.param('name'));
    if (!needsStart(container)) return emptyBody(304);
    startContainer(store, container);
    return emptyBody(204);
  });
  app.post('/containers/:name/stop', async (c) => {
    const name = c.req.param('name');
    const options = stopOptions(c);
    const container = store.get(name);
    if (!container.data.state.running) return emptyBody(304);
    try {
      await stopContainer(store, container, options);
    } catch (error) {
      throw wrap(error, (text) => `cannot stop container: ${name}: ${text}`);
    }
    return emptyBody(204);
  });
  app.post('/containers/:name/restart', async (c) => {
    const name = c.req.param('name');
    const container = store.get(name);
    try {
      await restart(store, container, stopOptions(c));
    } catch (error) {
      throw wrap(error, (text) => `Cannot restart container ${name}: ${text}`);
    }
    return emptyBody(204);
  });
  app.post('/containers/:name/kill', async (c) => {
    const name = c.req.param('name');
    try {
      await killContainer(store, store.get(name), c.req.query('signal') ?? '');
    } catch (error) {
      throw wrap(error, (text) => `cannot kill container: ${name}: ${text}`);
    }
    return emptyBody(204);
  });
  app.post('/containers/:name/pause', (c) => {
    pauseContainer(store, store.get(c.req.param('name')));
    return emptyBody(204);
  });
  app.post('/containers/:name/unpause', (c) => {
    unpauseContainer(store, store.get(c.req.param('name')));
    return emptyBody(204);
  });
  app.post('/containers/:name/wait', (c) => {
    const condition = c.req.query('condition') || 'not-running';
    if (!CONDITIONS.includes(condition))
      throw invalidParameter(`invalid condition: ${JSON.stringify(condition)}`);
    return waitResponse(store.get(c.req.param('name')), condition as WaitCondition);
  });
  app.post('/containers/:name/resize', (c) => {
    const rows = dimension(c.req.query('h'), 'height');
    const columns = dimension(c.req.query('w'), 'width');
    const container = store.get(c.req.param('name'));
    resize(store, container, columns, rows);
    return emptyBody(200);
  });
  app.delete('/containers/:name{.+}', async (c) => {
    const name = c.req.param('name');
    const on = (key: string) => flag(c.req.query(key));
    if (on('link')) return removeLink(store, name);
    await removeContainer(store, store.get(name), name, { force: on('force'), volumes: on('v') });
    return emptyBody(204);
  });
  return app;
}

function stopOptions(c: Context): { signal: string; timeout: number | undefined } {
  return { signal: c.req.query('signal') ?? '', timeout: integer(c.req.query('t')) };
}

async function restart(
  store: ContainerStore,
  container: Container,
  options: { signal: string; timeout: number | undefined },
): Promise<void> {
  if (container.data.state.running) {
    container.manuallyRestarted = true;
    await stopContainer(store, container, options);
  }
  startContainer(store, container);
  containerEvent(store.context, container, 'restart');
}

/** Answers at once; the body comes when the condition holds. */
function waitResponse(container: Container, condition: WaitCondition): Response {
  const outlet = new Outlet();
  void container.wait(condition).then(async (code) => {
    await outlet.write(new TextEncoder().encode(`${JSON.stringify({ StatusCode: code })}\n`));
    outlet.close();
  });
  return new Response(outlet.body, { headers: { 'Content-Type': 'application/json' } });
}

function resize(store: ContainerStore, container: Container, columns: number, rows: number): void {
  const { state } = container.data;
  if (!state.running) throw notRunning(container);
  if (!container.running) throw isRestarting(container);
  container.size = { columns, rows };
  container.running.pty?.resize(columns, rows);
  containerEvent(store.context, container, 'resize', { height: String(rows), width: String(columns) });
}

/** `docker rm --link PARENT/ALIAS` */
function removeLink(store: ContainerStore, name: string): Response {
  const slash = name.replace(/^\//, '').indexOf('/');
  if (slash === -1) {
    store.get(name);
    throw new Error('Conflict, cannot remove the default link name of the container');
  }
  const [parent, alias] = [name.replace(/^\//, '').slice(0, slash), name.replace(/^\//, '').slice(slash + 1)];
  const container = store.byName(parent);
  if (!container?.data.links[alias]) throw notFound(`No such container: ${name}`);
  delete container.data.links[alias];
  return emptyBody(204);
}
