export { Exercise, type StepReport } from './exercise.ts';
export { type Lesson, lessonSchema } from './lesson.ts';
