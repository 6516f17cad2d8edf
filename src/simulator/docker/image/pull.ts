import {
  parseReference,
  type Reference,
  referenceString,
  repositoryName,
  withDefaultTag,
} from '../../common/reference.ts';
import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { withAuthorization } from '../registry/authorization.ts';
import { showMessages } from '../render/stream.ts';
import { CONTENT_TRUST, verify } from './content-trust.ts';
import { platformFromEnvironment } from './platform.ts';
import { isNameOnly } from './reference.ts';

/** `docker pull` */
export const pull: Command = {
  paths: ['image pull', 'pull'],
  short: 'Fetch an image from a registry',
  usage: '[OPTIONS] NAME[:TAG|@DIGEST]',
  common: 5,
  args: exactArgs(1),
  flags: [
    { name: 'all-tags', short: 'a', type: 'bool', usage: 'Fetch every tagged image of the repository' },
    CONTENT_TRUST,
    {
      name: 'platform',
      type: 'string',
      usage: 'Choose the platform, where the server can do several',
      fromEnvironment: platformFromEnvironment,
      requires: { since: '1.32' },
    },
    { name: 'quiet', short: 'q', type: 'bool', usage: 'Say little' },
  ],
  run: async (invocation) => {
    const { flags, args } = invocation;
    const all = flags.bool('all-tags');
    const quiet = flags.bool('quiet');
    const reference = await nameToPull(invocation, parseReference(args[0]!), all, quiet);
    if (!flags.bool('disable-content-trust') && !reference.digest) await verify(invocation, reference);
    await pullImage(invocation, reference, { all, quiet, platform: flags.string('platform') });
    await invocation.print(`${referenceString(reference)}\n`);
    return 0;
  },
};

async function nameToPull(
  invocation: Invocation,
  reference: Reference,
  all: boolean,
  quiet: boolean,
): Promise<Reference> {
  if (all && !isNameOnly(reference)) throw new CommandError("tag can't be used with --all-tags/-a");
  if (all || !isNameOnly(reference)) return reference;
  if (!quiet) await invocation.print('Using default tag: latest\n');
  return withDefaultTag(reference);
}

interface PullOptions {
  all: boolean;
  quiet: boolean;
  platform: string;
}

async function pullImage(invocation: Invocation, reference: Reference, options: PullOptions): Promise<void> {
  const query = {
    fromImage: repositoryName(reference),
    tag: options.all ? undefined : (reference.digest ?? reference.tag),
    platform: options.platform === '' ? undefined : options.platform.toLowerCase(),
  };
  const response = await withAuthorization(invocation, reference, 'pull', (headers) =>
    invocation.engine.request('POST', '/images/create', { query, headers }),
  );
  try {
    await showMessages(invocation, response, { quiet: options.quiet });
  } catch (error) {
    // The engine refuses what is a plugin, and the CLI tells what to do with it.
    if (error instanceof CommandError && error.message.includes("when fetching 'plugin'")) {
      throw new CommandError(`${error.message} - Use \`docker plugin install\``);
    }
    throw error;
  }
}
