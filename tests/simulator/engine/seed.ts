import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { contentBytes } from '../../../src/simulator/common/files.ts';
import { concat } from '../../../src/simulator/common/gzip.ts';
import { packTar, type TarEntry } from '../../../src/simulator/common/tar.ts';

export const sha256 = (data: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(data).digest('hex')}`;

const text = new TextEncoder();

export interface SeedImage {
  id: string;
  manifest: Uint8Array;
  mediaType: string;
  digest: string;
  blobs: [string, Uint8Array][];
}

export function file(name: string, content: string | Uint8Array): TarEntry {
  const bytes = typeof content === 'string' ? text.encode(content) : content;
  return { name, type: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 1731400000000, content: bytes };
}

/** An image as somebody else's builder made it: its layers are not compressed as this engine compresses. */
export function seedImage(
  layers: TarEntry[][],
  {
    architecture = 'amd64',
    oci = false,
    config = {},
  }: { architecture?: string; oci?: boolean; config?: object } = {},
): SeedImage {
  const tars = layers.map((entries) => concat(packTar(entries).map(contentBytes)));
  const packed = tars.map((tar) => new Uint8Array(gzipSync(tar, { level: 1 })));
  const created = '2025-01-02T03:04:05Z';
  const json = JSON.stringify({
    architecture,
    config: { Env: ['PATH=/bin'], Cmd: ['sh'], ...config },
    created,
    history: layers.map((_, i) => ({ created, created_by: `layer ${i}` })),
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: tars.map((tar) => sha256(tar)) },
  });
  const configBytes = text.encode(json);
  const types = oci
    ? [
        'application/vnd.oci.image.manifest.v1+json',
        'application/vnd.oci.image.config.v1+json',
        'application/vnd.oci.image.layer.v1.tar+gzip',
      ]
    : [
        'application/vnd.docker.distribution.manifest.v2+json',
        'application/vnd.docker.container.image.v1+json',
        'application/vnd.docker.image.rootfs.diff.tar.gzip',
      ];
  const [mediaType = '', configType, layerType] = types;
  const manifest = text.encode(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: { mediaType: configType, size: configBytes.length, digest: sha256(configBytes) },
      layers: packed.map((layer) => ({ mediaType: layerType, size: layer.length, digest: sha256(layer) })),
    }),
  );
  return {
    id: sha256(configBytes),
    manifest,
    mediaType,
    digest: sha256(manifest),
    blobs: [
      [sha256(configBytes), configBytes],
      ...packed.map((layer): [string, Uint8Array] => [sha256(layer), layer]),
    ],
  };
}

/** A list of images for several platforms. */
export function seedIndex(entries: { image: SeedImage; platform: object }[]): SeedImage {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const manifests = entries.map(({ image, platform }) => ({
    mediaType: image.mediaType,
    size: image.manifest.length,
    digest: image.digest,
    platform,
  }));
  const manifest = text.encode(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
  return { id: '', manifest, mediaType, digest: sha256(manifest), blobs: [] };
}
