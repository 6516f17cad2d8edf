import { defineCollection, type SchemaContext } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { type Lesson, lessonSchema } from './exercise/index.ts';

/** `lessons/start/01-push.mdx` is the page `lessons/start/push`: the number only orders the files. */
const pageId = ({ entry }: { entry: string }): string =>
  entry
    .replace(/\.mdx?$/, '')
    .replace(/(^|\/)\d+-/g, '$1')
    .replace(/(^|\/)index$/, '') || 'index';

/**
 * A page of the site. With `world` and `steps` in its frontmatter it is a lesson and must be a whole one; with `world`
 * alone it is a sandbox: the same lab, and nothing to do in it.
 */
const pageSchema = (context: SchemaContext) =>
  docsSchema({ extend: z.object({ world: z.unknown().optional(), steps: z.unknown().optional() }) })(
    context,
  ).transform(({ world, steps, ...page }, { addIssue }) => {
    if (world === undefined && steps === undefined) return { ...page, lab: undefined };
    if (typeof world === 'string' && steps === undefined)
      return { ...page, lab: { world, steps: [] } as Lesson };
    const lesson = lessonSchema.safeParse({ world, steps });
    for (const { message, path } of lesson.error?.issues ?? []) {
      addIssue({ code: 'custom', message, path });
    }
    return { ...page, lab: lesson.data as Lesson };
  });

export const collections = {
  docs: defineCollection({
    loader: glob({ base: './content/docs', pattern: '**/[^_]*.{md,mdx}', generateId: pageId }),
    schema: pageSchema,
  }),
};
