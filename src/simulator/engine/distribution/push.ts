import { digestOf } from '../../common/digest.ts';
import { familiarName, familiarString, type Reference, repositoryName } from '../../common/reference.ts';
import { logImageEvent } from '../images/events.ts';
import type { Image } from '../images/store.ts';
import { type Transfer, tryEndpoints } from './context.ts';
import { BlobUnknown, FallbackError } from './errors.ts';
import { SCHEMA2, SCHEMA2_CONFIG, schema2Manifest } from './manifest.ts';
import { type Descriptor, openRepository, type RemoteRepository } from './repository.ts';
import { tryNextEndpoint } from './retry.ts';
import { uploadLayers } from './upload.ts';

/** Pushes one tag, or all of a repository where the reference names none. Refusals come after the first message. */
export async function pushImage(push: Transfer): Promise<void> {
  const { context, reference, progress, signal } = push;
  const name = repositoryName(reference);
  progress.message(`The push refers to repository [${name}]`);
  if (context.images.references.inRepository(reference).length === 0) {
    throw new Error(`An image does not exist locally with the tag: ${familiarName(reference)}`);
  }
  try {
    await tryEndpoints(push, async (endpoint) => {
      const { credentials } = push;
      const options = { machine: context, endpoint, credentials, path: reference.path, signal };
      const repository = await openRepository({ ...options, actions: ['push', 'pull'] });
      try {
        await pushTags(push, repository);
      } catch (error) {
        if (!signal?.aborted && tryNextEndpoint(error as Error))
          throw new FallbackError(error as Error, true);
        throw error;
      }
    });
  } catch (error) {
    if (signal?.aborted) throw new Error('context canceled');
    throw error;
  }
  logImageEvent(context, 'push', familiarString(reference), familiarName(reference));
}

async function pushTags(push: Transfer, repository: RemoteRepository): Promise<void> {
  const { context, reference } = push;
  const { images } = context;
  /** Layers known to be there: not asked for again when several tags share them. */
  const present = new Map<string, Descriptor>();
  if (reference.tag) {
    const id = images.references.get({ ...reference, digest: undefined });
    if (!id) throw new Error(`tag does not exist: ${familiarString(reference)}`);
    return pushTag(push, repository, reference, id, present);
  }
  if (reference.digest) throw new Error('cannot push a digest reference');
  const tags = images.references.inRepository(reference).filter((entry) => entry.reference.tag);
  for (const { reference: tagged, id } of tags) await pushTag(push, repository, tagged, id, present);
  if (tags.length === 0) throw new Error(`no tags to push for ${familiarName(reference)}`);
}

async function pushTag(
  push: Transfer,
  repository: RemoteRepository,
  reference: Reference,
  id: string,
  present: Map<string, Descriptor>,
): Promise<void> {
  const { context, progress } = push;
  const { images } = context;
  const image = images.get(id)!;
  const layers = await uploadLayers(push, repository, images.layers.chain(image.chainId), present);
  const config = await pushConfig(push, repository, image);
  const manifest = schema2Manifest(config, layers);
  await repository.putManifest(reference.tag!, SCHEMA2, manifest);
  const digest = digestOf(manifest);
  progress.message(`${reference.tag}: digest: ${digest} size: ${manifest.length}`);
  const digested: Reference = { domain: reference.domain, path: reference.path, digest };
  if (images.get(id) && !images.references.get(digested)) images.name(digested, id);
  progress.aux({ Tag: reference.tag, Digest: digest, Size: manifest.length });
}

async function pushConfig(
  { context }: Transfer,
  repository: RemoteRepository,
  { id }: Image,
): Promise<Descriptor> {
  let there: Descriptor;
  try {
    there = await repository.statBlob(id);
  } catch (error) {
    if (!(error instanceof BlobUnknown)) throw error;
    const upload = await repository.createUpload();
    if (!('location' in upload)) throw new Error('unexpected mount');
    const next = await repository.sendUpload(upload.location, context.images.configBytes(id));
    there = await repository.commitUpload(next, id);
  }
  return { ...there, mediaType: SCHEMA2_CONFIG };
}
