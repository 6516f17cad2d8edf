import { CONFIG as CONTAINER_CONFIG } from '../container/types/container.ts';
import { TIME } from '../render/template/common-types.ts';
import {
  BOOL,
  EMPTY_STRUCT,
  type GoType,
  INT,
  INT64,
  mapOf,
  pointer,
  STRING,
  STRING_MAP,
  STRINGS,
  slice,
  struct,
  UINT64,
} from '../render/template/types.ts';

const HEALTHCHECK = struct('v1.HealthcheckConfig', {
  Test: [STRINGS, { omit: 'empty' }],
  Interval: [INT64, { omit: 'empty' }],
  Timeout: [INT64, { omit: 'empty' }],
  StartPeriod: [INT64, { omit: 'empty' }],
  StartInterval: [INT64, { omit: 'empty' }],
  Retries: [INT, { omit: 'empty' }],
});

const SET = mapOf(STRING, EMPTY_STRUCT);

/** What containers of an image begin with. */
export const IMAGE_CONFIG = struct('v1.ImageConfig', {
  User: [STRING, { omit: 'empty' }],
  ExposedPorts: [SET, { omit: 'empty' }],
  Env: [STRINGS, { omit: 'empty' }],
  Entrypoint: [STRINGS, { omit: 'empty' }],
  Cmd: [STRINGS, { omit: 'empty' }],
  Volumes: [SET, { omit: 'empty' }],
  WorkingDir: [STRING, { omit: 'empty' }],
  Labels: [STRING_MAP, { omit: 'empty' }],
  StopSignal: [STRING, { omit: 'empty' }],
  ArgsEscaped: [BOOL, { omit: 'empty' }],
});

const CONFIG_EXTENSION = struct('v1.DockerOCIImageConfigExt', {
  Healthcheck: [pointer(HEALTHCHECK), { omit: 'empty' }],
  OnBuild: [STRINGS, { omit: 'empty' }],
  Shell: [STRINGS, { omit: 'empty' }],
});

const CONFIG = struct('v1.DockerOCIImageConfig', {
  ImageConfig: [IMAGE_CONFIG, { embedded: true }],
  DockerOCIImageConfigExt: [CONFIG_EXTENSION, { embedded: true }],
});

/** A platform of the OCI image specification. */
export const PLATFORM = struct('v1.Platform', {
  Architecture: [STRING, { json: 'architecture' }],
  OS: [STRING, { json: 'os' }],
  OSVersion: [STRING, { json: 'os.version', omit: 'empty' }],
  OSFeatures: [STRINGS, { json: 'os.features', omit: 'empty' }],
  Variant: [STRING, { json: 'variant', omit: 'empty' }],
});

/** A descriptor of the OCI image specification. */
export const DESCRIPTOR = struct('v1.Descriptor', {
  MediaType: [STRING, { json: 'mediaType' }],
  Digest: [STRING, { json: 'digest' }],
  Size: [INT64, { json: 'size' }],
  URLs: [STRINGS, { json: 'urls', omit: 'empty' }],
  Annotations: [STRING_MAP, { json: 'annotations', omit: 'empty' }],
  Data: [slice(UINT64), { json: 'data', omit: 'empty' }],
  Platform: [pointer(PLATFORM), { json: 'platform', omit: 'empty' }],
  ArtifactType: [STRING, { json: 'artifactType', omit: 'empty' }],
});

/** The Go type of the answer to `GET /images/{name}/json`: what templates of `docker inspect` see of an image. */
export const IMAGE_INSPECT: GoType = struct('image.InspectResponse', {
  ID: [STRING, { json: 'Id' }],
  RepoTags: STRINGS,
  RepoDigests: STRINGS,
  Parent: STRING,
  Comment: STRING,
  Created: [STRING, { omit: 'empty' }],
  Container: [STRING, { omit: 'empty' }],
  ContainerConfig: [pointer(CONTAINER_CONFIG), { omit: 'empty' }],
  DockerVersion: STRING,
  Author: STRING,
  Config: pointer(CONFIG),
  Architecture: STRING,
  Variant: [STRING, { omit: 'empty' }],
  Os: STRING,
  OsVersion: [STRING, { omit: 'empty' }],
  Size: INT64,
  VirtualSize: [INT64, { omit: 'empty' }],
  GraphDriver: struct('storage.DriverData', { Data: STRING_MAP, Name: STRING }),
  RootFS: struct('image.RootFS', { Type: [STRING, { omit: 'empty' }], Layers: [STRINGS, { omit: 'empty' }] }),
  Metadata: struct('image.Metadata', { LastTagTime: [TIME, { omit: 'zero' }] }),
  Descriptor: [pointer(DESCRIPTOR), { omit: 'empty' }],
  Manifests: [slice(struct('image.ManifestSummary', {})), { omit: 'empty' }],
});
