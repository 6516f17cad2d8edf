import { type DirectoryNode, directory, FileError, type FileSystem, Volume } from '../../common/files.ts';
import type { Container } from '../containers/container.ts';
import { failed } from '../containers/errors.ts';
import type { MountPoint } from '../containers/model.ts';
import type { ContainerStore } from '../containers/store.ts';
import { ApiError } from '../errors.ts';

/** What a run of a container mounts. */

/** Mounts volumes, host folders and tmpfs into a container's files. `images` holds the trees of mounted images. */
export function mountAll(
  store: ContainerStore,
  container: Container,
  files: FileSystem,
  images: ReadonlyMap<string, DirectoryNode>,
): void {
  const { data } = container;
  const byDepth = [...data.mounts].sort((a, b) => depth(a) - depth(b));
  for (const mount of byDepth) mountOne(store, container, files, mount, images);
  for (const [path, options] of Object.entries(data.hostConfig.Tmpfs ?? {})) {
    const mode = Number.parseInt(/(?:^|,)mode=([0-7]+)/.exec(options)?.[1] ?? '1777', 8);
    checkTmpfsOptions(options);
    makeMountpoint(container, files, path, true, '');
    files.mount(path, new Volume(directory([], { mode, mtime: store.context.clock.now() })), {
      readonly: options.split(',').includes('ro'),
    });
  }
}

/** Flags of mount(2) that a tmpfs takes, and those of its options that have a value. */
const TMPFS_FLAGS = new Set(
  (
    'defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime diratime ' +
    'nodiratime bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime ' +
    'strictatime nostrictatime'
  ).split(' '),
);
const TMPFS_VALUES = new Set(['', 'size', 'mode', 'uid', 'gid', 'nr_inodes', 'nr_blocks', 'mpol']);

/** Refuses what `--tmpfs PATH:OPTIONS` must not say, the last one first as `mount.MergeTmpfsOptions` reads them. */
function checkTmpfsOptions(text: string): void {
  if (text === '') return;
  for (const option of text.split(',').reverse()) {
    if (TMPFS_FLAGS.has(option)) continue;
    const at = option.indexOf('=');
    if (at !== -1 && TMPFS_VALUES.has(option.slice(0, at))) continue;
    const parts = at === -1 ? [option] : [option.slice(0, at), option.slice(at + 1)];
    throw failed(`invalid tmpfs option [${parts.map((part) => JSON.stringify(part)).join(' ')}]`);
  }
}

const depth = ({ Destination }: MountPoint): number => Destination.split('/').length;

function mountOne(
  store: ContainerStore,
  container: Container,
  files: FileSystem,
  mount: MountPoint,
  images: ReadonlyMap<string, DirectoryNode>,
): void {
  const readonly = !mount.RW;
  if (mount.Type === 'tmpfs' || mount.Type === 'image') {
    const image = mount.Type === 'image' ? images.get(mount.Name) : undefined;
    makeMountpoint(container, files, mount.Destination, true, mount.Source);
    const root = image ?? directory([], { mode: 0o1777, mtime: store.context.clock.now() });
    files.mount(mount.Destination, new Volume(root), { readonly, from: `/${image ? mount.subpath : ''}` });
    return;
  }
  const source = mount.Type === 'volume' ? volumeSource(store, mount) : bindSource(store, mount);
  const host = store.context.files;
  makeMountpoint(container, files, mount.Destination, host.isDirectory(source), source);
  const place = host.locate(source);
  files.mount(mount.Destination, place.volume, { from: place.path, readonly });
}

function volumeSource(store: ContainerStore, mount: MountPoint): string {
  const volume = store.volumes.get(mount.Name);
  const path = store.volumes.path(volume);
  if (!store.context.files.exists(path)) {
    throw failed(
      `error while mounting volume '${mount.Source}': failed to mount local volume: mount ${path}:${mount.Source}, flags: 0x1000: no such file or directory`,
    );
  }
  const source = mount.subpath ? `${path}/${mount.subpath}` : path;
  if (!store.context.files.exists(source)) {
    throw failed(`cannot access path ${source}: lstat ${source}: no such file or directory`);
  }
  return source;
}

function bindSource(store: ContainerStore, mount: MountPoint): string {
  const { files } = store.context;
  if (files.exists(mount.Source)) return mount.Source;
  if (mount.mustExist) {
    throw new ApiError(
      400,
      `invalid mount config for type "bind": bind source path does not exist: ${mount.Source}`,
    );
  }
  try {
    files.mkdir(mount.Source, { parents: true });
  } catch (error) {
    const text = error instanceof FileError ? error.message.toLowerCase() : String(error);
    throw failed(`error while creating mount source path '${mount.Source}': mkdir ${mount.Source}: ${text}`);
  }
  return mount.Source;
}

/** Makes what something is mounted over, in the container's own layer as runc does. */
function makeMountpoint(
  container: Container,
  files: FileSystem,
  path: string,
  isDirectory: boolean,
  source: string,
): void {
  try {
    if (files.exists(path)) {
      if (files.isDirectory(path) !== isDirectory)
        throw new FileError(isDirectory ? 'ENOTDIR' : 'EISDIR', path);
    } else if (isDirectory) files.mkdir(path, { parents: true });
    else {
      files.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { parents: true });
      files.write(path, '', 0o755);
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const merged = `/var/lib/docker/overlay2/${container.data.mountId}/merged${path}`;
    const what = isDirectory
      ? `cannot create subdirectories in "${merged}": not a directory`
      : `not a directory`;
    throw failed(
      `failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error mounting "${source}" to rootfs at "${path}": ${isDirectory ? `create mountpoint for ${path} mount: ${what}` : `mount ${source}:${path} (via /proc/self/fd/6), flags: 0x5000: ${what}`}: unknown`,
    );
  }
}
