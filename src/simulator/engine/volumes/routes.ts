import { Hono } from 'hono';
import { Filters } from '../containers/filters.ts';
import { volumeCreated } from '../containers/mounts.ts';
import { pruneVolumes } from '../containers/prune.ts';
import { emptyBody, flag, json, readJson } from '../containers/request.ts';
import { decode, of } from '../containers/schema.ts';
import type { ContainerStore } from '../containers/store.ts';
import { ApiError, conflict } from '../errors.ts';
import { volumeJson } from './json.ts';

const ACCEPTED = ['dangling', 'name', 'driver', 'label'];
const REQUEST_FIELDS = [
  ...of('string', 'Name Driver'),
  ...of('map', 'DriverOpts Labels'),
  ...of('any', 'ClusterVolumeSpec', { pointer: true }),
];

interface VolumeRequest {
  Name: string;
  Driver: string;
  DriverOpts: Record<string, string> | null;
  Labels: Record<string, string> | null;
  ClusterVolumeSpec: object | null;
}

/** `/volumes` */
export function volumeRoutes(store: ContainerStore): Hono {
  const app = new Hono();
  const { context, volumes } = store;
  app.get('/volumes', (c) => {
    const filters = Filters.parse(c.req.query('filters'), ACCEPTED);
    const dangling = filters.bool('dangling');
    const found = volumes
      .all()
      .filter(
        ({ name, labels }) =>
          filters.match('name', name) &&
          filters.exact('driver', 'local') &&
          filters.matchLabels('label', labels) &&
          (dangling === undefined || dangling === (store.volumeUsers(name).length === 0)),
      );
    return json({ Volumes: found.map(volumeJson), Warnings: null });
  });
  app.post('/volumes/create', async (c) => {
    const request = decode<VolumeRequest>(await readJson(c.req.raw), REQUEST_FIELDS, 'CreateOptions');
    const { Name: name, Driver: driver, DriverOpts: options, Labels: labels } = request;
    if (request.ClusterVolumeSpec) {
      throw new ApiError(
        503,
        'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
      );
    }
    const { volume, isNew } = volumes.create(name, driver, options, labels);
    if (isNew) volumeCreated(store, volume);
    return json(volumeJson(volume), 201);
  });
  app.post('/volumes/prune', (c) => json(pruneVolumes(store, c.req.query('filters'), isLegacy(c.req.url))));
  app.get('/volumes/:name', (c) => json(volumeJson(volumes.get(c.req.param('name')))));
  app.put('/volumes/:name', () => {
    throw new ApiError(503, 'volume update only valid for cluster volumes, but swarm is unavailable');
  });
  app.delete('/volumes/:name', (c) => {
    const name = c.req.param('name');
    const isForced = flag(c.req.query('force'));
    if (isForced && !volumes.all().some((volume) => volume.name === name)) return emptyBody(204);
    volumes.get(name);
    const users = store.volumeUsers(name);
    if (users.length > 0) throw conflict(`remove ${name}: volume is in use - [${users.join(', ')}]`);
    volumes.remove(name);
    context.events.emit('volume', 'destroy', name, { driver: 'local' });
    return emptyBody(204);
  });
  return app;
}

/** Before API 1.42 a prune took named volumes too. */
function isLegacy(url: string): boolean {
  const minor = /^\/v1\.(\d+)\//.exec(new URL(url).pathname)?.[1];
  return minor !== undefined && Number(minor) < 42;
}
