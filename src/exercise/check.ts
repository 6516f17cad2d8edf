import type { z } from 'zod';
import type { World } from '../simulator/world/index.ts';

/** One thing that a check looked at. Both texts are shown to the learner when it is not met. */
export interface Condition {
  /** What should be so, as a sentence. */
  expected: string;
  /** What is so, as a sentence. */
  actual: string;
  met: boolean;
}

/**
 * A kind of check: the shape of its parameters in a lesson, and how it looks at a world. It reads, and never changes
 * anything; after every command all open steps are looked at, so it must be cheap.
 */
export interface Check<Parameters extends z.ZodType = z.ZodType> {
  parameters: Parameters;
  look(world: World, parameters: z.output<Parameters>): Promise<Condition[]>;
}

/** Keeps the parameters' type with the check. */
export function defineCheck<Parameters extends z.ZodType>(check: Check<Parameters>): Check<Parameters> {
  return check;
}
