import { z } from 'zod';
import { parseReference, referenceString, withDefaultTag } from '../../simulator/common/reference.ts';
import { defineCheck } from '../check.ts';
import { imageId } from '../engine.ts';

/** A registry holds a tag; perhaps of the very image that a machine has under a name. */
export const pushed = defineCheck({
  parameters: z.strictObject({
    name: z.string(),
    'same-as': z.strictObject({ on: z.string(), image: z.string() }).optional(),
  }),
  async look(world, { name, 'same-as': twin }) {
    const reference = withDefaultTag(parseReference(name));
    const held = world
      .registry(reference.domain)
      .configDigest(reference.path, reference.tag ?? reference.digest ?? '');
    const conditions = [
      {
        expected: `\`${reference.domain}\` holds \`${reference.path}:${reference.tag}\`.`,
        actual: held ? 'It does.' : `It has no \`${referenceString(reference)}\` yet.`,
        met: held !== undefined,
      },
    ];
    if (twin && held !== undefined) {
      const id = await imageId(world, twin.on, twin.image);
      conditions.push({
        expected: `It is the same image as \`${twin.image}\` on the ${twin.on}.`,
        actual: id === held ? 'It is.' : 'It is another image.',
        met: id === held,
      });
    }
    return conditions;
  },
});
