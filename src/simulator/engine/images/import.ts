import type { Reference } from '../../common/reference.ts';
import { applyChanges } from '../containers/commit-changes.ts';
import { CONFIG_FIELDS, type ContainerConfig } from '../containers/config.ts';
import { decode } from '../containers/schema.ts';
import type { EngineContext } from '../context.ts';
import type { Platform } from '../platform.ts';
import { DOCKER_28_2_2 } from '../profile.ts';
import { encodeConfig } from './encode.ts';
import { logImageEvent } from './events.ts';
import { tagImage } from './tag.ts';

interface ImportOptions {
  archive: Uint8Array;
  platform: Platform;
  message: string;
  /** Dockerfile instructions. */
  changes: readonly string[];
  reference?: Reference;
}

/** Makes an image of one layer out of an archive of files. Gives its ID. */
export async function importImage(context: EngineContext, options: ImportOptions): Promise<string> {
  const { images, containers } = context;
  const { platform, message, reference } = options;
  if (platform.os !== 'linux') throw new Error('operating system is not supported');
  const config = configOf(options.changes);
  const layer = await images.layers.register('', options.archive);
  const created = containers.stamps.now();
  const { id } = images.create(
    encodeConfig({
      architecture: platform.architecture,
      ...(platform.variant ? { variant: platform.variant } : {}),
      os: platform.os,
      created,
      comment: message,
      docker_version: DOCKER_28_2_2.version,
      config,
      history: [{ created, comment: message }],
      rootfs: { type: 'layers', diff_ids: [layer.diffId] },
    }),
  );
  if (reference) tagImage(context, id, reference);
  logImageEvent(context, 'import', id, id);
  return id;
}

function configOf(changes: readonly string[]): ContainerConfig {
  const config = decode<ContainerConfig>({}, CONFIG_FIELDS, 'Config');
  applyChanges(config, changes);
  return config;
}
