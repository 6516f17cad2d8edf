import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { localFileBody } from '../framework/local-file.ts';
import { copyBody, inputBody } from '../framework/streams.ts';
import { showMessages } from '../render/stream.ts';
import { platformQuery } from './platform.ts';

/** `docker load` */
export const load: Command = {
  paths: ['image load', 'load'],
  short: 'Read images out of a tar archive, or out of STDIN',
  usage: '[OPTIONS]',
  args: noArgs,
  flags: [
    { name: 'input', short: 'i', type: 'string', usage: 'The archive to read, in place of STDIN' },
    {
      name: 'platform',
      type: 'string',
      usage: 'Load only what is for this platform, given as "os[/arch[/variant]]" (such as "linux/amd64")',
      requires: { since: '1.48' },
    },
    { name: 'quiet', short: 'q', type: 'bool', usage: 'Show no progress' },
  ],
  run: async (invocation) => {
    const { engine, flags, process, signal } = invocation;
    const input = flags.string('input');
    if (input === '' && process.stdin.isTTY) {
      throw new CommandError('requested load from stdin, but stdin is empty');
    }
    const body = input === '' ? inputBody(process.stdin, signal) : localFileBody(process, input);
    const platform = platformQuery(flags.string('platform'), process.host.architecture);
    const response = await engine.request('POST', '/images/load', {
      // An engine that is not told to speak is quiet.
      query: { quiet: flags.bool('quiet') || !process.stdout.isTTY ? '1' : '0', platform },
      body,
    });
    if (response.headers.get('Content-Type') === 'application/json') await showMessages(invocation, response);
    else await copyBody(response.body, process.stdout);
    return 0;
  },
};
