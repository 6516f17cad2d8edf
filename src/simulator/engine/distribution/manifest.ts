import { unmarshalGoJson } from '../../common/go-json.ts';
import { invalidParameter } from '../errors.ts';
import type { Platform } from '../platform.ts';
import type { Descriptor } from './repository.ts';

export const SCHEMA2 = 'application/vnd.docker.distribution.manifest.v2+json';
const SCHEMA2_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const SCHEMA2_CONFIG = 'application/vnd.docker.container.image.v1+json';
export const SCHEMA2_LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

/** What a client that pulls says it understands. */
export const MANIFEST_TYPES = [
  SCHEMA2,
  SCHEMA2_LIST,
  OCI_MANIFEST,
  OCI_INDEX,
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/json',
];

export interface ImageManifest {
  kind: 'schema2' | 'oci';
  config: Descriptor;
  layers: Descriptor[];
}

export interface ManifestList {
  kind: 'list';
  manifests: (Descriptor & { platform?: Platform })[];
}

/** A manifest understood by its media type, or, where a registry names none, by its form. */
export function parseManifest(
  mediaType: string,
  bytes: Uint8Array,
): ImageManifest | ManifestList | { kind: 'schema1' } {
  const text = new TextDecoder().decode(bytes);
  const value = unmarshalGoJson(text) as Record<string, unknown>;
  const own = typeof value.mediaType === 'string' ? value.mediaType : '';
  switch (mediaType || detect(value)) {
    case SCHEMA2:
      if (own !== SCHEMA2) throw new Error(`mediaType in manifest should be '${SCHEMA2}' not '${own}'`);
      return { ...(value as unknown as ImageManifest), kind: 'schema2' };
    case OCI_MANIFEST:
      if (value.manifests) throw new Error('ocimanifest: expected manifest but found index');
      if (own && own !== OCI_MANIFEST)
        throw new Error(`if present, mediaType in manifest should be '${OCI_MANIFEST}' not '${own}'`);
      return { ...(value as unknown as ImageManifest), kind: 'oci' };
    case OCI_INDEX:
      if (own && own !== OCI_INDEX)
        throw new Error(`if present, mediaType in image index should be '${OCI_INDEX}' not '${own}'`);
      return { ...(value as unknown as ManifestList), kind: 'list' };
    case SCHEMA2_LIST:
      if (own !== SCHEMA2_LIST)
        throw new Error(`mediaType in manifest list should be '${SCHEMA2_LIST}' not '${own}'`);
      return { ...(value as unknown as ManifestList), kind: 'list' };
    default:
      return { kind: 'schema1' };
  }
}

function detect(value: Record<string, unknown>): string {
  if (typeof value.mediaType === 'string' && value.mediaType) return value.mediaType;
  if (value.fsLayers) return 'application/vnd.docker.distribution.manifest.v1+prettyjws';
  return value.config || value.layers ? OCI_MANIFEST : OCI_INDEX;
}

/** Config types of images; registries of old named the strangest ones. */
const IMAGE_CONFIGS = new Set([
  SCHEMA2_CONFIG,
  'application/vnd.oci.image.config.v1+json',
  'application/octet-stream',
  'application/json',
  'text/html',
  '',
]);

/** Refuses what a manifest of version 2 holds in place of an image: a plugin, something unknown. */
export function requireImageConfig(mediaType: string): void {
  if (IMAGE_CONFIGS.has(mediaType)) return;
  const kind = mediaType === 'application/vnd.docker.plugin.v1+json' ? 'plugin' : 'unknown';
  throw invalidParameter(`Encountered remote ${JSON.stringify(mediaType)}(${kind}) when fetching`);
}

/** The manifest of a pushed image, laid out as the daemon lays it out. */
export function schema2Manifest(config: Descriptor, layers: readonly Descriptor[]): Uint8Array {
  const ordered = ({ mediaType, size, digest }: Descriptor) => ({ mediaType, size, digest });
  const manifest = {
    schemaVersion: 2,
    mediaType: SCHEMA2,
    config: ordered(config),
    layers: layers.map(ordered),
  };
  return new TextEncoder().encode(JSON.stringify(manifest, null, 3));
}
