import { z } from 'zod';
import { defineCheck } from '../check.ts';

/**
 * A command was run, for the few steps that are about looking at something: its line, its exit status and what it
 * printed can be asked for. Patterns are regular expressions.
 */
export const ran = defineCheck({
  parameters: z.strictObject({
    on: z.string(),
    line: z.string().optional(),
    status: z.enum(['ok', 'failed']).optional(),
    output: z.string().optional(),
    /** The expectation in words, since a pattern says little to a learner. */
    expected: z.string(),
    /** What to say while nothing fitting was run. */
    otherwise: z.string(),
  }),
  async look(world, { on, line, status, output, expected, otherwise }) {
    const met = world.log.some(
      (command) =>
        command.machine === on &&
        (line === undefined || new RegExp(line).test(command.line)) &&
        (status === undefined || (command.status === 0) === (status === 'ok')) &&
        (output === undefined || new RegExp(output).test(command.output)),
    );
    return [{ expected, actual: met ? 'You did.' : otherwise, met }];
  },
});
