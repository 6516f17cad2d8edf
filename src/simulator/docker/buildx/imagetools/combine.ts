import { digestOf } from '../../../common/digest.ts';
import { encodeGoJson } from '../../../common/go-json.ts';
import { goQuote } from '../../../common/go-quote.ts';
import { CommandError } from '../../framework/errors.ts';
import type { Invocation } from '../../framework/invocation.ts';
import { type ManifestPlatform, MEDIA_TYPE } from '../../manifest/types.ts';
import { compareBytes } from '../../render/template/types.ts';
import type { Annotation } from '../annotations.ts';
import { type Descriptor, fetchBlob, type Index, isIndex, type RemoteImage } from './remote-image.ts';

/** A manifest to push, and its descriptor. */
export interface Combined {
  text: string;
  descriptor: Descriptor;
}

interface CombineOptions {
  /** A single image becomes a list with one entry. */
  preferIndex: boolean;
  annotations: readonly Annotation[];
}

/** Makes one index of images and of the entries of indexes. @throws CommandError */
export async function combine(
  invocation: Invocation,
  sources: readonly RemoteImage[],
  { preferIndex, annotations }: CombineOptions,
): Promise<Combined> {
  const [only] = sources;
  if (
    sources.length === 1 &&
    annotations.length === 0 &&
    (isIndex(only!.descriptor.mediaType) || !preferIndex)
  ) {
    return { text: new TextDecoder().decode(only!.bytes), descriptor: only!.descriptor };
  }
  const found = new Map<string, Descriptor>();
  for (const source of sources) {
    for (const descriptor of await entriesOf(invocation, source)) {
      const before = found.get(descriptor.digest);
      found.set(descriptor.digest, before ? joined(before, descriptor) : descriptor);
    }
  }
  const manifests = [...found.values()];
  const docker = manifests.every(({ mediaType }) => mediaType.startsWith('application/vnd.docker.'));
  const mediaType = docker ? MEDIA_TYPE.dockerList : MEDIA_TYPE.ociIndex;
  // Docker's lists have no place for annotations: they are dropped without a word.
  const given = docker ? [] : annotations;
  given.forEach(refuseUnsupported);
  const index = {
    schemaVersion: 2,
    mediaType,
    manifests: manifests.map((one) =>
      ordered(
        annotated(
          one,
          textsOf(given, (note) => isFor(note, one)),
        ),
      ),
    ),
    annotations: sorted(textsOf(given, ({ target }) => target === 'index')),
  };
  const text = encodeGoJson(index, 2);
  const size = new TextEncoder().encode(text).length;
  return { text, descriptor: { mediaType, digest: digestOf(text), size } };
}

function refuseUnsupported({ target }: Annotation): void {
  if (target === 'index-descriptor') {
    throw new CommandError(`${goQuote(target)} annotations are invalid while creating an image`);
  }
  if (target === '' || target === 'manifest') {
    throw new CommandError(`${goQuote(target)} annotations are not supported yet`);
  }
}

function isFor({ target, platform }: Annotation, entry: Descriptor): boolean {
  if (target !== 'manifest-descriptor') return false;
  const { architecture, os, variant } = entry.platform ?? {};
  return (
    !platform ||
    (platform.architecture === architecture && platform.os === os && platform.variant === variant)
  );
}

type Texts = Record<string, string>;

function textsOf(annotations: readonly Annotation[], wanted: (one: Annotation) => boolean): Texts {
  return Object.fromEntries(annotations.filter(wanted).map(({ key, value }) => [key, value]));
}

/** Keys in Go's order; `undefined`, which JSON leaves out, when there are none. */
function sorted(texts: Texts): Texts | undefined {
  const entries = Object.entries(texts).sort(([a], [b]) => compareBytes(a, b));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function annotated(descriptor: Descriptor, more: Texts): Descriptor {
  const { annotations: own, ...rest } = descriptor;
  const annotations = sorted({ ...own, ...more });
  return annotations ? { ...rest, annotations } : rest;
}

/** One entry out of two with the same digest: what only one says of platform and annotations counts too. */
function joined(before: Descriptor, { platform, annotations = {} }: Descriptor): Descriptor {
  return annotated(platform ? { ...before, platform } : before, annotations);
}

async function entriesOf(invocation: Invocation, source: RemoteImage): Promise<Descriptor[]> {
  const content = JSON.parse(new TextDecoder().decode(source.bytes)) as Partial<Index> & {
    config?: Descriptor;
  };
  if (isIndex(source.descriptor.mediaType)) return content.manifests ?? [];
  const blob = await fetchBlob(invocation, source.reference, content.config!.digest);
  const config = (await blob.json()) as ManifestPlatform;
  const { architecture, os, variant } = config;
  const version = config['os.version'];
  const features = config['os.features'];
  const platform = {
    architecture,
    os,
    ...(version ? { 'os.version': version } : {}),
    ...(features ? { 'os.features': features } : {}),
    ...(variant ? { variant } : {}),
  };
  return [{ ...source.descriptor, platform }];
}

/** The fields in the order in which Go writes them. */
function ordered({ mediaType, digest, size, urls, annotations, data, platform, artifactType }: Descriptor) {
  return {
    mediaType,
    digest,
    size,
    ...(urls ? { urls } : {}),
    ...(annotations ? { annotations } : {}),
    ...(data ? { data } : {}),
    ...(platform ? { platform } : {}),
    ...(artifactType ? { artifactType } : {}),
  };
}
