import { FileError, graft, type Node, type Volume } from './file-nodes.ts';

/** A volume, or a node inside it, over a place of the tree. */
export interface Mount {
  /** Names of the mount point, from the root. */
  at: readonly string[];
  volume: Volume;
  /** Names of the mounted node inside the volume. */
  from: readonly string[];
  readonly: boolean;
}

/** Names of an absolute path; `.` and empty parts dropped, `..` kept. */
export const split = (path: string): string[] =>
  path.split('/').filter((part) => part !== '' && part !== '.');

/** Whether a place is another or below it. */
export const startsWith = (names: readonly string[], prefix: readonly string[]): boolean =>
  prefix.length <= names.length && prefix.every((name, i) => names[i] === name);

/** One tree made of volumes that are mounted over each other. Places are canonical names from the root. */
export class MountedTree {
  /** The root first. The views of a tree share this list. */
  readonly mounts: Mount[];

  constructor(mounts: Mount[]) {
    this.mounts = mounts;
  }

  /** Whether nothing but the root is mounted: what is in a directory is then what its node holds. */
  get isPlain(): boolean {
    return this.mounts.length === 1;
  }

  get root(): Volume {
    return this.mounts[0]!.volume;
  }

  mount(mount: Mount): void {
    this.mounts.push(mount);
  }

  /** Names of mount points right below a place. */
  mountPoints(names: readonly string[]): string[] {
    return this.mounts
      .filter(({ at }) => at.length === names.length + 1 && startsWith(at, names))
      .map(({ at }) => at.at(-1)!);
  }

  /** Whether something is mounted at a place or below it. */
  isBusy(names: readonly string[]): boolean {
    return names.length === 0 || this.mounts.some(({ at }) => at.length > 0 && startsWith(at, names));
  }

  /** The volume that holds a place, and the names there. */
  locate(names: readonly string[]): { mount: Mount; inside: string[] } {
    let mount = this.mounts[0]!;
    for (const other of this.mounts) {
      if (other.at.length >= mount.at.length && startsWith(names, other.at)) mount = other;
    }
    return { mount, inside: [...mount.from, ...names.slice(mount.at.length)] };
  }

  at(names: readonly string[]): Node | undefined {
    const { mount, inside } = this.locate(names);
    let node: Node | undefined = mount.volume.root;
    for (const name of inside) node = node?.type === 'directory' ? node.children.get(name) : undefined;
    return node;
  }

  /** Puts a node at a place, or takes away what is there. `path` is what an error names. */
  replace(names: readonly string[], node: Node | undefined, path: string, now: number): void {
    const { mount, inside } = this.locate(names);
    if (mount.readonly) throw new FileError('EROFS', path);
    if (inside.length > 0) mount.volume.root = graft(mount.volume.root, inside, node, now);
    else if (node?.type === 'directory') mount.volume.root = node;
    else throw new FileError('EBUSY', path);
  }
}
