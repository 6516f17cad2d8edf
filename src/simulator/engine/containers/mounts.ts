import type { DirectoryNode, FileSystem } from '../../common/files.ts';
import { resolvePath } from '../../common/files.ts';
import { ApiError, invalidParameter, messageOf } from '../errors.ts';
import { findImage } from '../images/names.ts';
import {
  DEFAULT_PROPAGATION,
  isReadWrite,
  mountPoint,
  parseBind,
  parseMount,
  parseVolumesFrom,
} from '../volumes/mounts.ts';
import { mountpointOf, type VolumeData } from '../volumes/store.ts';
import type { ContainerConfig, HostConfig } from './config.ts';
import type { MountPoint } from './model.ts';
import type { ContainerStore } from './store.ts';

interface Making {
  config: ContainerConfig;
  hostConfig: HostConfig;
  /** The container's root. */
  files: FileSystem;
  id: string;
}

/** What a new container mounts: volumes are made and filled, folders of the host only noted. */
export async function makeMounts(
  store: ContainerStore,
  making: Making,
): Promise<{ mounts: MountPoint[]; images: Map<string, DirectoryNode> }> {
  const { hostConfig, config, files } = making;
  const points = new Map<string, MountPoint>();
  const images = new Map<string, DirectoryNode>();
  for (const text of hostConfig.VolumesFrom ?? []) addVolumesFrom(store, points, text);
  const explicit = new Set<string>();
  const add = (point: MountPoint, shown = point.Destination) => {
    if (explicit.has(point.Destination) || point.Destination in (hostConfig.Tmpfs ?? {})) {
      throw invalidParameter(`Duplicate mount point: ${shown}`);
    }
    explicit.add(point.Destination);
    points.set(point.Destination, point);
  };
  for (const raw of hostConfig.Binds ?? []) {
    const point = parseBind(raw, hostConfig.VolumeDriver);
    if (point.Type === 'volume') useVolume(store, point, null, null);
    add(point);
  }
  for (const spec of hostConfig.Mounts ?? []) {
    const point = parseMount(spec, store.context.files);
    const options = spec.VolumeOptions;
    if (point.Type === 'volume') {
      useVolume(store, point, options?.DriverConfig?.Options ?? null, options?.Labels ?? null);
    }
    if (point.Type === 'image') {
      const image = findImage(store.context, point.Source);
      point.Name = spec.Source;
      point.Source = `/var/lib/docker/overlay2/${store.context.random.hex(64)}/merged`;
      point.Propagation = DEFAULT_PROPAGATION;
      images.set(point.Name, await store.context.images.layers.tree(image.chainId));
    }
    add(point, spec.Target);
  }
  for (const path of Object.keys(config.Volumes ?? {})) {
    // As the daemon leaves it: a path may be relative here, and fails when the container starts.
    const destination = path.startsWith('/') ? resolvePath('/', path) : resolvePath('/', path).slice(1);
    if (points.has(destination) || destination in (hostConfig.Tmpfs ?? {})) continue;
    const inside = resolvePath('/', destination);
    if (files.exists(inside) && !files.isDirectory(inside)) {
      throw new ApiError(500, `cannot mount volume over existing file, file exists ${inside}`);
    }
    const point = mountPoint({
      Type: 'volume',
      Destination: destination,
      Driver: hostConfig.VolumeDriver,
      anonymous: true,
      copyData: true,
    });
    useVolume(store, point, null, null);
    point.Mode = '';
    points.set(destination, point);
  }
  for (const point of points.values()) if (point.copyData) fill(store, point, files);
  const mounts = [...points.values()].sort((a, b) => (a.Destination < b.Destination ? -1 : 1));
  return { mounts, images };
}

function addVolumesFrom(store: ContainerStore, points: Map<string, MountPoint>, text: string): void {
  const { container, mode } = parseVolumesFrom(text);
  let mounts: MountPoint[];
  try {
    mounts = store.get(container).data.mounts;
  } catch (error) {
    throw invalidParameter(messageOf(error));
  }
  for (const mount of mounts) {
    points.set(mount.Destination, { ...mount, RW: mount.RW && isReadWrite(mode), copyData: false, Mode: '' });
  }
}

/** Finds or makes the volume that a mount point names. */
function useVolume(
  store: ContainerStore,
  point: MountPoint,
  options: Record<string, string> | null,
  labels: Record<string, string> | null,
): void {
  const { volume, isNew } = store.volumes.create(point.Name, point.Driver, options, labels);
  if (isNew) volumeCreated(store, volume);
  point.Name = volume.name;
  point.Driver = 'local';
  point.Source = mountpointOf(volume.name);
  point.Mode ||= 'z';
}

export function volumeCreated(store: ContainerStore, volume: VolumeData): void {
  store.context.events.emit('volume', 'create', volume.name, { driver: 'local' });
}

/** An empty volume begins with what the image has at its mount point. */
function fill(store: ContainerStore, point: MountPoint, files: FileSystem): void {
  const host = store.context.files;
  if (!files.isDirectory(point.Destination) || !host.isDirectory(point.Source)) return;
  if (host.list(point.Source).length > 0) return;
  host.put(point.Source, files.node(files.realpath(point.Destination)));
}
