import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Which room may import which. A room is a folder; what is missing here may not be imported. Everything may import
 * itself. When this test fails, move the code to the room its message names: never widen the list.
 */
const ALLOWED: Record<string, string[]> = {
  'simulator/common': [],
  'simulator/registry': [],
  'simulator/vendors': ['simulator/registry', 'simulator/common'],
  'simulator/engine': ['simulator/common'],
  'simulator/docker': ['simulator/common'],
  'simulator/programs': ['simulator/common'],
  'simulator/shell': ['simulator/common', 'simulator/docker', 'simulator/programs'],
  'simulator/world': [
    'simulator/common',
    'simulator/shell',
    'simulator/docker',
    'simulator/programs',
    'simulator/engine',
    'simulator/registry',
    'simulator/vendors',
  ],
  exercise: ['simulator/world', 'simulator/common'],
  lab: ['exercise', 'simulator/world', 'simulator/common'],
  components: ['lab', 'exercise', 'components'],
  pages: ['lab', 'exercise', 'components', 'styles'],
  node: [
    'exercise',
    'simulator/world',
    'simulator/engine',
    'simulator/registry',
    'simulator/vendors',
    'simulator/docker',
    'simulator/common',
  ],
};

const src = join(import.meta.dirname, '../src');

function roomOf(file: string): string {
  const parts = relative(src, file).split('/');
  if (parts.length === 1) return '';
  return parts[0] === 'simulator' ? `simulator/${parts[1]}` : parts[0]!;
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(ts|astro|mjs)$/.test(name) ? [path] : [];
  });
}

const IMPORT = /(?:from\s+|import\s*\(\s*|import\s+|new URL\(\s*)['"](\.[^'"]+)['"]/g;

describe('walls between rooms', () => {
  for (const file of sources(src)) {
    const room = roomOf(file);
    const allowed = ALLOWED[room];
    if (!allowed) continue;
    test(relative(src, file), () => {
      const text = readFileSync(file, 'utf8');
      for (const [, target] of text.matchAll(IMPORT)) {
        const other = roomOf(normalize(join(dirname(file), target!)));
        expect(
          other === room || allowed.includes(other),
          `${relative(src, file)} imports ${target}: ${room} may import only ${allowed.join(', ') || 'itself'}. ` +
            `Code that needs both belongs in a room that may see both, or in simulator/common when it is about neither.`,
        ).toBe(true);
      }
      if (room.startsWith('simulator/')) {
        expect(text, `${room} runs in a browser too: nothing of Node in it`).not.toMatch(/from ['"]node:/);
        expect(text, `${room} reads time and chance from the world only`).not.toMatch(
          /\bDate\.now\(|new Date\(\)|Math\.random\(|performance\.now\(/,
        );
      }
    });
  }
});
