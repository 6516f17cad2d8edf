import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Lesson, lessonSchema } from '../exercise/index.ts';

const FOLDER = join(import.meta.dirname, '../../content/docs/lessons');

/** Every lesson's address, `unit/slug`, and its file. */
export function lessonFiles(): Map<string, string> {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.mdx'),
  );
  const lessons = files.filter((file) => frontmatter(file).steps !== undefined);
  return new Map(lessons.map((file) => [file.replace(/\.mdx$/, '').replace(/(^|\/)\d+-/g, '$1'), file]));
}

/**
 * Reads a lesson by its address, `start/push-your-first-image`.
 * @throws Error that names the file, the field and what is wrong with it
 */
export function readLesson(address: string): Lesson {
  const file = lessonFiles().get(address.replace(/^\/?(?:lessons\/)?|\/$/g, ''));
  if (!file) throw new Error(`no lesson "${address}": there are ${[...lessonFiles().keys()].join(', ')}`);
  const parsed = lessonSchema.safeParse(frontmatter(file));
  if (!parsed.success) throw new Error(`content/docs/lessons/${file}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function frontmatter(file: string): Record<string, unknown> {
  return parse(/^---\n(.*?)\n---\n/s.exec(readFileSync(join(FOLDER, file), 'utf8'))?.[1] ?? '{}');
}
