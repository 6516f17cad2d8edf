/** `npm start`: builds the site, serves it and prints its address. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serveSite } from './site.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4321' }, host: { type: 'string', default: 'localhost' } },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port takes a number from 0 to 65535, not "${values.port}".`);
  process.exit(2);
}

/** The shell between npm and this program. */
const parent = process.ppid;
const root = join(import.meta.dirname, '../..');
console.log('Building the site …');
const build = spawnSync(process.execPath, [join(root, 'node_modules/astro/bin/astro.mjs'), 'build'], {
  cwd: root,
  env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  encoding: 'utf8',
});
if (build.status !== 0) {
  process.stderr.write(build.stdout + build.stderr);
  console.error('The site could not be built; what went wrong stands above.');
  process.exit(1);
}
const site = await serveSite(join(root, 'dist'), { port, host: values.host }).catch((error: Error) => {
  console.error(`Cannot listen on ${values.host}:${port}: ${error.message}.`);
  process.exit(2);
});
console.log(`Tagboat is at ${site.url} (Ctrl-C ends it).`);
const stop = (): void => void site.close().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
// A shell that npm ends does not hand SIGTERM on, and Windows' knows no `exec`: who is left alone ends as well.
if (process.env.npm_lifecycle_event !== undefined) {
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500);
}
