import {
  INT64,
  mapOf,
  named,
  pointer,
  STRING,
  STRING_MAP,
  STRINGS,
  slice,
  struct,
  UINT16,
} from '../../render/template/types.ts';
import { DESCRIPTOR, ENDPOINT, MOUNT_POINT } from './container.ts';

const PORT = struct('container.Port', {
  IP: STRING,
  PrivatePort: UINT16,
  PublicPort: UINT16,
  Type: STRING,
});

/** `container.Summary`: a container in the answer to `GET /containers/json`. */
export const CONTAINER_SUMMARY = struct('container.Summary', {
  ID: [STRING, { json: 'Id' }],
  Names: STRINGS,
  Image: STRING,
  ImageID: STRING,
  ImageManifestDescriptor: pointer(DESCRIPTOR),
  Command: STRING,
  Created: INT64,
  Ports: slice(PORT),
  SizeRw: INT64,
  SizeRootFs: INT64,
  Labels: STRING_MAP,
  State: named('container.ContainerState', STRING),
  Status: STRING,
  HostConfig: struct('struct { NetworkMode string; Annotations map[string]string }', {
    NetworkMode: STRING,
    Annotations: STRING_MAP,
  }),
  NetworkSettings: pointer(
    struct('container.NetworkSettingsSummary', { Networks: mapOf(STRING, pointer(ENDPOINT)) }),
  ),
  Mounts: slice(MOUNT_POINT),
});
