import { type DirectoryNode, FileError, FileSystem, Volume } from '../../common/files.ts';
import { StartError } from '../../common/process.ts';
import { lookupUser } from '../containers/user.ts';
import type { EngineContext } from '../context.ts';
import { copyNode, copyPath, InTheWayError, matchSources, wildcardFolder } from './copy-files.ts';
import type { FetchedFile } from './fetch-url.ts';
import { FileTree, type Owner, resolveInRoot } from './file-tree.ts';
import { ownerOf } from './owner.ts';
import type {
  ContextStep,
  CopyStep,
  DownloadStep,
  FilesStep,
  ImageStep,
  RunStep,
  WorkdirStep,
} from './plan/graph.ts';
import { runFailure, runStep } from './run-step.ts';
import { isRemote } from './sources.ts';
import { prepareMounts } from './step-mounts.ts';
import type { TracedVertex } from './trace.ts';

interface ExecutorOptions {
  context: EngineContext;
  secrets: ReadonlyMap<string, Uint8Array>;
  proxies: Readonly<Record<string, string>>;
  hosts: string;
  signal: AbortSignal;
}

/** What starting a container takes. */
const START_TIME = 150;

/** Makes the files of single steps. */
export class StepExecutor {
  private readonly options: ExecutorOptions;
  private readonly context: EngineContext;
  private readonly treeOf: (step: FilesStep | ContextStep | undefined) => Promise<DirectoryNode>;
  private readonly fileOf: (step: DownloadStep) => FetchedFile;

  constructor(
    options: ExecutorOptions,
    treeOf: (step: FilesStep | ContextStep | undefined) => Promise<DirectoryNode>,
    fileOf: (step: DownloadStep) => FetchedFile,
  ) {
    this.options = options;
    this.context = options.context;
    this.treeOf = treeOf;
    this.fileOf = fileOf;
  }

  /** Runs a step on the layers of chain `parent`; gives the chain with its own layer on top. */
  async execute(step: Exclude<FilesStep, ImageStep>, parent: string, vertex: TracedVertex): Promise<string> {
    const { builds, images } = this.context;
    const before = await images.layers.tree(parent);
    const after = await this.change(step, before, vertex);
    return (await images.createLayer(parent, before, after, () => builds.newId())).chainId;
  }

  private change(
    step: Exclude<FilesStep, ImageStep>,
    before: DirectoryNode,
    vertex: TracedVertex,
  ): Promise<DirectoryNode> | DirectoryNode {
    switch (step.kind) {
      case 'local': {
        const status = vertex.status(`transferring ${step.context}:`, step.bytes);
        status.complete();
        return step.tree;
      }
      case 'workdir':
        return this.workdir(step, before);
      case 'copy':
        return this.copy(step, before);
      case 'run':
        return this.run(step, before, vertex);
    }
  }

  private workdir(step: WorkdirStep, before: DirectoryNode): DirectoryNode {
    const now = this.context.clock.now();
    const owner: Owner = { uid: 0, gid: 0 };
    if (step.user !== '') {
      const { uid, gid } = lookupUser(new FileSystem(new Volume(before), () => now), step.user);
      Object.assign(owner, { uid, gid });
    }
    const tree = new FileTree(before, now);
    tree.makeDirectories(step.path, 0o755, owner);
    return tree.finish();
  }

  private async copy(step: CopyStep, before: DirectoryNode): Promise<DirectoryNode> {
    try {
      return await this.copyFiles(step, before);
    } catch (error) {
      if (!(error instanceof InTheWayError)) throw error;
      throw error.in(`/var/lib/docker/overlay2/${this.context.builds.newId()}/merged`);
    }
  }

  private async copyFiles(step: CopyStep, before: DirectoryNode): Promise<DirectoryNode> {
    const now = this.context.clock.now();
    const tree = new FileTree(before, now);
    const source = await this.treeOf(step.source);
    const owner = step.chown === '' ? undefined : ownerOf(before, step.chown);
    const options = { owner, chmod: step.chmod, unpack: step.unpack };
    let downloaded = 0;
    for (const path of step.sources) {
      if (isRemote(path)) {
        const { name, node } = this.fileOf(step.downloads[downloaded++]!);
        copyNode(node, name, tree, step.destination, { ...options, unpack: false });
        continue;
      }
      const folder = wildcardFolder(path);
      if (folder && !resolveInRoot(source, folder).node) throw new FileError('ENOENT', folder);
      for (const match of matchSources(source, path)) {
        await copyPath(source, match, tree, step.destination, options);
      }
    }
    for (const { file } of step.inline) {
      const content = new TextEncoder().encode(file.data);
      const node = { type: 'file' as const, content, mode: 0o644, uid: 0, gid: 0, mtime: now };
      copyNode(node, file.name, tree, step.destination, options);
    }
    return tree.finish();
  }

  private async run(step: RunStep, before: DirectoryNode, vertex: TracedVertex): Promise<DirectoryNode> {
    const { builds, images, clock } = this.context;
    const prepared = await prepareMounts(step, {
      tree: (source) => this.treeOf(source),
      cache: (id) => images.layers.tree(builds.cacheMount(id)),
      secrets: this.options.secrets,
      now: clock.now(),
    });
    await clock.pass(START_TIME, this.options.signal);
    const log = (stream: 1 | 2, data: Uint8Array): void => vertex.log(stream, data);
    let result: Awaited<ReturnType<typeof runStep>>;
    try {
      result = await runStep(this.context, step, {
        root: before,
        mounts: prepared.mounts,
        env: { ...this.options.proxies, ...prepared.env },
        hosts: this.options.hosts,
        output: log,
        signal: this.options.signal,
      });
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      const text = `runc run failed: unable to start container process: ${error.message}\n`;
      log(2, new TextEncoder().encode(text));
      throw new Error(runFailure(step, 1));
    }
    this.options.signal.throwIfAborted();
    if (result.exitCode !== 0) throw new Error(runFailure(step, result.exitCode));
    for (const { id, volume } of prepared.caches) {
      const layer = await images.createLayer('', await images.layers.tree(''), volume.root);
      builds.setCacheMount(id, layer.chainId);
    }
    return result.root;
  }
}
