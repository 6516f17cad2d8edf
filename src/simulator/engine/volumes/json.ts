import { mountpointOf, type VolumeData } from './store.ts';

/** A volume as the API shows it. */
export function volumeJson(volume: VolumeData): Record<string, unknown> {
  return {
    CreatedAt: volume.created,
    Driver: 'local',
    Labels: volume.labels,
    Mountpoint: mountpointOf(volume.name),
    Name: volume.name,
    Options: volume.options,
    Scope: 'local',
  };
}
