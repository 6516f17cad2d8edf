import { FileError, resolvePath } from '../../../common/files.ts';
import { goQuote } from '../../../common/go-quote.ts';
import { type Reference, referenceString, repositoryName } from '../../../common/reference.ts';
import type { Command } from '../../framework/command.ts';
import { CommandError } from '../../framework/errors.ts';
import type { Invocation } from '../../framework/invocation.ts';
import { annotationsOf } from '../annotations.ts';
import { requireBuilder } from '../builders.ts';
import { ProgressPrinter } from '../display.ts';
import { BUILDER_FLAGS } from '../flags.ts';
import { LocalVertex } from '../local-vertex.ts';
import { type Combined, combine } from './combine.ts';
import { copyImage, putManifest } from './copy.ts';
import { clientOf, fetchImage, imageReference, parseDescriptor, type RemoteImage } from './remote-image.ts';

const array = { type: 'list', label: 'stringArray' } as const;

/** `docker buildx imagetools create` */
export const create: Command = {
  paths: ['buildx imagetools create'],
  short: 'Make an image out of others',
  usage: '[OPTIONS] [SOURCE...]',
  flags: [
    { name: 'annotation', ...array, usage: 'Give the image an annotation' },
    { name: 'append', type: 'bool', usage: 'Add to what the name holds already' },
    ...BUILDER_FLAGS,
    { name: 'dry-run', type: 'bool', usage: 'Show the result, and push nothing' },
    { name: 'file', short: 'f', ...array, usage: 'Read a source from a file' },
    {
      name: 'prefer-index',
      type: 'bool',
      default: 'true',
      usage: 'Make an index, or a manifest list, of a single source too',
    },
    {
      name: 'progress',
      type: 'string',
      default: 'auto',
      usage:
        'How progress is shown ("auto", "none", "plain", "rawjson", "tty"). With plain the output of containers stays',
    },
    { name: 'tag', short: 't', ...array, usage: 'Name of the new image' },
  ],
  run: async (invocation) => {
    const { args, flags, print } = invocation;
    const dryRun = flags.bool('dry-run');
    const names = flags.list('tag');
    const files = flags.list('file');
    if (args.length + files.length === 0) throw new CommandError('no sources specified');
    if (!dryRun && names.length === 0) {
      throw new CommandError("can't push with no tags specified, please set --tag or --dry-run");
    }
    const given = [...files.map((file) => readSource(invocation, file)), ...args];
    const tags = names.map(imageReference);
    const references = sourceReferences(given, tags);
    if (flags.bool('append')) references.unshift(...tags);
    requireBuilder(invocation, flags.string('builder'));
    const sources: RemoteImage[] = [];
    for (const reference of references) sources.push(await fetchImage(invocation, reference));
    const combined = await combine(invocation, sources, {
      preferIndex: flags.bool('prefer-index'),
      annotations: annotationsOf(
        flags.list('annotation'),
        invocation.process.host.architecture,
        'failed to parse annotations',
      ),
    });
    if (dryRun) await print(`${combined.text}\n`);
    else await pushAll(invocation, { tags, sources, combined });
    return 0;
  },
};

function readSource({ process }: Invocation, file: string): string {
  try {
    return process.files.readText(resolvePath(process.cwd, file));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CommandError(`open ${file}: ${error.message.toLowerCase()}`);
  }
}

/** A source is a name, or a digest or descriptor of the one repository that the others are in. */
function sourceReferences(given: readonly string[], tags: readonly Reference[]): Reference[] {
  const isBare = (source: string): boolean => source.startsWith('{') || /^\w+:[0-9a-f]{64}$/.test(source);
  const named = given.filter((source) => !isBare(source)).map(sourceReference);
  const repositories = [...new Map([...tags, ...named].map((one) => [repositoryName(one), one])).values()];
  return given.map((source) => {
    if (!isBare(source)) return sourceReference(source);
    const [repository, ...more] = repositories;
    if (!repository) {
      throw new CommandError('no repositories specified, please set a reference in tag or source');
    }
    if (more.length > 0) {
      throw new CommandError(
        `multiple repositories specified, cannot infer repository for ${goQuote(source)}`,
      );
    }
    const digest = source.startsWith('{') ? parseDescriptor(source).digest : source;
    const { domain, path } = repository;
    if (digest) return { domain, path, digest };
    // Only beside a name is it looked up what the descriptor leaves out; otherwise there is nothing to read.
    if (named.length === 0) throw new CommandError('unexpected end of JSON input');
    return { domain, path, tag: 'latest' };
  });
}

/** @throws CommandError */
function sourceReference(source: string): Reference {
  try {
    return imageReference(source);
  } catch (error) {
    throw new CommandError(
      `failed to parse source ${goQuote(source)}, valid sources are digests, references and descriptors: ${(error as Error).message}`,
    );
  }
}

interface Push {
  tags: readonly Reference[];
  sources: readonly RemoteImage[];
  combined: Combined;
}

async function pushAll(invocation: Invocation, { tags, sources, combined }: Push): Promise<void> {
  const { flags, globals, process } = invocation;
  const mode = flags.string('progress');
  const printer = new ProgressPrinter(process, mode === 'none' ? 'quiet' : mode, globals.debug, false);
  try {
    for (const tag of tags) {
      const name = referenceString(tag);
      const vertex = new LocalVertex(process, printer, `[internal] pushing ${name}`);
      await vertex.start();
      try {
        for (const source of sources) {
          if (repositoryName(source.reference) === repositoryName(tag)) continue;
          const from = referenceString(source.reference);
          await vertex.log(`copying ${source.descriptor.digest} from ${from} to ${name}\n`);
          await copyImage(invocation, source, tag);
        }
        const { text, descriptor } = combined;
        await vertex.log(`pushing ${descriptor.digest} to ${name}\n`);
        const client = clientOf(invocation, tag, 'pull,push');
        await putManifest(client, tag, descriptor.mediaType, new TextEncoder().encode(text));
        await vertex.complete();
      } catch (error) {
        await vertex.complete((error as Error).message);
        throw error;
      }
    }
  } finally {
    await printer.close();
  }
}
