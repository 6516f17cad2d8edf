import { goQuote } from '../../common/go-quote.ts';
import { parseReference, repositoryName, withDefaultTag } from '../../common/reference.ts';
import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import { checkAnyReference, imagePath } from './reference.ts';

/** `docker tag` */
export const tag: Command = {
  paths: ['image tag', 'tag'],
  short: 'Give SOURCE_IMAGE one more name, TARGET_IMAGE',
  usage: 'SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]',
  args: exactArgs(2),
  interspersed: false,
  run: async ({ engine, args }) => {
    const [source, target] = args as [string, string];
    explained(source, () => checkAnyReference(source));
    const reference = explained(target, () => parseReference(target));
    if (reference.digest) throw new CommandError('refusing to create a tag with a digest reference');
    const query = { repo: repositoryName(reference), tag: withDefaultTag(reference).tag! };
    await engine.request('POST', imagePath(source, 'tag'), { query });
    return 0;
  },
};

function explained<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new CommandError(
      `Error parsing reference: ${goQuote(name)} is not a valid repository/tag: ${(error as Error).message}`,
    );
  }
}
