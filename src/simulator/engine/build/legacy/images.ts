import type { DirectoryNode } from '../../../common/files.ts';
import { encodeGoJson } from '../../../common/go-json.ts';
import { DEFAULT_DOMAIN, parseReference, withDefaultTag } from '../../../common/reference.ts';
import { CONFIG_FIELDS, type ContainerConfig } from '../../containers/config.ts';
import { decode, encode, sorted } from '../../containers/schema.ts';
import type { EngineContext } from '../../context.ts';
import { ProgressOutput } from '../../distribution/progress.ts';
import { pullImage } from '../../distribution/pull.ts';
import { ApiError } from '../../errors.ts';
import { findImage, platformMismatch, platformOf } from '../../images/names.ts';
import type { Image } from '../../images/store.ts';
import { formatPlatform, type Platform } from '../../platform.ts';
import type { MessageWriter } from '../../stream.ts';
import type { Credentials } from '../registry-client.ts';
import { sameConfig } from './run-config.ts';

const HUB_CREDENTIALS = 'https://index.docker.io/v1/';
/** An archive of nothing: such a layer is not kept. */
const EMPTY_DIFF = 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';

export interface Pulling {
  write: MessageWriter;
  credentials: Credentials;
  /** Ask the registry even for what is here. */
  always: boolean;
  platform: Platform | undefined;
  signal: AbortSignal;
}

/** The image that FROM or `COPY --from` names, pulled when it is not here. */
export async function imageFor(context: EngineContext, name: string, pulling: Pulling): Promise<Image> {
  const { platform } = pulling;
  if (name === 'scratch') throw new Error("'scratch' is a reserved name");
  if (!pulling.always) {
    try {
      // What is here is taken even when it is for another platform.
      return findImage(context, name);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
    }
  }
  const reference = withDefaultTag(parseReference(name));
  const { credentials, write, signal } = pulling;
  const key = reference.domain === DEFAULT_DOMAIN ? HUB_CREDENTIALS : reference.domain;
  const progress = new ProgressOutput(write, context.clock);
  await pullImage({
    context,
    reference,
    credentials: credentials[key] ?? {},
    progress,
    signal,
    ...(platform ? { platform } : {}),
  });
  const image = findImage(context, name);
  // An image of one platform is pulled, and built upon, whatever platform was asked for.
  if (platform && platformMismatch(context, name, image, platform)) {
    const made = formatPlatform(platformOf(image));
    progress.message(
      `\nWARNING: Pulled image with specified platform (${formatPlatform(platform)}), but the resulting image's configured platform (${made}) does not match.\nThis is most likely caused by a bug in the build system that created the fetched image (${name}).\nPlease notify the image author to correct the configuration.`,
    );
  }
  return image;
}

export interface StepImage {
  parent: Image | undefined;
  /** The stage's settings. */
  config: ContainerConfig;
  /** What the instruction ran, or the comment that stands for it. */
  containerConfig: ContainerConfig;
  container: string;
  author: string;
  created: string;
  platform: { os: string; architecture: string; variant?: string };
  /** Files before and after; the same when the instruction changes none. */
  before: DirectoryNode;
  after: DirectoryNode;
}

/** Makes the image that one instruction leads to. */
export async function commitStep(context: EngineContext, step: StepImage): Promise<Image> {
  const { parent, author, created } = step;
  const diffIds = [...(parent?.config.rootfs.diff_ids ?? [])];
  let hasLayer = false;
  if (step.before !== step.after) {
    const layer = await context.images.createLayer(parent?.chainId ?? '', step.before, step.after);
    hasLayer = layer.diffId !== EMPTY_DIFF;
    if (hasLayer) diffIds.push(layer.diffId);
  }
  const image = {
    architecture: step.platform.architecture,
    ...(author ? { author } : {}),
    config: encode(step.config, CONFIG_FIELDS),
    ...(step.container ? { container: step.container } : {}),
    container_config: encode(step.containerConfig, CONFIG_FIELDS),
    created,
    docker_version: '28.2.2',
    history: [
      ...(parent?.config.history ?? []),
      {
        created,
        ...(author ? { author } : {}),
        created_by: (step.containerConfig.Cmd ?? []).join(' '),
        ...(hasLayer ? {} : { empty_layer: true }),
      },
    ],
    os: step.platform.os,
    rootfs: { type: 'layers', ...(diffIds.length > 0 ? { diff_ids: diffIds } : {}) },
    ...(step.platform.variant ? { variant: step.platform.variant } : {}),
  };
  return context.images.create(
    encodeGoJson(sorted<unknown, unknown>(image, (value) => value)),
    parent?.id ?? '',
  );
}

/** Whether an image is one of the cache's sources (`--cache-from`), or was made on the way to one. */
function leadsTo(context: EngineContext, { id }: Image, sources: readonly string[]): boolean {
  return sources.some((name) => {
    let image: Image | undefined;
    try {
      image = findImage(context, name);
    } catch (error) {
      // A source that is not here is passed over.
      if (!(error instanceof ApiError)) throw error;
    }
    while (image && image.id !== id) image = context.images.get(image.parent);
    return image !== undefined;
  });
}

/**
 * The newest image that the same instruction made of the same parent before; with sources given, only when it belongs
 * to one of them.
 */
export function cachedStep(
  context: EngineContext,
  parent: Image | undefined,
  wanted: ContainerConfig,
  platform: Platform,
  sources: readonly string[],
): Image | undefined {
  const matches = context.images.children(parent?.id ?? '').filter((image) => {
    const { container_config: made, os, architecture } = image.config;
    if (!made || !image.config.docker_version) return false;
    if (os !== platform.os || architecture !== platform.architecture) return false;
    return sameConfig(decode<ContainerConfig>(made, CONFIG_FIELDS, 'Config'), wanted);
  });
  const time = (image: Image): string => image.config.created ?? '';
  const newest = matches.sort((a, b) => (time(a) < time(b) ? 1 : -1))[0];
  return newest && (sources.length === 0 || leadsTo(context, newest, sources)) ? newest : undefined;
}
