import { z } from 'zod';
import { defineCheck } from '../check.ts';

/** An address answers when asked from a machine. */
export const http = defineCheck({
  parameters: z.strictObject({ on: z.string(), url: z.url(), contains: z.string().optional() }),
  async look(world, { on, url, contains }) {
    const expected = `From the ${on}, \`${url}\` answers${contains === undefined ? '.' : ` with \`${contains}\`.`}`;
    let body: string;
    try {
      const response = await world.machine(on).host.network.fetch(new Request(url));
      body = await response.text();
    } catch {
      return [{ expected, actual: 'Nothing answers there.', met: false }];
    }
    const met = contains === undefined || body.includes(contains);
    return [{ expected, actual: met ? 'It does.' : `It answers \`${body.slice(0, 80).trim()}\`.`, met }];
  },
});
