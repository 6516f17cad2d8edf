import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { containerPath } from './names.ts';

interface Change {
  Path: string;
  Kind: number;
}

const KINDS = ['C', 'A', 'D'];

/** `docker diff` */
export const diff: Command = {
  paths: ['container diff', 'diff'],
  short: "Show what changed in a container's files",
  usage: 'CONTAINER',
  args: exactArgs(1),
  run: async ({ args, engine, print }) => {
    const [name = ''] = args;
    if (name === '') throw new CommandError('Container name cannot be empty');
    const changes = await engine.json<Change[] | null>('GET', containerPath(name, 'changes'));
    await print((changes ?? []).map(({ Kind, Path }) => `${KINDS[Kind]} ${Path}\n`).join(''));
    return 0;
  },
};
