export { Exercise } from './exercise.ts';
export { type Lesson, lessonSchema } from './lesson.ts';
