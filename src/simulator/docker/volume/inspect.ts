import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import type { Invocation } from '../framework/invocation.ts';
import { INSPECT_FORMAT, type Inspected, inspectAll } from '../inspect/inspector.ts';
import { volumePath } from './path.ts';
import { VOLUME } from './type.ts';

/** Finds a volume for an inspect command. */
export async function findVolume({ engine }: Invocation, name: string): Promise<Inspected> {
  const response = await engine.request('GET', volumePath(name));
  return { raw: await response.text(), type: VOLUME };
}

/** `docker volume inspect` */
export const inspect: Command = {
  paths: ['volume inspect'],
  short: 'Show everything about volumes',
  usage: '[OPTIONS] VOLUME [VOLUME...]',
  args: minArgs(1),
  flags: [INSPECT_FORMAT],
  run: (invocation) =>
    inspectAll(invocation, invocation.args, invocation.flags.string('format'), async (name) => ({
      ...(await findVolume(invocation, name)),
      typedOnly: true,
    })),
};
