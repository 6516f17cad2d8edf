import { minArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { INSPECT_FORMAT, type Inspected, inspectAll } from '../inspect/inspector.ts';
import { IMAGE_INSPECT } from './inspect-type.ts';
import { platformJson } from './platform.ts';
import { imagePath } from './reference.ts';

/** `docker image inspect` */
export const inspect: Command = {
  paths: ['image inspect'],
  short: 'Show all there is to know of one image or several',
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  args: minArgs(1),
  flags: [
    INSPECT_FORMAT,
    {
      name: 'platform',
      type: 'string',
      usage:
        "Show the image of one of its platforms.\nWhere the image, or the server, has only one, another is refused.\n'os[/arch[/variant]]': The platform in full (such as linux/amd64)",
      requires: { since: '1.49' },
    },
  ],
  run: async (invocation) => {
    const { flags, args, process } = invocation;
    const wanted = flags.string('platform');
    const platform = wanted === '' ? undefined : platformJson(wanted, process.host.architecture);
    return inspectAll(invocation, args, flags.string('format'), (name) =>
      name === ''
        ? Promise.reject(new CommandError('Error: No such image: '))
        : inspectImage(invocation, name, platform),
    );
  },
};

/** Asks the engine for everything about an image. */
export async function inspectImage(
  { engine }: Invocation,
  name: string,
  platform?: string,
): Promise<Inspected> {
  const response = await engine.request('GET', imagePath(name, 'json'), { query: { platform } });
  return { raw: await response.text(), type: IMAGE_INSPECT };
}
