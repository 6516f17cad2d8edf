import { z } from 'zod';
import { defineCheck } from '../check.ts';

const HUB_KEY = 'https://index.docker.io/v1/';
const configShape = z.object({
  auths: z.record(z.string(), z.looseObject({ auth: z.string().optional() })).optional(),
});

/** The docker CLI of a machine's user holds credentials for a registry, or none any more. */
export const login = defineCheck({
  parameters: z.strictObject({
    on: z.string(),
    host: z.string(),
    /** The account's name. */
    as: z.string().optional(),
    /** `true`: it must hold none. */
    out: z.boolean().default(false),
  }),
  async look(world, { on, host, as, out }) {
    const { host: machine, user } = world.machine(on);
    const path = `${user.home}/.docker/config.json`;
    let entry: { auth?: string | undefined } | undefined;
    try {
      const config = configShape.parse(JSON.parse(machine.files.readText(path)));
      entry = config.auths?.[host === 'docker.io' ? HUB_KEY : host];
    } catch {
      // No file, or a damaged one: nobody is logged in.
    }
    if (out) {
      return [
        {
          expected: `The ${on} holds no credentials for \`${host}\`.`,
          actual: entry
            ? `\`~/.docker/config.json\` on the ${on} still has an entry for it.`
            : 'It holds none.',
          met: entry === undefined,
        },
      ];
    }
    const name = entry?.auth === undefined ? undefined : atob(entry.auth).split(':')[0];
    return [
      {
        expected: `The ${on} is logged in to \`${host}\`${as === undefined ? '' : ` as \`${as}\``}.`,
        actual: entry
          ? `\`~/.docker/config.json\` has an entry for \`${host}\`${name ? `, for \`${name}\`` : ''}.`
          : `\`~/.docker/config.json\` on the ${on} has no entry for \`${host}\`.`,
        met: entry !== undefined && (as === undefined || name === as),
      },
    ];
  },
});
