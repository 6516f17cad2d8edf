import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the built site. @throws Error when it was not built */
export function builtSite(): string {
  const folder = process.env.TAGBOAT_DIST ?? join(import.meta.dirname, '../../dist');
  if (!existsSync(join(folder, 'index.html')))
    throw new Error('there is no built site: run `npm run build` first');
  return folder;
}
