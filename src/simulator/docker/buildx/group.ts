import { goBool } from '../../common/go-bool.ts';
import { goQuote } from '../../common/go-quote.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { BUILDER_FLAGS } from './flags.ts';

/** What the nouns of buildx do by themselves: they show their help, and refuse what is no verb of theirs. */
export async function showGroup({ args, path, showHelp }: Invocation): Promise<number> {
  await showHelp(path.split(' ').slice(1));
  if (args.length > 0) throw new CommandError(`unknown command: ${goQuote(args[0]!)}`);
  return 0;
}

/** `docker buildx` */
export const buildx: Command = {
  paths: ['buildx'],
  short: 'Docker Buildx',
  long: 'Builds with all that BuildKit can do',
  plugin: true,
  flags: BUILDER_FLAGS,
  closing: ({ env }) =>
    goBool(env.BUILDX_EXPERIMENTAL ?? '')
      ? undefined
      : 'Experimental commands and flags are hidden. Set BUILDX_EXPERIMENTAL=1 to show them.',
  run: showGroup,
};
