import { z } from 'zod';
import { defineCheck } from '../check.ts';
import { imageId } from '../engine.ts';

/** An image is on a machine under a name; perhaps the same image as another name's. */
export const image = defineCheck({
  parameters: z.strictObject({
    on: z.string(),
    name: z.string(),
    'same-id-as': z.string().optional(),
    /** `true`: the name must be gone. */
    absent: z.boolean().default(false),
  }),
  async look(world, { on, name, absent, 'same-id-as': twin }) {
    const id = await imageId(world, on, name);
    if (absent) {
      return [
        {
          expected: `The ${on} has no image named \`${name}\`.`,
          actual: id ? `The ${on} still has \`${name}\`.` : `\`${name}\` is gone.`,
          met: id === undefined,
        },
      ];
    }
    const conditions = [
      {
        expected: `The ${on} has an image named \`${name}\`.`,
        actual: id ? `It has \`${name}\`.` : `There is no image with that name on the ${on}.`,
        met: id !== undefined,
      },
    ];
    if (twin !== undefined && id !== undefined) {
      const twinId = await imageId(world, on, twin);
      conditions.push({
        expected: `\`${name}\` is the same image as \`${twin}\`.`,
        actual:
          twinId === undefined
            ? `There is no \`${twin}\` on the ${on} any more.`
            : `\`${name}\` has the ID ${short(id)}, \`${twin}\` has ${short(twinId)}.`,
        met: twinId === id,
      });
    }
    return conditions;
  },
});

const short = (id: string): string => id.replace('sha256:', '').slice(0, 12);
