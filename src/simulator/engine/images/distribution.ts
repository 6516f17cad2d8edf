import { withDefaultTag } from '../../common/reference.ts';
import type { EngineContext } from '../context.ts';
import type { AuthConfig } from '../distribution/auth.ts';
import { endpointsOf } from '../distribution/endpoints.ts';
import { FallbackError } from '../distribution/errors.ts';
import { parseManifest } from '../distribution/manifest.ts';
import { statusOf } from '../distribution/pull.ts';
import { openRepository, type RemoteRepository } from '../distribution/repository.ts';
import { ApiError } from '../errors.ts';
import { parseOrRefuse } from './names.ts';

/** `GET /distribution/{name}/json`: what a registry has under a name, without pulling it. */
export async function inspectDistribution(
  context: EngineContext,
  name: string,
  credentials: AuthConfig,
  signal: AbortSignal,
): Promise<object> {
  if (/^(?:sha256:)?[a-f0-9]{64}$/.test(name)) throw new Error('no manifest found for full image ID');
  const reference = withDefaultTag(parseOrRefuse(name));
  let last: Error | undefined;
  for (const endpoint of endpointsOf(context, reference.domain)) {
    try {
      const options = { machine: context, endpoint, credentials, path: reference.path, signal };
      const repository = await openRepository({ ...options, actions: ['pull'] });
      return await describe(repository, reference);
    } catch (error) {
      last = error instanceof FallbackError ? error.cause : (error as Error);
    }
  }
  throw last instanceof ApiError ? last : new ApiError(statusOf(last), last?.message ?? '');
}

async function describe(
  repository: RemoteRepository,
  { tag, digest }: { tag?: string; digest?: string },
): Promise<object> {
  const resolved = digest ? { digest, size: 0 } : await repository.resolveTag(tag!);
  const { mediaType, bytes } = await repository.manifest(resolved.digest);
  const parsed = parseManifest(mediaType, bytes);
  const descriptor = { mediaType, digest: resolved.digest, size: resolved.size || bytes.length };
  if (parsed.kind === 'list') {
    return { Descriptor: descriptor, Platforms: parsed.manifests.map(({ platform }) => platform ?? {}) };
  }
  if (parsed.kind !== 'schema2') return { Descriptor: descriptor, Platforms: null };
  const response = await repository.openBlob(parsed.config.digest);
  const { architecture, os, variant } = (await response.json()) as Record<string, string | undefined>;
  const platform = { architecture: architecture ?? '', os: os ?? '', ...(variant ? { variant } : {}) };
  return { Descriptor: descriptor, Platforms: os || architecture ? [platform] : null };
}
