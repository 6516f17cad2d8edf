import { decompressTo } from '../../common/compression/index.ts';
import { type Content, contentBytes, resolvePath } from '../../common/files.ts';
import type { TarEntry } from '../../common/tar.ts';
import { TarReader } from '../../common/tar-reader.ts';
import { entryNames } from '../../common/tree.ts';
import type { EngineContext } from '../context.ts';
import { ProgressOutput } from '../distribution/progress.ts';
import type { MessageWriter } from '../stream.ts';
import type { Layer } from './layers.ts';
import { shortId } from './names.ts';

const pathOf = (name: string): string => entryNames(name).join('/');

/** An archive of images, unpacked as the daemon does into a folder of its own. */
export class ImageArchive {
  private readonly files = new Map<string, Content>();
  private readonly folders = new Set<string>();
  private readonly folder: string;

  private constructor(entries: readonly TarEntry[], folder: string) {
    this.folder = folder;
    const links: TarEntry[] = [];
    for (const entry of entries) {
      const names = entryNames(entry.name);
      const top = entry.type === 'directory' ? names[0] : names.length > 1 ? names[0] : undefined;
      if (top) this.folders.add(top);
      if (entry.type === 'file') this.files.set(names.join('/'), entry.content ?? new Uint8Array());
      else if (entry.type === 'symlink' || entry.type === 'link') links.push(entry);
    }
    // Older engines linked layers that several images share.
    for (const { name, type, target = '' } of links) {
      const base = type === 'symlink' ? `${name}/../` : '';
      const content = this.files.get(pathOf(base + target));
      if (content) this.files.set(pathOf(name), content);
    }
  }

  static async unpack(context: EngineContext, archive: Uint8Array): Promise<ImageArchive> {
    const reader = new TarReader();
    await decompressTo(archive, (chunk) => reader.write(chunk));
    const number = context.random.below(4_000_000_000);
    return new ImageArchive(reader.end(), `/var/lib/docker/tmp/docker-import-${number}`);
  }

  /** The folders at the top, in order. */
  get topFolders(): string[] {
    return [...this.folders].sort();
  }

  has(path: string): boolean {
    return this.files.has(pathOf(path));
  }

  /** The content of a file. */
  content(path: string): Content {
    const whole = resolvePath(this.folder, `./${path}`);
    if (whole === this.folder) throw new Error(`read ${whole}: is a directory`);
    if (!whole.startsWith(`${this.folder}/`))
      throw new Error(`evalSymlinksInScope: ${whole} is not in ${this.folder}`);
    const content = this.files.get(pathOf(path));
    if (!content) throw new Error(`open ${whole}: no such file or directory`);
    return content;
  }

  bytes(path: string): Uint8Array {
    return contentBytes(this.content(path));
  }

  text(path: string): string {
    return new TextDecoder().decode(this.bytes(path));
  }
}

/** Adds a layer of an archive on top of `parent`, showing progress under `id`. */
export async function loadLayer(
  context: EngineContext,
  content: Content,
  parent: string,
  id: string,
  { quiet, write }: { quiet: boolean; write: MessageWriter },
): Promise<Layer> {
  if (!quiet) {
    const size = content instanceof Uint8Array ? content.length : content.size;
    new ProgressOutput(write, context.clock).counter(shortId(id), 'Loading layer', size).add(size);
  }
  return context.images.layers.register(parent, content);
}
