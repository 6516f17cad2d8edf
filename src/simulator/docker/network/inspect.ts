import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { objectText } from '../framework/decode.ts';
import type { Invocation } from '../framework/invocation.ts';
import { INSPECT_FORMAT, type Inspected, inspectAll } from '../inspect/inspector.ts';
import { networkPath } from './path.ts';
import { NETWORK } from './type.ts';

/** Finds a network for an inspect command. */
export async function findNetwork(
  { engine }: Invocation,
  name: string,
  verbose: boolean,
): Promise<Inspected> {
  const response = await engine.request('GET', networkPath(name), {
    query: verbose ? { verbose: 'true' } : {},
  });
  return { raw: await objectText(response, 'network.Inspect'), type: NETWORK };
}

/** `docker network inspect` */
export const inspect: Command = {
  paths: ['network inspect'],
  short: 'Show everything about networks',
  usage: '[OPTIONS] NETWORK [NETWORK...]',
  args: minArgs(1),
  flags: [
    INSPECT_FORMAT,
    { name: 'verbose', short: 'v', type: 'bool', usage: 'Show more, for finding faults' },
  ],
  run: (invocation) => {
    const { args, flags } = invocation;
    return inspectAll(invocation, args, flags.string('format'), (name) =>
      findNetwork(invocation, name, flags.bool('verbose')),
    );
  },
};
