import { z } from 'zod';
import { digestOf } from '../../common/digest.ts';
import { descriptorsIn } from '../descriptors.ts';
import { objectOf } from '../request.ts';
import { EcrError, imageIdText } from './errors.ts';
import { requireRepository } from './repositories.ts';
import { type Ecr, quotaRefusal } from './state.ts';

/** How the API names an image: by digest, by tag, or by both. */
export const imageId = z.object({ imageDigest: z.string().optional(), imageTag: z.string().optional() });
type ImageId = z.output<typeof imageId>;

const named = z.object({ repositoryName: z.string() });
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function find({ registry }: Ecr, name: string, { imageDigest, imageTag }: ImageId): string | undefined {
  const repository = registry.repository(name);
  const byTag = imageTag === undefined ? undefined : repository?.tags.get(imageTag)?.digest;
  if (imageTag !== undefined && (byTag === undefined || (imageDigest ?? byTag) !== byTag)) return undefined;
  return repository?.resolve(byTag ?? imageDigest ?? '');
}

/** An image that must be there, by digest and, where it was asked for by one, tag. @throws EcrError */
export function requireImage(
  ecr: Ecr,
  name: string,
  id: ImageId,
): { imageDigest: string; imageTag?: string } {
  const imageDigest = find(ecr, name, id);
  if (imageDigest) return { imageDigest, ...(id.imageTag === undefined ? {} : { imageTag: id.imageTag }) };
  throw new EcrError(
    'ImageNotFoundException',
    `The image with imageId ${imageIdText(id as { imageDigest?: string })} does not exist within the repository with name '${name}' in the registry with id '${ecr.definition.account}'`,
  );
}

/** The size that ECR shows and bills: layers as they are compressed. */
function sizeOf(ecr: Ecr, digest: string): number {
  const manifest = ecr.blobs.get(digest);
  const own = descriptorsIn(manifest, 'layers').reduce((sum, { size }) => sum + size, 0);
  return descriptorsIn(manifest, 'manifests')
    .filter((child) => ecr.blobs.has(child.digest))
    .reduce((sum, child) => sum + sizeOf(ecr, child.digest), own);
}

function tagsOf({ registry }: Ecr, name: string, digest: string): string[] {
  return [...(registry.repository(name)?.tags ?? [])]
    .filter(([, tag]) => tag.digest === digest)
    .map(([tag]) => tag);
}

function describe(ecr: Ecr, name: string, digest: string): Record<string, unknown> {
  const record = ecr.registry.repository(name)!.manifest(digest)!;
  const tags = tagsOf(ecr, name, digest);
  const scan = requireRepository(ecr, name).scans.get(digest);
  const counts: Record<string, number> = {};
  for (const { severity } of scan?.findings ?? []) counts[severity] = (counts[severity] ?? 0) + 1;
  return {
    registryId: ecr.definition.account,
    repositoryName: name,
    imageDigest: digest,
    ...(tags.length > 0 ? { imageTags: tags } : {}),
    imageSizeInBytes: sizeOf(ecr, digest),
    imagePushedAt: record.pushed / 1000,
    ...(scan ? { imageScanStatus: { status: scan.status, description: scan.description } } : {}),
    ...(scan?.status === 'COMPLETE'
      ? {
          imageScanFindingsSummary: {
            imageScanCompletedAt: scan.completed / 1000,
            vulnerabilitySourceUpdatedAt: scan.completed / 1000,
            findingSeverityCounts: counts,
          },
        }
      : {}),
    imageManifestMediaType: record.mediaType,
    artifactMediaType: descriptorsIn(ecr.blobs.get(digest), 'config')[0]?.mediaType,
  };
}

const filtered = named.extend({
  filter: z.object({ tagStatus: z.enum(['TAGGED', 'UNTAGGED', 'ANY']).default('ANY') }).optional(),
});

function selected(ecr: Ecr, name: string, status = 'ANY'): string[] {
  const digests = [...(ecr.registry.repository(name)?.manifests.keys() ?? [])];
  return digests.filter(
    (digest) => status === 'ANY' || (status === 'TAGGED') === tagsOf(ecr, name, digest).length > 0,
  );
}

/** `DescribeImages` */
export function describeImages(ecr: Ecr, input: unknown): unknown {
  const {
    repositoryName: name,
    imageIds,
    filter,
  } = filtered.extend({ imageIds: z.array(imageId).optional() }).parse(input);
  requireRepository(ecr, name);
  const digests = imageIds
    ? [...new Set(imageIds.map((id) => requireImage(ecr, name, id).imageDigest))]
    : selected(ecr, name, filter?.tagStatus);
  return { imageDetails: digests.map((digest) => describe(ecr, name, digest)) };
}

/** `ListImages` */
export function listImages(ecr: Ecr, input: unknown): unknown {
  const { repositoryName: name, filter } = filtered.parse(input);
  requireRepository(ecr, name);
  const imageIds = selected(ecr, name, filter?.tagStatus).flatMap((imageDigest) => {
    const tags = tagsOf(ecr, name, imageDigest);
    return tags.length === 0 ? [{ imageDigest }] : tags.map((imageTag) => ({ imageDigest, imageTag }));
  });
  return { imageIds };
}

/** `BatchGetImage`: manifests as text. */
export function batchGetImage(ecr: Ecr, input: unknown): unknown {
  const { repositoryName: name, imageIds } = named.extend({ imageIds: z.array(imageId).min(1) }).parse(input);
  requireRepository(ecr, name);
  const images: unknown[] = [];
  const failures: unknown[] = [];
  for (const id of imageIds) {
    const digest = find(ecr, name, id);
    if (!digest) failures.push(notFound(id));
    else {
      images.push({
        registryId: ecr.definition.account,
        repositoryName: name,
        imageId: requireImage(ecr, name, id),
        imageManifest: decoder.decode(ecr.blobs.get(digest)),
        imageManifestMediaType: ecr.registry.repository(name)!.manifest(digest)!.mediaType,
      });
    }
  }
  return { images, failures };
}

const notFound = (id: ImageId) => ({
  imageId: id,
  failureCode: 'ImageNotFound',
  failureReason: 'Requested image not found',
});

/** `BatchDeleteImage`: a tag goes alone, unless it is its image's last. */
export function batchDeleteImage(ecr: Ecr, input: unknown): unknown {
  const { repositoryName: name, imageIds } = named.extend({ imageIds: z.array(imageId).min(1) }).parse(input);
  requireRepository(ecr, name);
  const deleted: unknown[] = [];
  const failures: unknown[] = [];
  for (const id of imageIds) {
    const digest = find(ecr, name, id);
    if (!digest) {
      failures.push(notFound(id));
      continue;
    }
    const tags = tagsOf(ecr, name, digest);
    const lastTag = id.imageTag !== undefined && tags.length === 1;
    const gone = id.imageTag === undefined ? tags : [id.imageTag];
    ecr.registry.deleteReference(name, id.imageTag === undefined || lastTag ? digest : id.imageTag);
    if (gone.length === 0) deleted.push({ imageDigest: digest });
    else deleted.push(...gone.map((imageTag) => ({ imageDigest: digest, imageTag })));
  }
  return { imageIds: deleted, failures };
}

const putInput = named.extend({
  imageManifest: z.string(),
  imageManifestMediaType: z.string().optional(),
  imageTag: z
    .string()
    .regex(/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/)
    .optional(),
});

/** `PutImage`: how a tag is added without a pull and a push. */
export async function putImage(ecr: Ecr, input: unknown): Promise<unknown> {
  const { repositoryName: name, imageManifest, imageManifestMediaType, imageTag } = putInput.parse(input);
  const settings = requireRepository(ecr, name);
  const account = ecr.definition.account;
  const repository = ecr.registry.repository(name);
  const manifest = encoder.encode(imageManifest);
  const digest = digestOf(manifest);
  const held = imageTag === undefined ? undefined : repository?.tags.get(imageTag)?.digest;
  if (imageTag === undefined ? repository?.manifest(digest) : held === digest) {
    throw new EcrError(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${imageTag ?? 'null'}' already exists in the repository with name '${name}' in registry with id '${account}'`,
    );
  }
  if (held !== undefined && settings.immutable) {
    throw new EcrError(
      'ImageTagAlreadyExistsException',
      `The image tag '${imageTag}' already exists in the '${name}' repository and cannot be overwritten because the ${ecr.state.knobs.immutable} is immutable.`,
    );
  }
  const full = quotaRefusal(ecr, name, digest, imageTag);
  if (full !== undefined) throw new EcrError('LimitExceededException', full);
  const mediaType = imageManifestMediaType ?? objectOf(imageManifest).mediaType;
  const missing = missingLayers(ecr, name, manifest);
  if (missing.length > 0) {
    throw new EcrError(
      'LayersNotFoundException',
      `Layers with digests '${missing.join(', ')}' required for pushing image into repository with name '${name}' in the registry with id '${account}' do not exist`,
    );
  }
  const tags = imageTag === undefined ? [] : [imageTag];
  await ecr.registry.importImage({
    repository: name,
    tags,
    manifest,
    mediaType: typeof mediaType === 'string' ? mediaType : '',
    blobs: [],
  });
  return {
    image: {
      registryId: account,
      repositoryName: name,
      imageId: { imageDigest: digest, ...(imageTag === undefined ? {} : { imageTag }) },
      imageManifest,
      imageManifestMediaType: mediaType,
    },
  };
}

function missingLayers({ registry }: Ecr, name: string, manifest: Uint8Array): string[] {
  const repository = registry.repository(name);
  const parts = [...descriptorsIn(manifest, 'config'), ...descriptorsIn(manifest, 'layers')];
  return parts.flatMap(({ digest }) => (repository?.hasBlob(digest) ? [] : [digest]));
}
