import { digestOf } from '../../common/digest.ts';
import {
  familiarName,
  familiarString,
  parseReference,
  type Reference,
  referenceString,
  repositoryName,
} from '../../common/reference.ts';
import { RegistryError, RegistryErrors } from '../../common/registry-errors.ts';
import { ApiError, invalidParameter, messageOf } from '../errors.ts';
import type { ImageConfig } from '../images/config.ts';
import { logImageEvent } from '../images/events.ts';
import {
  defaultPlatform,
  formatPlatform,
  matchPlatform,
  maximumPlatform,
  type Platform,
} from '../platform.ts';
import { readBody } from './body.ts';
import { type Transfer, tryEndpoints } from './context.ts';
import { downloadLayers, requireImageType } from './download.ts';
import { DoNotRetry, FallbackError } from './errors.ts';
import { type ImageManifest, type ManifestList, parseManifest, requireImageConfig } from './manifest.ts';
import { openRepository, type RemoteRepository } from './repository.ts';
import { retryable, tryNextEndpoint } from './retry.ts';

export interface Pull extends Transfer {
  platform?: Platform;
}

/**
 * Pulls one image, or all tags of a repository where the reference names neither a tag nor a digest.
 * @throws ApiError and others, worded as the daemon words them
 */
export async function pullImage(pull: Pull): Promise<void> {
  const { context, reference, signal } = pull;
  try {
    await tryEndpoints(pull, async (endpoint) => {
      try {
        const { credentials } = pull;
        const options = { machine: context, endpoint, credentials, path: reference.path, signal };
        await pullFrom(pull, await openRepository({ ...options, actions: ['pull'] }));
      } catch (error) {
        const failed = error as Error;
        if (failed instanceof FallbackError || !tryNextEndpoint(failed)) throw failed;
        throw new FallbackError(failed, true);
      }
    });
  } catch (error) {
    if (signal?.aborted) throw new Error('context canceled');
    throw translate(error as Error, reference);
  }
  logImageEvent(context, 'pull', familiarString(reference), familiarName(reference));
}

/** Names what was not found, and what a 401 or 429 was about, so that the API's status tells too. */
function translate(error: Error, reference: Reference): Error {
  if (error instanceof DoNotRetry) return translate(error.cause, reference);
  if (error instanceof RegistryErrors && error.errors.length > 0)
    return translate(error.errors[0]!, reference);
  if (error instanceof RegistryError && !error.bare) {
    const name = familiarName(reference);
    const wrapped: Record<string, string> = {
      DENIED: `pull access denied for ${name}, repository does not exist or may require 'docker login'`,
      MANIFEST_UNKNOWN: `manifest for ${familiarString(reference)} not found`,
      NAME_UNKNOWN: `repository ${name} not found`,
    };
    const text = wrapped[error.code];
    if (text) return new ApiError(404, `${text}: ${error.message}`);
  }
  return error instanceof ApiError ? error : new ApiError(statusOf(error), error.message);
}

/** The status that a registry's error means, wherever in the chain of causes it stands. */
export function statusOf(error: unknown): number {
  if (error instanceof RegistryErrors) return statusOf(error.errors[0]);
  if (error instanceof RegistryError) return error.status;
  return error instanceof Error && error.cause ? statusOf(error.cause) : 500;
}

async function pullFrom(pull: Pull, repository: RemoteRepository): Promise<void> {
  const { reference, progress } = pull;
  let changed = false;
  if (reference.tag || reference.digest) changed = await pullTag(pull, repository, reference);
  else {
    for (const tag of await repository.tags()) {
      changed = (await pullTag(pull, repository, { ...reference, tag })) || changed;
    }
  }
  const status = changed ? 'Downloaded newer image' : 'Image is up to date';
  progress.message(`Status: ${status} for ${familiarString(reference)}`);
}

/** Whether anything new came. */
async function pullTag(pull: Pull, repository: RemoteRepository, reference: Reference): Promise<boolean> {
  const { context, progress } = pull;
  const target = reference.digest
    ? { digest: reference.digest, mediaType: '' }
    : await repository.resolveTag(reference.tag!);
  const manifest = await fetchManifest(pull, repository, target);
  const parsed = parseManifest(manifest.mediaType, manifest.bytes);
  if (parsed.kind === 'schema2') requireImageConfig(parsed.config.mediaType);
  const name = reference.digest ? referenceString({ ...reference, tag: undefined }) : reference.tag;
  progress.message(`Pulling from ${reference.path}`, name);
  const digest = verifiedDigest(manifest.bytes, reference.digest);
  const id = await pullManifest(pull, repository, reference, parsed, pull.platform);
  pull.context.images.manifests.bind(id);
  progress.message(`Digest: ${digest}`);

  const { images } = context;
  const { references } = images;
  const digested: Reference = { domain: reference.domain, path: reference.path, digest };
  const named = reference.digest ? digested : reference;
  const before = references.get(named);
  if (!references.get(digested)) images.name(digested, id);
  if (before === id) return false;
  if (!reference.digest) images.name(reference, id);
  return true;
}

/** A manifest from this machine where the same repository gave it before, else from the registry. */
async function fetchManifest(
  { context, reference }: Pull,
  repository: RemoteRepository,
  { digest, mediaType }: { digest: string; mediaType: string },
): Promise<{ mediaType: string; bytes: Uint8Array }> {
  const { manifests } = context.images;
  const source = repositoryName(reference);
  const known = manifests.get(digest);
  const bytes = known && context.blobs.get(digest);
  if (bytes) {
    const seenThere = known.sources.includes(source) || mediaType !== '';
    if (seenThere || (await repository.hasManifest(digest))) {
      manifests.remember(digest, known.mediaType, source);
      return { mediaType: known.mediaType, bytes };
    }
  }
  const fetched = await repository.manifest(digest);
  if (digestOf(fetched.bytes) === digest) {
    context.blobs.set(digest, fetched.bytes);
    manifests.remember(digest, fetched.mediaType, source);
  }
  return fetched;
}

function verifiedDigest(bytes: Uint8Array, wanted: string | undefined): string {
  const digest = digestOf(bytes);
  if (wanted && digest !== wanted) throw new Error(`manifest verification failed for digest ${wanted}`);
  return digest;
}

function pullManifest(
  pull: Pull,
  repository: RemoteRepository,
  reference: Reference,
  manifest: ImageManifest | ManifestList | { kind: 'schema1' },
  platform: Platform | undefined,
): Promise<string> {
  switch (manifest.kind) {
    case 'schema1':
      throw invalidParameter(
        `Docker Image Format v1 and Docker Image manifest version 2, schema 1 support has been removed. Suggest the author of ${referenceString(reference)} to upgrade the image to the OCI Format or Docker Image manifest v2, schema 2. More information at https://docs.docker.com/go/deprecated-image-specs/`,
      );
    case 'list':
      return pullList(pull, repository, reference, manifest);
    default:
      return pull.context.images.layers.keeping(() => pullContent(pull, repository, manifest, platform));
  }
}

/** Pulls the entry of a list that suits this machine, or the platform asked for, best. */
async function pullList(
  pull: Pull,
  repository: RemoteRepository,
  reference: Reference,
  list: ManifestList,
): Promise<string> {
  const { architecture } = pull.context;
  const wanted = pull.platform ?? maximumPlatform(architecture);
  const rank = (platform: Platform | undefined) =>
    platform?.os ? matchPlatform(wanted, platform) : Infinity;
  const matches = list.manifests
    .filter(({ platform }) => rank(platform) !== -1)
    .sort((a, b) => rank(a.platform) - rank(b.platform));
  for (const match of matches) {
    const manifest = await fetchManifest(pull, repository, match);
    const parsed = parseManifest(manifest.mediaType, manifest.bytes);
    verifiedDigest(manifest.bytes, match.digest);
    const entry: Reference = { domain: reference.domain, path: reference.path, digest: match.digest };
    return await pullManifest(
      pull,
      repository,
      entry,
      parsed,
      match.platform?.os ? match.platform : undefined,
    );
  }
  const asked = formatPlatform(pull.platform ?? defaultPlatform(architecture));
  throw new Error(`no matching manifest for ${asked} in the manifest list entries`);
}

async function pullContent(
  pull: Pull,
  repository: RemoteRepository,
  { config, layers }: ImageManifest,
  platform: Platform | undefined,
): Promise<string> {
  const { images } = pull.context;
  if (images.get(config.digest)) return config.digest;
  requireImageType(config.mediaType);
  for (const layer of layers) requireImageType(layer.mediaType);
  if (platform && platform.os !== 'linux') throw new Error('operating system is not supported');

  const configured = pullConfig(pull, repository, config.digest);
  configured.catch(() => {});
  const downloaded = downloadLayers(pull, repository, layers);
  downloaded.catch(() => {});
  // What is wrong with the config is more telling than what is wrong with a layer.
  const bytes = await configured;
  const diffIds = rootLayers(bytes);
  const chainId = await downloaded;
  const chain = images.layers.chain(chainId).map((layer) => layer.diffId);
  if (chain.join() !== diffIds.join())
    throw new Error("layers from manifest don't match image configuration");
  return images.create(bytes).id;
}

function rootLayers(config: Uint8Array): string[] {
  const { rootfs } = JSON.parse(new TextDecoder().decode(config)) as Partial<ImageConfig>;
  if (!rootfs) throw new Error('invalid rootfs in image configuration');
  return rootfs.diff_ids ?? [];
}

const CONFIG_ATTEMPTS = 5;

async function pullConfig(
  { context, signal }: Pull,
  repository: RemoteRepository,
  digest: string,
): Promise<Uint8Array> {
  let pause = 250;
  for (let attempt = 1; ; attempt++, pause *= 2) {
    try {
      const response = await repository.openBlob(digest);
      const bytes = await readBody(response, () => {}, signal);
      if (digestOf(bytes) !== digest) throw new ConfigDamaged(digest);
      return bytes;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ConfigDamaged)
        throw new Error(`error pulling image configuration: ${error.message}`);
      const failed = retryable(error as Error);
      if (failed instanceof DoNotRetry || attempt === CONFIG_ATTEMPTS) {
        // After its last attempt the daemon counts one too many.
        const count = failed instanceof DoNotRetry ? attempt : attempt + 1;
        const text = `download failed after attempts=${count}: ${messageOf(failed)}`;
        throw new Error(`error pulling image configuration: ${text}`);
      }
      await context.clock.pass(pause, signal);
    }
  }
}

class ConfigDamaged extends Error {
  constructor(digest: string) {
    super(`image config verification failed for digest ${digest}`);
  }
}

/** `docker.io/library/scratch` is a word of Dockerfiles, not an image. */
export function refuseReserved(text: string): void {
  if (familiarName(parseReference(text)) === 'scratch')
    throw new ApiError(403, "'scratch' is a reserved name");
}
