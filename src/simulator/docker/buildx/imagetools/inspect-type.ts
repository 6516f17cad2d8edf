import { DESCRIPTOR, IMAGE_CONFIG, PLATFORM } from '../../image/inspect-type.ts';
import { TIME } from '../../render/template/common-types.ts';
import {
  ANY,
  BOOL,
  type GoType,
  INT,
  INT64,
  type Method,
  mapOf,
  pointer,
  STRING,
  STRING_MAP,
  STRINGS,
  slice,
  struct,
} from '../../render/template/types.ts';

const EMPTY = { omit: 'empty' } as const;
/** What the real one holds as an `interface{}`, which an unknown field's error names. */
const HELD_DESCRIPTOR: GoType = { ...DESCRIPTOR, name: 'interface {}' };

const HISTORY = struct('v1.History', {
  Created: [TIME, { json: 'created', omit: 'zero' }],
  CreatedBy: [STRING, { json: 'created_by', ...EMPTY }],
  Author: [STRING, { json: 'author', ...EMPTY }],
  Comment: [STRING, { json: 'comment', ...EMPTY }],
  EmptyLayer: [BOOL, { json: 'empty_layer', ...EMPTY }],
});

const IMAGE = pointer(
  struct('v1.Image', {
    Created: [TIME, { json: 'created', omit: 'zero' }],
    Author: [STRING, { json: 'author', ...EMPTY }],
    Platform: [PLATFORM, { embedded: true }],
    Config: [IMAGE_CONFIG, { json: 'config' }],
    RootFS: [
      struct('v1.RootFS', { Type: [STRING, { json: 'type' }], DiffIDs: [STRINGS, { json: 'diff_ids' }] }),
      { json: 'rootfs' },
    ],
    History: [slice(HISTORY), { json: 'history', ...EMPTY }],
  }),
);

const MANIFESTS = struct('struct', {
  SchemaVersion: [INT, { json: 'schemaVersion' }],
  MediaType: [STRING, { json: 'mediaType', ...EMPTY }],
  Digest: [STRING, { json: 'digest' }],
  Size: [INT64, { json: 'size' }],
  Manifests: [slice(DESCRIPTOR), { json: 'manifests' }],
  Annotations: [STRING_MAP, { json: 'annotations', ...EMPTY }],
});

const SBOM = struct('imagetools.sbomStub', { SPDX: [ANY, EMPTY], AdditionalSPDXs: [slice(ANY), EMPTY] });
const PROVENANCE = struct('imagetools.provenanceStub', { SLSA: [ANY, EMPTY] });

/** The registries hold no attestations, so that their methods give what is empty. */
const nothing = (result: GoType): Method => ({ parameters: [], result, call: () => ({}) });

const result = (name: string, manifest: GoType, image: GoType, methods: Record<string, Method>): GoType =>
  struct(
    name,
    {
      Name: [STRING, { json: 'name', ...EMPTY }],
      Manifest: [manifest, { json: 'manifest', ...EMPTY }],
      Image: [image, { json: 'image', ...EMPTY }],
    },
    { methods },
  );

const ONE = { SBOM: nothing(SBOM), Provenance: nothing(PROVENANCE) };
const SEVERAL = { SBOM: nothing(mapOf(STRING, SBOM)), Provenance: nothing(mapOf(STRING, PROVENANCE)) };

/** What templates see of one manifest, of a list with one image, and of a list with several. */
export const SINGLE_RESULT = result('imagetools.tplInput', HELD_DESCRIPTOR, IMAGE, ONE);
export const INDEX_RESULT = result('imagetools.tplInput', MANIFESTS, IMAGE, ONE);
export const LIST_RESULT = result('imagetools.tplInputs', MANIFESTS, mapOf(STRING, IMAGE), SEVERAL);
