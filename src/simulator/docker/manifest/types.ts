import { encodeGoJson } from '../../common/go-json.ts';

/** A platform in a manifest list, in the order its JSON has. */
export interface ManifestPlatform {
  architecture: string;
  os: string;
  'os.version'?: string;
  'os.features'?: string[];
  variant?: string;
}

/** A manifest with what is known of it: what the CLI keeps in its store of local lists. */
export interface ImageManifest {
  Ref: string;
  Descriptor: {
    mediaType: string;
    digest: string;
    size: number;
    platform?: ManifestPlatform;
  };
  /** The manifest's bytes in base64. */
  Raw: string;
  SchemaV2Manifest?: unknown;
  OCIManifest?: unknown;
}

export const MEDIA_TYPE = {
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociIndex: 'application/vnd.oci.image.index.v1+json',
} as const;

/** The bytes of a list of manifests: three spaces of indent, keys in the order of the distribution project. */
export function listBytes(manifests: readonly ImageManifest[]): { text: string; mediaType: string } {
  const oci = manifests[0]?.Descriptor.mediaType === MEDIA_TYPE.ociManifest;
  const mediaType = oci ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.dockerList;
  const entries = manifests.map(({ Descriptor: { mediaType: type, size, digest, platform } }) => ({
    mediaType: type,
    size,
    digest,
    platform: platform ?? { architecture: '', os: '' },
  }));
  return { text: encodeGoJson({ schemaVersion: 2, mediaType, manifests: entries }, 3), mediaType };
}
