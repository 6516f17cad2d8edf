import { z } from 'zod';
import { defineCheck } from '../check.ts';

/** A file of the learner's on a machine holds, or does not hold, a text. */
export const file = defineCheck({
  parameters: z.strictObject({
    on: z.string(),
    /** Absolute, or from the learner's home with `~/`. */
    path: z.string().regex(/^[~/]/, 'a path starts with / or ~/'),
    contains: z.string().optional(),
    lacks: z.string().optional(),
  }),
  async look(world, { on, path, contains, lacks }) {
    const { host, user } = world.machine(on);
    const absolute = path.replace(/^~/, user.home);
    const text = host.files.isFile(absolute) ? host.files.readText(absolute) : undefined;
    const conditions = [];
    if (contains !== undefined || lacks === undefined) {
      conditions.push({
        expected: `\`${path}\` is on the ${on}${contains === undefined ? '.' : `, with \`${contains}\` in it.`}`,
        actual: text === undefined ? 'There is no such file.' : 'The file is there, without it.',
        met: text !== undefined && (contains === undefined || text.includes(contains)),
      });
    }
    if (lacks !== undefined) {
      conditions.push({
        expected: `\`${path}\` on the ${on} says nothing of \`${lacks}\`.`,
        actual: text?.includes(lacks) ? 'It still does.' : 'It does not.',
        met: !text?.includes(lacks),
      });
    }
    return conditions;
  },
});
