import { type DirectoryNode, directory, type Node, Volume } from '../../common/files.ts';
import { cleanPath } from '../../common/ignore.ts';
import { secretId } from './dockerfile/mounts.ts';
import type { RunMount, RunStep } from './plan/graph.ts';
import type { StepMount } from './run-step.ts';

export interface MountSources {
  /** The files that a bind mount shows. */
  tree(source: NonNullable<RunMount['source']>): Promise<DirectoryNode>;
  /** The files of a cache mount. */
  cache(id: string): Promise<DirectoryNode>;
  secrets: ReadonlyMap<string, Uint8Array>;
  now: number;
}

export interface PreparedMounts {
  mounts: StepMount[];
  env: Record<string, string>;
  /** Cache mounts, whose files are kept when the step succeeds. */
  caches: { id: string; volume: Volume }[];
}

/** Makes ready what `RUN --mount` asks for. @throws Error `secret NAME: not found` */
export async function prepareMounts(step: RunStep, sources: MountSources): Promise<PreparedMounts> {
  const prepared: PreparedMounts = { mounts: [], env: {}, caches: [] };
  for (const planned of step.mounts) {
    const { mount, target } = planned;
    switch (mount.type) {
      case 'secret':
        prepareSecret(prepared, mount, sources);
        break;
      case 'tmpfs':
        prepared.mounts.push({ target, volume: new Volume(), readonly: false });
        break;
      case 'cache': {
        const id = mount.id || cleanPath(mount.target);
        const volume = new Volume(await sources.cache(id));
        if (!mount.readonly) prepared.caches.push({ id, volume });
        prepared.mounts.push({ target, volume, readonly: mount.readonly });
        break;
      }
      case 'bind': {
        const root = planned.source ? await sources.tree(planned.source) : directory();
        const from = cleanPath(`/${mount.source}`);
        prepared.mounts.push({ target, volume: new Volume(root), from, readonly: mount.readonly });
        break;
      }
      case 'ssh':
        if (mount.required) throw new Error(`unset ssh forward key ${mount.id || 'default'}`);
    }
  }
  return prepared;
}

function prepareSecret(
  prepared: PreparedMounts,
  mount: RunMount['mount'],
  { secrets, now }: MountSources,
): void {
  const id = secretId(mount);
  const content = secrets.get(id);
  if (!content) {
    if (mount.required) throw new Error(`secret ${id}: not found`);
    return;
  }
  if (mount.env !== '') prepared.env[mount.env] = new TextDecoder().decode(content);
  if (mount.env !== '' && mount.target === '') return;
  const target = mount.target || `/run/secrets/${id.slice(id.lastIndexOf('/') + 1)}`;
  const node: Node = {
    type: 'file',
    content,
    mode: mount.mode ?? 0o400,
    uid: mount.uid ?? 0,
    gid: mount.gid ?? 0,
    mtime: now,
  };
  prepared.mounts.push({
    target,
    volume: new Volume(directory([['secret', node]])),
    from: '/secret',
    readonly: true,
  });
}
