import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { createAdaptorServer } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

const TEXT = /\.(html|css|js|json|svg|xml|txt|map)$/;
/** Built names that hold a hash of the content: never the same name with other bytes. */
const HASHED = /^\/_astro\//;

interface Site {
  /** `http://localhost:4321/` */
  url: string;
  close(): Promise<void>;
}

/** Serves the built site. A port that is taken gives way to the next one; 0 takes any. */
export async function serveSite(folder: string, options: { port: number; host?: string }): Promise<Site> {
  compressFolder(folder);
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    const lasting = HASHED.test(context.req.path) && context.res.ok;
    context.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  app.get('*', serveStatic({ root: folder, precompressed: true }));
  app.notFound((context) => context.html(readFileSync(join(folder, '404.html'), 'utf8'), 404));
  const host = options.host ?? 'localhost';
  for (let { port } = options; ; port += 1) {
    const server = createAdaptorServer({ fetch: app.fetch });
    const listening = await new Promise<boolean>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
      );
      server.listen(port, host, () => resolve(true));
    });
    if (!listening) continue;
    return {
      url: `http://${host}:${(server.address() as AddressInfo).port}/`,
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          if ('closeAllConnections' in server) server.closeAllConnections();
        }),
    };
  }
}

/** Puts a `.br` and a `.gz` beside every text, once, so that a page costs what it would cost on a real host. */
function compressFolder(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const status = statSync(path);
    if (status.isDirectory()) compressFolder(path);
    else if (TEXT.test(name) && status.mtimeMs > mtimeOf(`${path}.gz`)) {
      const bytes = readFileSync(path);
      writeFileSync(
        `${path}.br`,
        brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
      );
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    }
  }
}

const mtimeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
