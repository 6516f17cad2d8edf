import { type Context, Hono } from 'hono';
import { Filters } from '../containers/filters.ts';
import type { EngineContext } from '../context.ts';
import { decodeAuth } from '../distribution/auth.ts';
import { ProgressOutput } from '../distribution/progress.ts';
import { pushImage } from '../distribution/push.ts';
import { ApiError, invalidParameter } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { contentStream, jsonStream } from '../stream.ts';
import { createImage } from './create.ts';
import { inspectDistribution } from './distribution.ts';
import { imageHistory, inspectImage } from './inspect.ts';
import { LIST_FILTERS, listImagesBody } from './list.ts';
import { loadImages } from './load.ts';
import { findImage, findImageFor, parseOrRefuse, platformMismatch, repositoryTag } from './names.ts';
import { PRUNE_FILTERS, pruneImages } from './prune.ts';
import { removeImage } from './remove.ts';
import { saveImages } from './save.ts';
import { SEARCH_FILTERS, searchImages } from './search.ts';
import { tagImage } from './tag.ts';

/** The daemon's reading of a flag in a query: anything but these is yes. */
function flag(c: Context, name: string): boolean {
  const value = (c.req.query(name) ?? '').trim().toLowerCase();
  return !['', '0', 'no', 'false', 'none'].includes(value);
}

/** A platform as JSON, the form that newer clients send. */
function jsonPlatform(text: string | undefined): Platform | undefined {
  if (!text) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidParameter('failed to parse platform');
  }
  const { os, architecture } = (value ?? {}) as Partial<Platform>;
  if (!os || !architecture) throw invalidParameter('both OS and Architecture must be provided');
  return value as Platform;
}

const json = (value: unknown): Response => jsonBody(`${JSON.stringify(value)}\n`);
const jsonBody = (body: BodyInit): Response =>
  new Response(body, { headers: { 'Content-Type': 'application/json' } });

/** `/images`, `/distribution`. */
export function imageRoutes(context: EngineContext): Hono {
  const app = new Hono();
  const auth = (c: Context) => decodeAuth(c.req.header('x-registry-auth'));

  app.get('/images/json', (c) => {
    const filters = Filters.parse(c.req.query('filters'), LIST_FILTERS);
    const options = { all: flag(c, 'all'), filters, sharedSize: flag(c, 'shared-size') };
    return jsonBody(listImagesBody(context, options));
  });

  app.get('/images/search', async (c) => {
    const limit = c.req.query('limit') ?? '';
    if (!/^\d*$/.test(limit)) throw invalidParameter('invalid limit specified');
    const filters = Filters.parse(c.req.query('filters'), SEARCH_FILTERS);
    const term = c.req.query('term') ?? '';
    return json(await searchImages(context, { term, limit: Number(limit), filters, credentials: auth(c) }));
  });

  const save = async (c: Context, names: string[]) => {
    const chunks = await saveImages(context, names, jsonPlatform(c.req.query('platform')));
    return new Response(contentStream(chunks), { headers: { 'Content-Type': 'application/x-tar' } });
  };
  app.get('/images/get', (c) => save(c, c.req.queries('names') ?? []));
  app.get('/images/:name{.+}/get', (c) => save(c, [c.req.param('name')]));

  app.post('/images/load', async (c) => {
    const archive = new Uint8Array(await c.req.arrayBuffer());
    const platform = jsonPlatform(c.req.query('platform'));
    const quiet = c.req.query('quiet') === undefined || flag(c, 'quiet');
    // The daemon refuses a bad archive inside the stream.
    return jsonStream(
      (write) =>
        context.images.layers.keeping(() => loadImages(context, { archive, platform, quiet, write })),
      {
        refuseInStream: true,
      },
    );
  });

  app.post('/images/create', (c) => createImage(context, c));

  app.post('/images/prune', (c) =>
    json(pruneImages(context, Filters.parse(c.req.query('filters'), PRUNE_FILTERS))),
  );

  app.get('/images/:name{.+}/json', (c) => {
    const name = c.req.param('name');
    return json(inspectImage(context, findImageFor(context, name, jsonPlatform(c.req.query('platform')))));
  });

  app.get('/images/:name{.+}/history', (c) => {
    const image = findImageFor(context, c.req.param('name'), jsonPlatform(c.req.query('platform')));
    return json(imageHistory(context, image));
  });

  app.post('/images/:name{.+}/tag', (c) => {
    const repository = c.req.query('repo') ?? '';
    if (repository === '') throw invalidParameter('');
    const reference = repositoryTag(repository, c.req.query('tag') ?? '');
    if (reference.domain === 'docker.io' && reference.path === 'library/sha256') {
      throw invalidParameter('refusing to create an ambiguous tag using digest algorithm as name');
    }
    tagImage(context, findImage(context, c.req.param('name')).id, reference);
    return c.body(null, 201);
  });

  app.post('/images/:name{.+}/push', async (c) => {
    const name = c.req.param('name');
    const tag = c.req.query('tag') ?? '';
    const reference = tag ? repositoryTag(name, tag) : parseOrRefuse(name);
    const platform = jsonPlatform(c.req.query('platform'));
    if (platform) {
      const image = findImage(context, name + (tag ? `:${tag}` : ''));
      const mismatch = platformMismatch(context, tag ? `${name}:${tag}` : name, image, platform);
      if (mismatch) throw new ApiError(404, mismatch);
    }
    return jsonStream((write, gone) => {
      const signal = AbortSignal.any([c.req.raw.signal, gone]);
      const progress = new ProgressOutput(write, context.clock);
      return pushImage({ context, reference, credentials: auth(c), progress, signal });
    });
  });

  app.delete('/images/:name{.+}', (c) => {
    const name = c.req.param('name');
    if (name.trim() === '') throw invalidParameter('image name cannot be blank');
    const platforms = (c.req.queries('platforms') ?? []).map(jsonPlatform);
    if (platforms.length > 1) throw invalidParameter('multiple platforms are not supported');
    const options = { force: flag(c, 'force'), prune: !flag(c, 'noprune'), platform: platforms[0] };
    return json(removeImage(context, name, options));
  });

  app.get('/distribution/:name{.+}/json', async (c) =>
    json(await inspectDistribution(context, c.req.param('name'), auth(c), c.req.raw.signal)),
  );
  return app;
}
