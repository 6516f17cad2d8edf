import { encodeGoJson } from '../../common/go-json.ts';
import { CONFIG_FIELDS } from '../containers/config.ts';
import { decode, encode } from '../containers/schema.ts';
import type { HistoryEntry, ImageConfig, RunConfig } from './config.ts';

/** A container's settings as the daemon writes them into an image: every field, in its order. */
export function encodeRunConfig(config: RunConfig): object {
  return encode(decode<object>(config, CONFIG_FIELDS, 'Config'), CONFIG_FIELDS);
}

/** The bytes of an image's config as the daemon makes it: keys of the outermost object in order. */
export function encodeConfig(image: ImageConfig): string {
  const { config, container_config, history, rootfs, ...rest } = image;
  const fields: Record<string, unknown> = {
    ...rest,
    ...(config ? { config: encodeRunConfig(config) } : {}),
    container_config: encodeRunConfig(container_config ?? {}),
    ...(history ? { history: history.map(encodeHistory) } : {}),
    rootfs: { type: rootfs.type, ...(rootfs.diff_ids?.length ? { diff_ids: rootfs.diff_ids } : {}) },
  };
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return encodeGoJson(Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function encodeHistory({ created, created_by, author, comment, empty_layer }: HistoryEntry): object {
  return {
    ...(created ? { created } : {}),
    ...(created_by ? { created_by } : {}),
    ...(author ? { author } : {}),
    ...(comment ? { comment } : {}),
    ...(empty_layer ? { empty_layer } : {}),
  };
}
