import { z } from 'zod';
import { defineCheck } from '../check.ts';
import { type ContainerSummary, containers } from '../engine.ts';

/** A container of an image runs on a machine; perhaps with a published port. */
export const container = defineCheck({
  parameters: z.strictObject({
    on: z.string(),
    image: z.string(),
    /** The port of the machine that leads into it. */
    port: z.number().optional(),
    /** `true`: no container of that image may be left running. */
    stopped: z.boolean().default(false),
  }),
  async look(world, { on, image, port, stopped }) {
    const all = (await containers(world, on)).filter((one) => one.Image === image);
    const running = all.filter((one) => one.State === 'running');
    if (stopped) {
      return [
        {
          expected: `No container of \`${image}\` runs on the ${on}.`,
          actual: running.length > 0 ? `${names(running)} still runs.` : 'None runs.',
          met: running.length === 0,
        },
      ];
    }
    const conditions = [
      {
        expected: `A container of \`${image}\` runs on the ${on}.`,
        actual:
          running.length > 0
            ? `${names(running)} runs.`
            : all.length > 0
              ? `${names(all)} was made from it, but does not run.`
              : `The ${on} has no container of that image.`,
        met: running.length > 0,
      },
    ];
    if (port !== undefined && running.length > 0) {
      const open = running.flatMap((one) => one.Ports ?? []).flatMap((one) => one.PublicPort ?? []);
      conditions.push({
        expected: `Port ${port} of the ${on} leads into it.`,
        actual:
          open.length > 0
            ? `It is reached through port ${[...new Set(open)].join(', ')}.`
            : 'It publishes no port.',
        met: open.includes(port),
      });
    }
    return conditions;
  },
});

const names = (list: ContainerSummary[]): string =>
  list.map((one) => `\`${(one.Names[0] ?? one.Id.slice(0, 12)).replace(/^\//, '')}\``).join(', ');
