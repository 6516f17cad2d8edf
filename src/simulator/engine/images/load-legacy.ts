import { decodeGoJson, encodeGoJson, unmarshalGoJson } from '../../common/go-json.ts';
import { parseReference, type Reference } from '../../common/reference.ts';
import type { EngineContext } from '../context.ts';
import type { HistoryEntry, ImageConfig } from './config.ts';
import { encodeConfig } from './encode.ts';
import type { LoadOptions } from './load.ts';
import { type ImageArchive, loadLayer } from './load-archive.ts';

/** The config of an image of an engine before 1.10, where each layer was an image. */
interface LegacyConfig extends Omit<ImageConfig, 'rootfs' | 'history'> {
  parent?: string;
}

/** Keys of the old format that say nothing of the image as it is now. */
const DROPPED = ['id', 'parent', 'Size', 'parent_id', 'layer_id', 'throwaway'];

/**
 * Adds the images of an archive that an engine before 1.10 saved: each folder is a layer with its own config, and the
 * file `repositories` has the tags. The daemon says nothing of what it loaded.
 */
export async function loadLegacy(
  context: EngineContext,
  archive: ImageArchive,
  options: LoadOptions,
  name: (reference: Reference, id: string) => void,
): Promise<void> {
  const loaded = new Map<string, string>();
  for (const folder of archive.topFolders) await loadFolder(context, archive, options, folder, loaded);
  const repositories = decodeGoJson(archive.text('repositories')) as Record<string, Record<string, string>>;
  for (const [repository, tags] of Object.entries(repositories)) {
    for (const [tag, oldId] of Object.entries(tags)) {
      const id = loaded.get(oldId);
      if (!id) throw new Error(`invalid target ID: ${oldId}`);
      name({ ...parseReference(repository), tag }, id);
    }
  }
}

async function loadFolder(
  context: EngineContext,
  archive: ImageArchive,
  options: LoadOptions,
  oldId: string,
  loaded: Map<string, string>,
): Promise<void> {
  if (loaded.has(oldId)) return;
  const text = archive.text(`${oldId}/json`);
  const config = unmarshalGoJson(text) as LegacyConfig;
  if (config.os && config.os !== 'linux') throw new Error(`cannot load ${config.os} image on linux`);
  if (config.parent) await loadFolder(context, archive, options, config.parent, loaded);
  const parentId = config.parent ? loaded.get(config.parent)! : '';
  const parent = context.images.get(parentId);
  const content = archive.content(`${oldId}/layer.tar`);
  const layer = await loadLayer(context, content, parent?.chainId ?? '', oldId, options);
  const rootfs = {
    type: 'layers',
    diff_ids: [...(parent?.config.rootfs.diff_ids ?? []), layer.diffId],
  };
  const history = [...(parent?.config.history ?? []), historyOf(config)];
  const image = context.images.create(makeConfig(config, rootfs, history), parentId);
  loaded.set(oldId, image.id);
}

function historyOf({ created, author, comment, container_config }: LegacyConfig): HistoryEntry {
  return {
    ...(created ? { created } : {}),
    created_by: (container_config?.Cmd ?? []).join(' '),
    ...(author ? { author } : {}),
    ...(comment ? { comment } : {}),
  };
}

/** Engines since 1.8.3 wrote configs that are kept as they are; of older ones only what is known. */
function makeConfig(config: LegacyConfig, rootfs: ImageConfig['rootfs'], history: HistoryEntry[]): string {
  if (isOlder(config.docker_version ?? '', '1.8.3')) {
    const { architecture, variant, os, created, author, comment, docker_version, container } = config;
    return encodeConfig({
      architecture,
      variant,
      os,
      created: created ?? null,
      author,
      comment,
      docker_version,
      container,
      config: config.config,
      container_config: config.container_config,
      history,
      rootfs,
    } as ImageConfig);
  }
  const kept = Object.entries(config).filter(([key]) => !DROPPED.includes(key));
  const all = [...kept, ['history', history], ['rootfs', rootfs]] as [string, unknown][];
  return encodeGoJson(Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function isOlder(version: string, than: string): boolean {
  const parts = than.split('.').map(Number);
  const given = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  for (const [i, part] of parts.entries()) {
    if ((given[i] ?? 0) !== part) return (given[i] ?? 0) < part;
  }
  return false;
}
