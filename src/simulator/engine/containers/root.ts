import { type DirectoryNode, directory, FileSystem, type Node, Volume } from '../../common/files.ts';
import type { ProcessTable } from '../../common/process.ts';
import type { ContainerData } from './model.ts';
import { procVolume } from './proc.ts';

/** What the engine and the kernel put into a container's root besides the image. */

const DIRECTORIES = ['/dev/pts', '/dev/shm', '/proc', '/sys'];
const FILES = ['/.dockerenv', '/etc/resolv.conf', '/etc/hosts', '/etc/hostname', '/dev/console'];
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/** The image's files with the engine's init layer on top: the places where the engine mounts something later. */
export function withInitLayer(image: DirectoryNode, now: number): DirectoryNode {
  const volume = new Volume(image);
  const files = new FileSystem(volume, () => now);
  for (const path of DIRECTORIES) if (!exists(files, path)) files.mkdir(path, { parents: true });
  for (const path of FILES) {
    if (exists(files, path)) continue;
    files.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { parents: true });
    files.write(path, '', 0o755);
  }
  if (!exists(files, '/etc/mtab')) files.symlink('/proc/mounts', '/etc/mtab');
  return volume.root;
}

function exists(files: FileSystem, path: string): boolean {
  try {
    files.lstat(path);
    return true;
  } catch {
    return false;
  }
}

/** The kernel's file systems; `/proc` tells of the given processes. */
export function mountKernel(files: FileSystem, now: number, processes: ProcessTable): void {
  files.mount('/proc', procVolume(processes, now), { readonly: true });
  files.mount('/dev', new Volume(dev(now)));
  files.mount('/sys', new Volume(directory([], { mtime: now })), { readonly: true });
}

/** The files that the engine keeps for a container outside its layer. */
export function mountEngineFiles(
  files: FileSystem,
  { config }: ContainerData,
  { hosts, resolver }: { hosts: string; resolver: string },
  now: number,
): void {
  const own = new Volume(
    directory([
      ['hostname', file(`${config.Hostname}\n`, now)],
      ['hosts', file(hosts, now)],
      ['resolv.conf', file(resolver, now)],
    ]),
  );
  for (const name of own.root.children.keys()) files.mount(`/etc/${name}`, own, { from: `/${name}` });
}

function file(content: string, mtime: number, mode = 0o644): Node {
  return { type: 'file', content: new TextEncoder().encode(content), mode, uid: 0, gid: 0, mtime };
}

function dev(mtime: number): DirectoryNode {
  const link = (target: string): Node => ({ type: 'symlink', target, mode: 0o777, uid: 0, gid: 0, mtime });
  const empty = directory([], { mode: 0o1777, mtime });
  return directory(
    [
      ...DEVICES.map((device): [string, Node] => [
        device,
        { type: 'device', device, mode: 0o666, uid: 0, gid: 0, mtime },
      ]),
      ['fd', link('/proc/self/fd')],
      ['stdin', link('/proc/self/fd/0')],
      ['stdout', link('/proc/self/fd/1')],
      ['stderr', link('/proc/self/fd/2')],
      ['pts', empty],
      ['shm', empty],
    ],
    { mtime },
  );
}
