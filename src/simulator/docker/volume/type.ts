import { ANY_FLOAT, INT64, mapOf, pointer, STRING, STRING_MAP, struct } from '../render/template/types.ts';

const EMPTY = { omit: 'empty' } as const;

/** `volume.Volume`: what `docker volume inspect` hands to templates. */
export const VOLUME = struct('volume.Volume', {
  ClusterVolume: [pointer(struct('volume.ClusterVolume', {})), EMPTY],
  CreatedAt: [STRING, EMPTY],
  Driver: STRING,
  Labels: STRING_MAP,
  Mountpoint: STRING,
  Name: STRING,
  Options: STRING_MAP,
  Scope: STRING,
  Status: [mapOf(STRING, ANY_FLOAT), EMPTY],
  UsageData: [pointer(struct('volume.UsageData', { RefCount: INT64, Size: INT64 })), EMPTY],
});
