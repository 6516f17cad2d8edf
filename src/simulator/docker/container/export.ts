import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { checkOutputPath, writeLocalFile } from '../framework/local-file.ts';
import { bodyBytes, copyBody } from '../framework/streams.ts';
import { containerPath } from './names.ts';

/** `docker export` */
export const exportContainer: Command = {
  paths: ['container export', 'export'],
  short: "Write a container's files as a tar archive",
  usage: '[OPTIONS] CONTAINER',
  args: exactArgs(1),
  flags: [{ name: 'output', short: 'o', type: 'string', usage: 'File to write to, in place of STDOUT' }],
  run: async ({ args, engine, flags, process }) => {
    const output = flags.string('output');
    if (output === '' && process.stdout.isTTY) {
      throw new CommandError('cowardly refusing to save to a terminal. Use the -o flag or redirect');
    }
    if (output !== '') {
      try {
        checkOutputPath(process, output);
      } catch (error) {
        throw new CommandError(`failed to export container: ${(error as Error).message}`);
      }
    }
    const response = await engine.request('GET', containerPath(args[0]!, 'export'));
    if (output === '') await copyBody(response.body, process.stdout);
    else writeLocalFile(process, output, await bodyBytes(response));
    return 0;
  },
};
