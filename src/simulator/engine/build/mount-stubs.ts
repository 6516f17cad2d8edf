import { FileSystem, type Volume } from '../../common/files.ts';

/** Places in a root file system that something is mounted on: made where they are missing, and taken away again. */
export class MountStubs {
  private readonly volume: Volume;
  private readonly now: () => number;
  /** What was made, the deepest first. */
  private readonly made: string[] = [];

  constructor(volume: Volume, now: () => number) {
    this.volume = volume;
    this.now = now;
  }

  /** Makes a file or a directory to mount on, unless it is there. */
  make(target: string, type: 'file' | 'directory'): void {
    const files = new FileSystem(this.volume, this.now);
    const missing: string[] = [];
    for (let path = target; path !== '/' && !files.exists(path); path = parentOf(path)) missing.push(path);
    if (missing.length === 0) return;
    this.made.unshift(...missing);
    const folders = type === 'file' ? missing.slice(1) : missing;
    if (folders[0]) files.mkdir(folders[0], { parents: true });
    if (type === 'file') files.write(target, '');
  }

  /** Removes what is still empty; the directories around keep their times. */
  clear(): void {
    const files = new FileSystem(this.volume, this.now);
    for (const path of this.made) {
      if (!files.exists(path)) continue;
      const isEmpty = files.isDirectory(path) ? files.list(path).length === 0 : files.stat(path).size === 0;
      if (!isEmpty) continue;
      const parent = parentOf(path);
      const { mtime } = files.stat(parent);
      files.remove(path, { directory: true });
      files.utimes(parent, mtime);
    }
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
