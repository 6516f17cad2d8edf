import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { serveSite } from '../../src/node/site.ts';
import { chromiumPath } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built site is served; empty where no browser could look at it. */
    site: string;
  }
}

/** Builds the site once for all browser tests, and serves it. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!chromiumPath) {
    console.warn('\n  SKIPPED: all browser tests, for there is no Chromium. Install one or set CHROMIUM.\n');
    project.provide('site', '');
    return undefined;
  }
  const root = join(import.meta.dirname, '../..');
  if (!process.env.TAGBOAT_DIST) {
    const build = spawnSync(process.execPath, [join(root, 'node_modules/astro/bin/astro.mjs'), 'build'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    });
    if (build.status !== 0) throw new Error(`the site does not build:\n${build.stdout}${build.stderr}`);
  }
  const site = await serveSite(process.env.TAGBOAT_DIST ?? join(root, 'dist'), { port: 4390 });
  project.provide('site', site.url);
  return site.close;
}
