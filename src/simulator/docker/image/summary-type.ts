import { INT64, pointer, STRING, STRING_MAP, STRINGS, slice, struct } from '../render/template/types.ts';
import { DESCRIPTOR } from './inspect-type.ts';

/** `image.Summary`: an image in the answer to `GET /images/json`. */
export const IMAGE_SUMMARY = struct('image.Summary', {
  Containers: INT64,
  Created: INT64,
  ID: [STRING, { json: 'Id' }],
  Labels: STRING_MAP,
  ParentID: [STRING, { json: 'ParentId' }],
  Descriptor: pointer(DESCRIPTOR),
  Manifests: slice(struct('image.ManifestSummary', {})),
  RepoDigests: STRINGS,
  RepoTags: STRINGS,
  SharedSize: INT64,
  Size: INT64,
  VirtualSize: INT64,
});
