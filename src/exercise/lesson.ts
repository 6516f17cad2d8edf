import { z } from 'zod';
import { CHECKS } from './checks/index.ts';

const regularExpression = z.string().refine(isRegularExpression, 'not a regular expression');

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const kinds = Object.keys(CHECKS) as (keyof typeof CHECKS)[];

/** One or more conditions by the kind of check: all must be met. */
const check = z
  .strictObject(
    Object.fromEntries(kinds.map((kind) => [kind, CHECKS[kind].parameters.optional()])) as {
      [Kind in keyof typeof CHECKS]: z.ZodOptional<(typeof CHECKS)[Kind]['parameters']>;
    },
    {
      error: ({ code }) =>
        code === 'unrecognized_keys' ? `no such check; there are: ${kinds.join(', ')}` : undefined,
    },
  )
  .refine((given) => Object.keys(given).length > 0, `a check needs at least one of: ${kinds.join(', ')}`);

const mistake = z.strictObject({
  /** The wrong move itself, as people type it: the proof of the lesson runs it. */
  run: z.string(),
  /** Recognises its relatives by the command line; without it, only `run` itself counts. */
  line: regularExpression.optional(),
  /** And by what it printed. */
  output: regularExpression.optional(),
  say: z.string(),
});

const step = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'a step id is lower-case letters, digits and dashes'),
  /** The machine where its solution is typed. */
  on: z.string().default('laptop'),
  /** The step that must be done first, where this one's check is true before it (being logged out, say). */
  after: z.string().optional(),
  task: z.string(),
  check,
  solution: z.string(),
  also: z.array(z.string()).default([]),
  mistakes: z.array(mistake).default([]),
  hints: z.array(z.string()).min(2, 'a step has at least two hints'),
});

/** The frontmatter of a lesson: the world it starts from and its steps, in order. */
export const lessonSchema = z
  .object({
    world: z.string(),
    steps: z.array(step).min(1, 'a lesson has at least one step'),
  })
  .refine(({ steps }) => new Set(steps.map(({ id }) => id)).size === steps.length, {
    path: ['steps'],
    error: 'two steps have the same id: give each its own',
  })
  .refine(
    ({ steps }) => steps.every(({ after }, i) => !after || steps.slice(0, i).some(({ id }) => id === after)),
    {
      path: ['steps'],
      error: '`after` names the id of an earlier step',
    },
  );

export type Lesson = z.output<typeof lessonSchema>;
export type Step = Lesson['steps'][number];
export type Mistake = z.output<typeof mistake>;
