import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import type { Invocation } from '../framework/invocation.ts';
import { INSPECT_FORMAT, type Inspected, inspectAll } from '../inspect/inspector.ts';
import { inspectText } from './inspect-request.ts';
import { CONTAINER } from './types/container.ts';

/** Finds a container for an inspect command, with its sizes when asked. */
export async function findContainer(invocation: Invocation, name: string, size: boolean): Promise<Inspected> {
  return { raw: await inspectText(invocation, name, { size }), type: CONTAINER };
}

/** `docker container inspect` */
export const inspect: Command = {
  paths: ['container inspect'],
  short: 'Show everything about containers',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  args: minArgs(1),
  flags: [
    INSPECT_FORMAT,
    { name: 'size', short: 's', type: 'bool', usage: 'Show the sizes of the files too' },
  ],
  run: (invocation) => {
    const { args, flags } = invocation;
    return inspectAll(invocation, args, flags.string('format'), (name) =>
      findContainer(invocation, name, flags.bool('size')),
    );
  },
};
