import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const SCRIPT = /<script (?=type="module" src="[^"]*\/Lab\.astro_[^"]*")/;

/**
 * Lets the lab's script run as soon as it is there. Astro has each script of a component wait until the whole page was
 * read, and has no word for another wish.
 */
export function earlyLab(): AstroIntegration {
  return {
    name: 'early-lab',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const folder = fileURLToPath(dir);
        for (const name of globSync('**/*.html', { cwd: folder })) {
          const path = join(folder, name);
          const page = readFileSync(path, 'utf8');
          if (!page.includes('<lab-terminal')) continue;
          if (!SCRIPT.test(page))
            throw new Error(`${name}: the lab's script is not where it was; see early-lab.ts`);
          writeFileSync(path, page.replace(SCRIPT, '<script async '));
        }
      },
    },
  };
}
