import { getCollection } from 'astro:content';
import type { Lesson } from '../exercise/index.ts';

interface LessonPage {
  id: string;
  filePath: string;
  data: { title: string; description: string; lab?: Lesson };
}

/** The pages that are lessons, in their order. */
export async function lessonPages(): Promise<LessonPage[]> {
  const pages: LessonPage[] = await getCollection(
    'docs',
    ({ data }: LessonPage) => !!data.lab && data.lab.steps.length > 0,
  );
  return pages.sort((a, b) => a.filePath.localeCompare(b.filePath));
}
