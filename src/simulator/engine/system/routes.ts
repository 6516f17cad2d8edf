import { type Context, Hono } from 'hono';
import { Filters } from '../containers/filters.ts';
import type { EngineContext } from '../context.ts';
import type { AuthConfig } from '../distribution/auth.ts';
import { ApiError, invalidParameter, notFound } from '../errors.ts';
import { listImages } from '../images/list.ts';
import { DOCKER_28_2_2 } from '../profile.ts';
import { eventStream } from './events.ts';
import { engineInfo, engineVersion } from './info.ts';
import { login } from './login.ts';

const json = (value: unknown): Response =>
  new Response(`${JSON.stringify(value)}\n`, { headers: { 'Content-Type': 'application/json' } });

const NOT_A_MANAGER =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';

/** `/_ping`, `/version`, `/info`, `/auth`, `/events`, `/system/df`. */
export function systemRoutes(context: EngineContext): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.res.headers.set('Api-Version', DOCKER_28_2_2.apiVersion);
    c.res.headers.set('Docker-Experimental', 'false');
    c.res.headers.set('Ostype', 'linux');
    c.res.headers.set('Server', `Docker/${DOCKER_28_2_2.version} (linux)`);
  });
  app.get('/_ping', (c) =>
    c.body('OK', 200, {
      'Builder-Version': '2',
      'Cache-Control': 'no-cache, no-store, must-revalidate',
      'Content-Type': 'text/plain; charset=utf-8',
      Pragma: 'no-cache',
      Swarm: 'inactive',
    }),
  );
  app.get('/version', () => json(engineVersion(context)));
  app.get('/info', () => json(engineInfo(context)));
  app.get('/system/df', async (c) => json(await diskUsage(context, c)));
  app.get('/events', (c) => eventStream(context, c));
  for (const object of ['nodes', 'services', 'tasks', 'secrets', 'configs']) {
    app.get(`/${object}/:id`, () => {
      throw new ApiError(503, NOT_A_MANAGER);
    });
  }
  app.get('/plugins/:name{.+}/json', (c) => {
    throw notFound(`plugin ${JSON.stringify(c.req.param('name'))} not found`);
  });
  app.post('/auth', async (c) => {
    let credentials: AuthConfig;
    try {
      credentials = (await c.req.json()) as AuthConfig;
    } catch {
      throw invalidParameter('invalid JSON');
    }
    const { status, token } = await login(context, credentials, c.req.raw.signal);
    return json({ Status: status, ...(token ? { IdentityToken: token } : { IdentityToken: '' }) });
  });
  return app;
}

const USAGES = ['container', 'image', 'volume', 'build-cache'];

/** `GET /system/df`. */
async function diskUsage(context: EngineContext, c: Context): Promise<object> {
  const types = c.req.queries('type') ?? USAGES;
  for (const type of types)
    if (!USAGES.includes(type)) throw invalidParameter(`unknown object type: ${type}`);
  const { images, containers, builds } = context;
  const filters = Filters.parse('', []);
  const used = types.some((type) => type === 'container' || type === 'volume')
    ? await containers.diskUsage()
    : undefined;
  const counted = { filters, sharedSize: true, containerCount: true };
  return {
    LayersSize: types.includes('image') ? images.diskUsage() : 0,
    Images: types.includes('image') ? listImages(context, counted) : null,
    Containers: types.includes('container') ? used!.Containers : null,
    Volumes: types.includes('volume') ? used!.Volumes : null,
    BuildCache: types.includes('build-cache') ? await builds.diskUsage() : null,
    BuilderSize: 0,
  };
}
