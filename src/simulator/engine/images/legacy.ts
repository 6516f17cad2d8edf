import { digestOf } from '../../common/digest.ts';
import { encodeGoJson } from '../../common/go-json.ts';
import type { ImageConfig } from './config.ts';
import { encodeRunConfig } from './encode.ts';
import { chainIdOf } from './layers.ts';

/**
 * The configs of an image's layers, lowest first, as engines before 1.10 read them: each layer was an image then. Only
 * the top one says how to run it.
 */
export function legacyConfigs(config: ImageConfig): string[] {
  const diffIds = config.rootfs.diff_ids ?? [];
  const configs: string[] = [];
  let parent = '';
  for (const i of diffIds.keys()) {
    const fields = i === diffIds.length - 1 ? topFields(config) : layerFields();
    const id = digestOf(encodeGoJson(identity(fields, chainIdOf(diffIds.slice(0, i + 1)), parent)));
    const os = config.os ? { os: config.os } : {};
    const link = parent ? { parent: hex(parent) } : {};
    configs.push(encodeGoJson({ id: hex(id), ...link, ...fields, ...os }));
    parent = id;
  }
  return configs;
}

const hex = (digest: string): string => digest.slice('sha256:'.length);

function layerFields(): Record<string, unknown> {
  return { created: '1970-01-01T00:00:00Z', container_config: encodeRunConfig({}) };
}

/** The fields in the order of the old format. */
function topFields(config: ImageConfig): Record<string, unknown> {
  const given = (names: (keyof ImageConfig)[]) =>
    Object.fromEntries(names.filter((name) => config[name]).map((name) => [name, config[name]]));
  return {
    ...given(['comment']),
    created: config.created ?? null,
    ...given(['container']),
    container_config: encodeRunConfig(config.container_config ?? {}),
    ...given(['docker_version', 'author']),
    ...(config.config ? { config: encodeRunConfig(config.config) } : {}),
    ...given(['architecture', 'variant', 'os']),
  };
}

/** What an old ID is the digest of: the fields in the order of their names. */
function identity(fields: Record<string, unknown>, layerId: string, parent: string): object {
  const all = { ...fields, layer_id: layerId, ...(parent ? { parent } : {}) };
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}
