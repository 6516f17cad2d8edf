import { encodeGoJson } from '../../common/go-json.ts';
import { familiarString } from '../../common/reference.ts';
import { conflict } from '../errors.ts';
import { repositoryTag } from '../images/names.ts';
import { applyChanges } from './commit-changes.ts';
import { CONFIG_FIELDS, type ContainerConfig } from './config.ts';
import type { Container } from './container.ts';
import { containerEvent } from './events.ts';
import { mergeImageConfig } from './merge.ts';
import { encode, sorted } from './schema.ts';
import type { ContainerStore } from './store.ts';

export interface CommitOptions {
  repository: string;
  tag: string;
  author: string;
  comment: string;
  /** Dockerfile instructions. */
  changes: readonly string[];
  config: ContainerConfig | undefined;
}

/** `docker commit`: an image whose top layer is what the container changed. Gives its ID. */
export async function commitContainer(
  store: ContainerStore,
  container: Container,
  options: CommitOptions,
): Promise<string> {
  const { data } = container;
  const { images } = store.context;
  if (data.state.dead) throw conflict(`You cannot commit container ${data.id} which is Dead`);
  if (container.removing) throw conflict(`You cannot commit container ${data.id} which is being removed`);
  const reference = options.repository === '' ? undefined : repositoryTag(options.repository, options.tag);
  const config = structuredClone(options.config ?? data.config);
  applyChanges(config, options.changes);
  mergeImageConfig(config, data.config);
  const root = container.disk.root;
  const parent = images.get(data.imageId);
  if (!parent && data.imageId !== '') {
    const file = `/var/lib/docker/image/overlay2/imagedb/content/${data.imageId.replace(':', '/')}`;
    throw new Error(`failed to get digest ${data.imageId}: open ${file}: no such file or directory`);
  }
  const diffIds = [...(parent?.config.rootfs.diff_ids ?? [])];
  const isEmpty = root === container.base;
  if (!isEmpty) diffIds.push((await images.createLayer(data.chainId, container.base, root)).diffId);
  const created = store.stamps.now();
  const image = {
    architecture: data.platform.architecture,
    ...(options.author ? { author: options.author } : {}),
    ...(options.comment ? { comment: options.comment } : {}),
    config: encode(config, CONFIG_FIELDS),
    container: data.id,
    container_config: encode(data.config, CONFIG_FIELDS),
    created,
    docker_version: '28.2.2',
    history: [
      ...(parent?.config.history ?? []),
      {
        created,
        ...(options.author ? { author: options.author } : {}),
        created_by: (data.config.Cmd ?? []).join(' '),
        ...(options.comment ? { comment: options.comment } : {}),
        ...(isEmpty ? { empty_layer: true } : {}),
      },
    ],
    os: data.platform.os,
    rootfs: { type: 'layers', diff_ids: diffIds },
    ...(data.platform.variant ? { variant: data.platform.variant } : {}),
  };
  // The daemon writes the keys of an image's config in order.
  const { id } = images.create(encodeGoJson(sorted<unknown, unknown>(image, (value) => value)), data.imageId);
  if (reference) {
    images.name(reference, id);
    images.touch(id);
  }
  containerEvent(store.context, container, 'commit', {
    comment: options.comment,
    imageID: id,
    imageRef: reference ? familiarString(reference) : '',
  });
  return id;
}
