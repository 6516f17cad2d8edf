import { type Reference, referenceString, repositoryName } from '../../../common/reference.ts';
import { alignColumns } from '../../../common/tabwriter.ts';
import { exactArgs } from '../../framework/args.ts';
import type { Command } from '../../framework/command.ts';
import { CommandError } from '../../framework/errors.ts';
import type { Invocation } from '../../framework/invocation.ts';
import type { ManifestPlatform } from '../../manifest/types.ts';
import { parseTemplate, TemplateError } from '../../render/template/index.ts';
import { GoValue } from '../../render/template/types.ts';
import { requireBuilder } from '../builders.ts';
import { BUILDER_FLAGS } from '../flags.ts';
import { INDEX_RESULT, LIST_RESULT, SINGLE_RESULT } from './inspect-type.ts';
import {
  type Descriptor,
  fetchBlob,
  fetchImage,
  type Index,
  imageReference,
  isIndex,
  platformText,
  type RemoteImage,
} from './remote-image.ts';

const DEFAULT_FORMAT = '{{.Manifest}}';
/** Of docker's functions buildx gives templates `json` alone. */
const NOT_IN_BUILDX = ['split', 'join', 'title', 'lower', 'upper', 'pad', 'truncate'];

/** `docker buildx imagetools inspect` */
export const inspect: Command = {
  paths: ['buildx imagetools inspect'],
  short: 'Show an image in a registry',
  usage: '[OPTIONS] NAME',
  args: exactArgs(1),
  flags: [
    ...BUILDER_FLAGS,
    {
      name: 'format',
      type: 'string',
      usage: 'Show it by a Go template',
    },
    { name: 'raw', type: 'bool', usage: 'Show the manifest as it is, byte for byte' },
  ],
  run: async (invocation) => {
    const { args, flags, print } = invocation;
    const format = flags.string('format') || DEFAULT_FORMAT;
    if (flags.bool('raw') && flags.changed('format')) {
      throw new CommandError('format and raw cannot be used together');
    }
    requireBuilder(invocation, flags.string('builder'));
    const image = await fetchImage(invocation, imageReference(args[0]!));
    if (flags.bool('raw')) await print(new TextDecoder().decode(image.bytes));
    else if (format === DEFAULT_FORMAT) await print(summary(image));
    else await print(await formatted(invocation, image, args[0]!, format));
    return 0;
  },
};

const parse = <T>({ bytes }: RemoteImage): T => JSON.parse(new TextDecoder().decode(bytes)) as T;

const aligned = (rows: readonly string[]): string =>
  `${alignColumns(rows.join('\n'), { minWidth: 0, padding: 1 })}\n`;

function summary(image: RemoteImage): string {
  const { reference, descriptor } = image;
  const head = aligned([
    `Name:\t${referenceString(reference)}`,
    `MediaType:\t${descriptor.mediaType}`,
    `Digest:\t${descriptor.digest}`,
  ]);
  if (!isIndex(descriptor.mediaType)) return head;
  const { manifests } = parse<Index>(image);
  return head + aligned(['\t', 'Manifests:\t']) + listText(reference, manifests);
}

/** Annotations are a table of their own, and end the one that is under way. */
function listText(reference: Reference, manifests: readonly Descriptor[]): string {
  let text = '';
  let rows: string[] = [];
  for (const [i, { digest, mediaType, platform, urls = [], annotations = {} }] of manifests.entries()) {
    if (i > 0) rows.push('\t');
    rows.push(`  Name:\t${repositoryName(reference)}${reference.tag ? `:${reference.tag}` : ''}@${digest}`);
    rows.push(`  MediaType:\t${mediaType}`);
    if (!platform) continue;
    rows.push(`  Platform:\t${platformText(platform)}`);
    if (platform['os.version']) rows.push(`  OSVersion:\t${platform['os.version']}`);
    if (platform['os.features']?.length) rows.push(`  OSFeatures:\t${platform['os.features'].join(', ')}`);
    if (urls.length > 0) rows.push(`  URLs:\t${urls.join(', ')}`);
    if (Object.keys(annotations).length === 0) continue;
    text += aligned([...rows, '  Annotations:\t']);
    rows = [];
    text += aligned(Object.entries(annotations).map(([key, value]) => `    ${key}:\t${value}`));
  }
  return rows.length > 0 ? text + aligned(rows) : text;
}

async function formatted(
  invocation: Invocation,
  image: RemoteImage,
  name: string,
  format: string,
): Promise<string> {
  try {
    const template = parseTemplate(format, '', NOT_IN_BUILDX);
    // Whatever begins with the manifest is answered by the summary.
    if (/^(?:\s*\{\{- |\{\{\s*)\s*\.Manifest/.test(format)) return summary(image);
    if (!isIndex(image.descriptor.mediaType)) {
      const { config } = parse<{ config: Descriptor }>(image);
      const Image = await configOf(invocation, image, config);
      const result = { name, manifest: image.descriptor, image: Image };
      return template.execute(new GoValue(SINGLE_RESULT, result), { indentJson: true });
    }
    const index = parse<Index>(image);
    const images: Record<string, unknown> = {};
    for (const { digest, platform } of index.manifests) {
      if (!platform || platform.os === 'unknown') continue;
      const { tag: _, ...repository } = image.reference;
      const child = await fetchImage(invocation, { ...repository, digest });
      const { config } = parse<{ config: Descriptor }>(child);
      images[platformText(normalized(platform))] = await configOf(invocation, image, config);
    }
    const manifest = { ...index, ...image.descriptor };
    const [only] = Object.values(images);
    const several = Object.keys(images).length > 1;
    const result = { name, manifest, image: several ? images : only };
    return template.execute(new GoValue(several ? LIST_RESULT : INDEX_RESULT, result), { indentJson: true });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new CommandError(error.message);
  }
}

/** Without a variant that goes without saying. */
function normalized(platform: ManifestPlatform): ManifestPlatform {
  const { variant: _, ...rest } = platform;
  const plain = { arm64: ['v8', '8'], amd64: ['v1'] }[platform.architecture];
  return plain?.includes(platform.variant ?? '') ? rest : platform;
}

async function configOf(
  invocation: Invocation,
  { reference }: RemoteImage,
  config: Descriptor,
): Promise<unknown> {
  return (await fetchBlob(invocation, reference, config.digest)).json();
}
