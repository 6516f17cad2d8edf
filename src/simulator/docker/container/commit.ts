import { parseReference, repositoryName, withDefaultTag } from '../../common/reference.ts';
import { rangeArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';

/** `docker commit` */
export const commit: Command = {
  paths: ['container commit', 'commit'],
  short: "Make an image of a container's present state",
  usage: '[OPTIONS] CONTAINER [REPOSITORY[:TAG]]',
  interspersed: false,
  args: rangeArgs(1, 2),
  flags: [
    { name: 'author', short: 'a', type: 'string', usage: 'Who made it (such as "Ada <ada@example.com>")' },
    { name: 'change', short: 'c', type: 'list', usage: 'Dockerfile instruction to apply to the image' },
    { name: 'message', short: 'm', type: 'string', usage: 'What to say about it' },
    { name: 'pause', short: 'p', type: 'bool', default: 'true', usage: 'Pause the container meanwhile' },
  ],
  run: async ({ args, engine, flags, print }) => {
    const [name = '', target = ''] = args;
    if (name.trim() === '') throw new CommandError('invalid container name or ID: value is empty');
    const query = {
      container: name,
      ...repository(target),
      comment: flags.string('message'),
      author: flags.string('author'),
      changes: flags.list('change'),
      ...(flags.bool('pause') ? {} : { pause: '0' }),
    };
    const { Id } = await engine.json<{ Id: string }>('POST', '/commit', { query });
    await print(`${Id}\n`);
    return 0;
  },
};

function repository(target: string): { repo: string; tag: string } {
  if (target === '') return { repo: '', tag: '' };
  const reference = withDefaultTag(parseReference(target));
  if (reference.digest) throw new CommandError('refusing to create a tag with a digest reference');
  return { repo: repositoryName(reference), tag: reference.tag! };
}
