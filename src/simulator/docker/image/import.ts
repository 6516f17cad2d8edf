import { parseReference } from '../../common/reference.ts';
import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { localFileBody } from '../framework/local-file.ts';
import { inputBody } from '../framework/streams.ts';
import { showMessages } from '../render/stream.ts';

/** `docker import`; the name says what it does, and `import` alone is a word of the language. */
export const importImage: Command = {
  paths: ['image import', 'import'],
  short: 'Make a file system image out of a tar archive',
  usage: '[OPTIONS] file|URL|- [REPOSITORY[:TAG]]',
  args: minArgs(1),
  flags: [
    { name: 'change', short: 'c', type: 'list', usage: 'Apply this Dockerfile instruction to the image' },
    { name: 'message', short: 'm', type: 'string', usage: 'The comment that the image gets' },
    {
      name: 'platform',
      type: 'string',
      usage: 'Choose the platform, where the server can do several',
      requires: { since: '1.32' },
    },
  ],
  run: async (invocation) => {
    const { engine, flags, process, signal } = invocation;
    const [source = '', name = ''] = invocation.args;
    const remote = /^https?:\/\//.test(source);
    const body = remote
      ? undefined
      : source === '-'
        ? inputBody(process.stdin, signal)
        : localFileBody(process, source);
    if (name !== '') parseReference(name);
    const message = flags.string('message');
    const platform = flags.string('platform').toLowerCase();
    const response = await engine.request('POST', '/images/create', {
      query: {
        fromSrc: remote ? source : '-',
        repo: name === '' ? undefined : name,
        message: message === '' ? undefined : message,
        platform: platform === '' ? undefined : platform,
        changes: flags.list('change'),
      },
      ...(body ? { body } : {}),
    });
    await showMessages(invocation, response);
    return 0;
  },
};
