import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { checkOutputPath, writeLocalFile } from '../framework/local-file.ts';
import { bodyBytes, copyBody } from '../framework/streams.ts';
import { platformQuery } from './platform.ts';

/** `docker save` */
export const save: Command = {
  paths: ['image save', 'save'],
  short: 'Write images into a tar archive (to STDOUT unless a file is named)',
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  args: minArgs(1),
  flags: [
    { name: 'output', short: 'o', type: 'string', usage: 'The file to write, in place of STDOUT' },
    {
      name: 'platform',
      type: 'string',
      usage: 'Save only what is for this platform, given as "os[/arch[/variant]]" (such as "linux/amd64")',
      requires: { since: '1.48' },
    },
  ],
  run: async ({ engine, flags, args, process }) => {
    const output = flags.string('output');
    const platform = platformQuery(flags.string('platform'), process.host.architecture);
    if (output === '' && process.stdout.isTTY) {
      throw new CommandError('cowardly refusing to save to a terminal. Use the -o flag or redirect');
    }
    if (output !== '') {
      try {
        checkOutputPath(process, output);
      } catch (error) {
        throw new CommandError(`failed to save image: ${(error as Error).message}`);
      }
    }
    const response = await engine.request('GET', '/images/get', { query: { names: args, platform } });
    if (output === '') await copyBody(response.body, process.stdout);
    else writeLocalFile(process, output, await bodyBytes(response));
    return 0;
  },
};
