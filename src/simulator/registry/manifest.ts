import { isDigest } from './digest.ts';
import { RegistryError } from './errors.ts';

/** Media types of the image specification and of Docker's image format, version 2, schema 2. */
export const MEDIA_TYPES = {
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
} as const;

const { ociManifest, ociIndex, dockerManifest, dockerList } = MEDIA_TYPES;

/** Layers that are fetched elsewhere (`urls`) and need not be in the registry. */
const FOREIGN_LAYER =
  /^application\/vnd\.(?:docker\.image\.rootfs\.foreign|oci\.image\.layer\.nondistributable)\b/;
const MEDIA_TYPE = /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$/;

export interface Platform {
  os?: string;
  architecture?: string;
  variant?: string;
}

/** What the registry needs to know of a manifest; the bytes themselves stay as they came. */
export interface ManifestContent {
  mediaType: string;
  /** Blobs it refers to: config and layers, without foreign layers. */
  blobs: string[];
  /** Manifests an index refers to. */
  manifests: { digest: string; platform?: Platform }[];
  subject?: string;
  artifactType?: string;
  annotations?: Record<string, string>;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (detail: string): RegistryError => new RegistryError('MANIFEST_INVALID', { detail });

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a manifest and checks it as far as a registry must: an object, of the media type it was sent with, with
 * descriptors that are descriptors. A media type that is neither Docker's nor OCI's is kept byte for byte unread.
 */
export function readManifest(bytes: Uint8Array, contentType: string): ManifestContent {
  const type = contentType.split(';', 1)[0]!.trim();
  const json = parse(bytes);
  const declared = json.mediaType;
  if (declared !== undefined && typeof declared !== 'string') throw invalid('mediaType is not a string');
  const mediaType = type === '' || type === 'application/json' ? (declared ?? guess(json)) : type;
  if (!MEDIA_TYPE.test(mediaType)) throw invalid(`invalid media type ${mediaType.slice(0, 100)}`);
  if (declared !== undefined && declared !== mediaType) {
    throw invalid(`mediaType in manifest should be '${mediaType}' not '${declared.slice(0, 100)}'`);
  }
  const content: ManifestContent = { mediaType, blobs: [], manifests: [] };
  if (mediaType === ociManifest || mediaType === dockerManifest) readImage(json, content);
  else if (mediaType === ociIndex || mediaType === dockerList) readIndex(json, content);
  return content;
}

function parse(bytes: Uint8Array): Json {
  let json: unknown;
  try {
    json = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    throw invalid((error as Error).message.slice(0, 200));
  }
  if (!isObject(json)) throw invalid('the manifest is not a JSON object');
  return json;
}

function guess(json: Json): string {
  return Array.isArray(json.manifests) ? ociIndex : ociManifest;
}

function readImage(json: Json, content: ManifestContent): void {
  if (json.schemaVersion !== 2) throw invalid('unrecognized manifest schema version');
  if (json.manifests !== undefined) throw invalid('an image manifest has no list of manifests');
  const config = descriptor(json.config, 'config');
  content.blobs.push(config.digest);
  const layers = json.layers;
  if (!Array.isArray(layers)) throw invalid('layers is not a list');
  for (const [index, value] of layers.entries()) {
    const layer = descriptor(value, `layers[${index}]`);
    const foreign = FOREIGN_LAYER.test(layer.mediaType) && Array.isArray(layer.json.urls);
    if (!foreign) content.blobs.push(layer.digest);
  }
  readCommon(json, content);
  if (content.artifactType === undefined) content.artifactType = config.mediaType;
}

function readIndex(json: Json, content: ManifestContent): void {
  if (json.schemaVersion !== 2) throw invalid('unrecognized manifest schema version');
  if (json.layers !== undefined || json.config !== undefined) {
    throw invalid('an index has neither config nor layers');
  }
  const manifests = json.manifests;
  if (!Array.isArray(manifests)) throw invalid('manifests is not a list');
  for (const [index, value] of manifests.entries()) {
    const { digest, json: entry } = descriptor(value, `manifests[${index}]`);
    const platform = entry.platform;
    content.manifests.push(isObject(platform) ? { digest, platform: platform as Platform } : { digest });
  }
  readCommon(json, content);
}

/** Subject, artifact type and annotations: what the referrers API answers with ("Listing Referrers"). */
function readCommon(json: Json, content: ManifestContent): void {
  if (json.subject !== undefined) content.subject = descriptor(json.subject, 'subject').digest;
  const artifactType = json.artifactType;
  if (typeof artifactType === 'string' && artifactType !== '') content.artifactType = artifactType;
  const annotations = json.annotations;
  if (annotations === undefined || annotations === null) return;
  if (!isObject(annotations) || Object.values(annotations).some((value) => typeof value !== 'string')) {
    throw invalid('annotations is not a map of strings');
  }
  if (content.subject) content.annotations = annotations as Record<string, string>;
}

function descriptor(value: unknown, where: string): { digest: string; mediaType: string; json: Json } {
  if (!isObject(value)) throw invalid(`${where} is not a descriptor`);
  const { digest, mediaType, size } = value;
  if (typeof digest !== 'string' || !isDigest(digest)) throw invalid(`${where} has no valid digest`);
  if (typeof mediaType !== 'string' || mediaType === '') throw invalid(`${where} has no media type`);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw invalid(`${where} has no valid size`);
  return { digest, mediaType, json: value };
}
