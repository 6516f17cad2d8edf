import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { packBlobs, packWorld } from '../simulator/world/archive.ts';
import { readWorld, worldNames } from './worlds.ts';

/** The files of a world as the page fetches them: its data, and the bytes that its data names. */
async function filesOf(name: string): Promise<Record<string, Uint8Array>> {
  const { snapshot, blobs } = await readWorld(name);
  return { [`${name}.world`]: packWorld(snapshot), [`${name}.blobs`]: packBlobs(blobs) };
}

/** Puts every starting state under `/worlds/`, when the site is built and while it is developed. */
export function worldFiles(): AstroIntegration {
  return {
    name: 'world-files',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const folder = fileURLToPath(new URL('worlds/', dir));
        mkdirSync(folder, { recursive: true });
        for (const name of worldNames()) {
          for (const [file, bytes] of Object.entries(await filesOf(name))) {
            writeFileSync(`${folder}/${file}`, bytes);
            logger.info(`/worlds/${file}, ${bytes.length} bytes`);
          }
        }
      },
      'astro:server:setup': ({ server }) => {
        server.middlewares.use('/worlds', async (request, response, next) => {
          const file = (request.url ?? '').replace(/^\//, '').split('?')[0]!;
          const name = file.replace(/\.(world|blobs)$/, '');
          if (!worldNames().includes(name)) return next();
          response.end((await filesOf(name))[file]);
        });
      },
    },
  };
}
