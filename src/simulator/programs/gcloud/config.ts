import type { Process } from '../../common/process.ts';
import { property, setProperty } from './configuration.ts';
import { GcloudFailure } from './errors.ts';

/** `gcloud config`: properties by section, of the real ones those that registries need. */
const PROPERTIES: Record<string, readonly string[]> = {
  core: ['account', 'disable_prompts', 'disable_usage_reporting', 'project', 'verbosity'],
  artifacts: ['location', 'repository'],
};

/** `project` or `artifacts/location` as section and name. @throws GcloudFailure */
function fullName(name: string): string {
  const [section = '', own = ''] = name.includes('/') ? name.split(/\/(.*)/s) : ['core', name];
  const known = Object.hasOwn(PROPERTIES, section) ? PROPERTIES[section] : undefined;
  if (!known) throw new GcloudFailure(`Section "${section}" does not exist.`);
  if (!known.includes(own)) throw new GcloudFailure(`Section [${section}] has no property [${own}].`);
  return `${section}/${own}`;
}

/** `gcloud config set` */
export async function set(process: Process, name: string, value: string): Promise<number> {
  const full = fullName(name);
  setProperty(process, full, value);
  await process.stderr.write(`Updated property [${full}].\n`);
  return 0;
}

/** `gcloud config unset` */
export async function unset(process: Process, name: string): Promise<number> {
  const full = fullName(name);
  setProperty(process, full, undefined);
  await process.stderr.write(`Unset property [${full}].\n`);
  return 0;
}

/** `gcloud config get` and `get-value` */
export async function get(process: Process, name: string): Promise<number> {
  const value = property(process, fullName(name));
  if (value === undefined) await process.stderr.write('(unset)\n');
  else await process.stdout.write(`${value}\n`);
  return 0;
}
