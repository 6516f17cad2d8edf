import { type DirectoryNode, directory } from '../../common/files.ts';
import { parseIgnoreFile } from '../../common/ignore.ts';
import { familiarString, parseReference, referenceString, withDefaultTag } from '../../common/reference.ts';
import type { Platform } from '../platform.ts';
import type { BaseImage } from './base-image.ts';
import type { BaseResolver } from './base-resolver.ts';
import { resolveInRoot, textOf } from './file-tree.ts';
import { transfer } from './local-sources.ts';
import type { BuildTrace } from './trace.ts';

/** What a name leads to that `--build-context` gives. */
export interface NamedContext {
  /** As the user gave it. */
  name: string;
  source: { image: BaseImage } | { tree: DirectoryNode; bytes: number };
}

/** The contexts beside the main one: folders that the client sent, and images. */
export class NamedContexts {
  private readonly given: Readonly<Record<string, string>>;
  /** All that the client sent. */
  private readonly files: DirectoryNode;
  private readonly trace: BuildTrace;
  private readonly resolver: BaseResolver;
  private readonly folders = new Map<string, { tree: DirectoryNode; bytes: number }>();

  constructor(
    given: Readonly<Record<string, string>>,
    files: DirectoryNode,
    trace: BuildTrace,
    resolver: BaseResolver,
  ) {
    this.given = given;
    this.files = files;
    this.trace = trace;
    this.resolver = resolver;
  }

  /** Whether a name is one of a context. */
  has(name: string): boolean {
    return this.keyOf(name) !== undefined;
  }

  async load(name: string, platform: Platform): Promise<NamedContext | undefined> {
    const key = this.keyOf(name);
    if (key === undefined) return undefined;
    const input = this.given[key]!;
    const image = /^docker-image:\/\/(.+)$/.exec(input)?.[1];
    if (image !== undefined) {
      const reference = referenceString(withDefaultTag(parseReference(image)));
      return {
        name: key,
        source: { image: await this.resolver.resolve(reference, platform, `context ${key}`) },
      };
    }
    const folder = /^local:(.+)$/.exec(input)?.[1];
    if (folder === undefined) throw new Error(`invalid context specifier ${input} for ${key}`);
    const source = this.folders.get(key) ?? this.local(key, folder);
    this.folders.set(key, source);
    return { name: key, source };
  }

  private keyOf(name: string): string | undefined {
    let key: string;
    try {
      key = familiarString(parseReference(name)).replace(/:latest$/, '');
    } catch {
      return undefined;
    }
    return Object.hasOwn(this.given, key) ? key : undefined;
  }

  private local(name: string, folder: string): { tree: DirectoryNode; bytes: number } {
    const { node } = resolveInRoot(this.files, folder);
    const root = node?.type === 'directory' ? node : directory();
    const vertex = this.trace.start(`[context ${name}] load .dockerignore`);
    const ignore = transfer(root, { paths: ['.dockerignore'] });
    vertex.status(`transferring ${name}:`, ignore.bytes).complete();
    vertex.complete();
    const exclude = parseIgnoreFile(textOf(ignore.tree, '.dockerignore') ?? '');
    const { tree, bytes } = transfer(root, { exclude });
    return { tree, bytes };
  }
}
