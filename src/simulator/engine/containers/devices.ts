import { type FileSystem, type Node, resolvePath } from '../../common/files.ts';
import type { ContainerData } from './model.ts';

/** The host's devices at a path: itself, or those in a folder; each with where it is to be in a container. */
export function devicesAt(host: FileSystem, path: string, target: string): { at: string; node: Node }[] {
  const node = host.node(host.realpath(path));
  if (node.type === 'device') return [{ at: target, node }];
  if (node.type !== 'directory') return [];
  return [...node.children].flatMap(([name, child]) =>
    child.type === 'device' ? [{ at: `${target}/${name}`, node: child }] : [],
  );
}

/** Puts the devices of `--device` into a container's root. */
export function addDevices(host: FileSystem, files: FileSystem, { hostConfig }: ContainerData): void {
  for (const { PathOnHost, PathInContainer } of hostConfig.Devices ?? []) {
    if (!host.exists(PathOnHost)) continue;
    for (const { at, node } of devicesAt(host, PathOnHost, resolvePath('/', PathInContainer || PathOnHost))) {
      // Starting again finds them in the root.
      if (files.exists(at) && files.lstat(at).type === 'device') continue;
      files.mkdir(at.slice(0, at.lastIndexOf('/')) || '/', { parents: true });
      files.put(at, node);
    }
  }
}
