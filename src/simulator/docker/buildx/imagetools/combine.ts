import { digestOf } from '../../../common/digest.ts';
import { encodeGoJson } from '../../../common/go-json.ts';
import { CommandError } from '../../framework/errors.ts';
import type { Invocation } from '../../framework/invocation.ts';
import { goQuote } from '../../framework/quote.ts';
import { type ManifestPlatform, MEDIA_TYPE } from '../../manifest/types.ts';
import type { Annotation } from './annotations.ts';
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
  const annotated = annotations.length > 0;
  const [only] = sources;
  if (sources.length === 1 && !annotated && (isIndex(only!.descriptor.mediaType) || !preferIndex)) {
    return { text: new TextDecoder().decode(only!.bytes), descriptor: only!.descriptor };
  }
  const found = new Map<string, Descriptor>();
  for (const source of sources) {
    for (const descriptor of await entriesOf(invocation, source)) {
      found.set(descriptor.digest, { ...descriptor, ...found.get(descriptor.digest) });
    }
  }
  let manifests = [...found.values()].map(ordered);
  const docker = manifests.every(({ mediaType }) => mediaType.startsWith('application/vnd.docker.'));
  const mediaType = docker ? MEDIA_TYPE.dockerList : MEDIA_TYPE.ociIndex;
  // Docker's lists have no place for annotations: they are dropped without a word.
  const { own, ofEntries } = sorted(docker ? [] : annotations);
  if (Object.keys(ofEntries).length > 0) {
    manifests = manifests.map((one) =>
      ordered({ ...one, annotations: { ...one.annotations, ...ofEntries } }),
    );
  }
  const withOwn = Object.keys(own).length > 0 ? { annotations: own } : {};
  const index = { schemaVersion: 2, mediaType, manifests, ...withOwn };
  const text = encodeGoJson(index, 2);
  const size = new TextEncoder().encode(text).length;
  return { text, descriptor: { mediaType, digest: digestOf(text), size } };
}

/** The annotations of the index itself, and of its entries. @throws CommandError */
function sorted(annotations: readonly Annotation[]): Record<'own' | 'ofEntries', Record<string, string>> {
  const own: Record<string, string> = {};
  const ofEntries: Record<string, string> = {};
  for (const { target, key, value } of annotations) {
    if (target === 'index') own[key] = value;
    else if (target === 'manifest-descriptor') ofEntries[key] = value;
    else if (target === 'index-descriptor') {
      throw new CommandError(`${goQuote(target)} annotations are invalid while creating an image`);
    } else throw new CommandError(`${goQuote(target)} annotations are not supported yet`);
  }
  return { own, ofEntries };
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
