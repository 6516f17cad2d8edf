import { Hono } from 'hono';
import { directory } from '../../common/files.ts';
import type { EngineContext } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import { jsonStream } from '../stream.ts';
import { readContext } from './build-context.ts';
import { BuildKitBuild } from './buildkit.ts';
import { LegacyBuild } from './legacy/build.ts';
import { readOptions } from './options.ts';
import { pruneCache } from './prune.ts';

/** `/build`, `/session`. */
export function buildRoutes(context: EngineContext): Hono {
  const app = new Hono();
  app.post('/build', async (c) => {
    const options = readOptions(c.req.raw, context.architecture);
    if (options.squash) throw invalidParameter('squash is only supported with experimental mode');
    const sent = await readContext(c.req.raw);
    const { signal } = c.req.raw;
    return jsonStream((write) =>
      context.images.layers.keeping(() =>
        options.version === '2'
          ? new BuildKitBuild(context, options, write, signal).run(sent)
          : new LegacyBuild(context, options, write, signal).run(sent?.tree ?? directory()),
      ),
    );
  });
  app.post('/build/prune', (c) => {
    const query = new URL(c.req.url).searchParams;
    const all = ['1', 'true'].includes(query.get('all') ?? '');
    const limit = (name: string): number => {
      const text = query.get(name) ?? '';
      if (text === '') return 0;
      if (!/^[-+]?\d+$/.test(text))
        throw invalidParameter(`${name} is in bytes and expects an integer, got ${text}`);
      return Number(text);
    };
    const limits = {
      // Before API 1.48 it was called otherwise.
      reservedSpace: limit('reserved-space') || limit('keep-storage'),
      maxUsedSpace: limit('max-used-space'),
      minFreeSpace: limit('min-free-space'),
    };
    return c.json(pruneCache(context, { all, filters: query.get('filters') ?? '', limits }));
  });
  app.post('/build/cancel', (c) => {
    if (!new URL(c.req.url).searchParams.get('id')) throw invalidParameter('build ID not provided');
    return c.body(null, 200);
  });
  return app;
}
