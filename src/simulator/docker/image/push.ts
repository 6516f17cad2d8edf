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
import type { JsonMessage } from '../render/json-messages.ts';
import { printNote } from '../render/note.ts';
import { showMessages } from '../render/stream.ts';
import { CONTENT_TRUST, verify } from './content-trust.ts';
import { platformJson } from './platform.ts';
import { imagePath, isNameOnly } from './reference.ts';

const PLATFORM_NOTE =
  'Using --platform pushes only the specified platform manifest of a multi-platform image index.\nOther components, like attestations, will not be included.\nTo push the complete multi-platform image, remove the --platform flag.\n';

/** `docker push` */
export const push: Command = {
  paths: ['image push', 'push'],
  short: 'Send an image to a registry',
  usage: '[OPTIONS] NAME[:TAG]',
  common: 6,
  args: exactArgs(1),
  flags: [
    { name: 'all-tags', short: 'a', type: 'bool', usage: 'Send every tag of the repository' },
    { ...CONTENT_TRUST, usage: 'Do not sign the image' },
    {
      name: 'platform',
      type: 'string',
      usage:
        "Send the manifest of one platform as an image\nof its own, and not the index: so the other\nmanifests, attestations among them, stay\nbehind.\n'os[/arch[/variant]]': The platform in full (such\nas linux/amd64)",
      requires: { since: '1.46' },
    },
    { name: 'quiet', short: 'q', type: 'bool', usage: 'Say little' },
  ],
  run: async (invocation) => {
    const { flags, args, process, engine } = invocation;
    const all = flags.bool('all-tags');
    const platform = await platformToPush(invocation, flags.string('platform'));
    const reference = await nameToPush(invocation, parseReference(args[0]!), all, flags.bool('quiet'));
    if (reference.digest) throw new CommandError('cannot push a digest reference');
    const signs = !flags.bool('disable-content-trust');
    // What is to be signed is shown in full, whatever was said.
    const quiet = flags.bool('quiet') && !signs;
    const query = { tag: all ? undefined : reference.tag, platform };
    const response = await withAuthorization(invocation, reference, 'push', (headers) =>
      engine.request('POST', imagePath(repositoryName(reference), 'push'), { query, headers }),
    );
    const notes: string[] = [];
    const onAux = (message: JsonMessage): void => {
      const note = missingContentNote(message.aux);
      if (note) notes.push(note);
    };
    try {
      await showMessages(invocation, response, { quiet, onAux });
      if (quiet) await invocation.print(`${referenceString(reference)}\n`);
      if (signs) await sign(invocation, reference, all);
    } finally {
      for (const note of notes) await printNote(process.stdout, note);
    }
    return 0;
  },
};

/** What content trust does after a push. @throws CommandError where there is something to sign */
async function sign(invocation: Invocation, reference: Reference, all: boolean): Promise<void> {
  if (all) {
    await invocation.warn('No tag specified, skipping trust metadata push\n');
    return;
  }
  await invocation.print('Signing and pushing trust metadata\n');
  await verify(invocation, reference);
}

async function platformToPush(invocation: Invocation, text: string): Promise<string | undefined> {
  if (text === '') return undefined;
  const { process } = invocation;
  let platform: string;
  try {
    platform = platformJson(text, process.host.architecture);
  } catch (error) {
    await invocation.warn(`Invalid platform ${text}`);
    throw error;
  }
  await printNote(process.stdout, PLATFORM_NOTE);
  return platform;
}

async function nameToPush(
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

interface MissingContent {
  manifestPushedInsteadOfIndex?: boolean;
  originalIndex?: { digest: string };
  selectedManifest?: { digest: string };
}

/** Engines with the containerd image store tell when a part of an index is not there. */
function missingContentNote(aux: unknown): string | undefined {
  const { manifestPushedInsteadOfIndex, originalIndex, selectedManifest } = aux as MissingContent;
  if (!manifestPushedInsteadOfIndex) return undefined;
  return `Not all multiplatform-content is present and only the available single-platform image was pushed\n${originalIndex?.digest} -> ${selectedManifest?.digest}\n`;
}
