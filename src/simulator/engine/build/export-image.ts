import { contentBytes, type DirectoryNode, type Node } from '../../common/files.ts';
import { encodeGoJson } from '../../common/go-json.ts';
import { concat } from '../../common/gzip.ts';
import { parseReference, referenceString, withDefaultTag } from '../../common/reference.ts';
import { packTar } from '../../common/tar.ts';
import { treeEntries } from '../../common/tree.ts';
import type { EngineContext } from '../context.ts';
import type { HistoryEntry, ImageConfig, RunConfig } from '../images/config.ts';
import { tagImage } from '../images/tag.ts';
import { DockerfileError } from './dockerfile/errors.ts';
import { sortedKeys } from './go-format.ts';
import { transfer } from './local-sources.ts';
import type { BuildTrace } from './trace.ts';

/** BuildKit's exporter to the engine's image store: `exporting to image`. */

export interface ExportOptions {
  context: EngineContext;
  trace: BuildTrace;
  /** As the plan made it: history without times, no layers yet. */
  image: ImageConfig;
  chainId: string;
  /** When the layers that the build made came to be, lowest first; those of the base have theirs. */
  layerTimes: readonly number[];
  names: readonly string[];
  /** SOURCE_DATE_EPOCH in milliseconds: nothing is younger. */
  epoch: number | undefined;
  /** Whether the image is to tell of its own cache. */
  inlineCache: boolean;
}

/** Writes the image and names it; gives its ID. */
export function exportImage(options: ExportOptions): string {
  const { context, trace, chainId } = options;
  const vertex = trace.start('exporting to image');
  const diffIds = context.images.layers.chain(chainId).map((layer) => layer.diffId);
  if (chainId !== '') vertex.status('exporting layers').complete();
  if (options.inlineCache) vertex.status('preparing layers for inline cache').complete();
  const json = encodeBuilt(options, diffIds);
  const image = context.images.create(json);
  vertex.status(`writing image ${image.id}`).complete();
  if (options.image.os !== 'linux') {
    const message = 'operating system is not supported';
    vertex.fail(message);
    throw new DockerfileError(message);
  }
  for (const name of options.names) {
    const reference = parseReference(name);
    const naming = vertex.status(`naming to ${referenceString(reference)}`);
    tagImage(context, image.id, withDefaultTag(reference));
    naming.complete();
  }
  vertex.complete();
  return image.id;
}

/** `--output type=local` and `type=tar`: the files as an archive. */
export async function exportFiles(
  context: EngineContext,
  trace: BuildTrace,
  chainId: string,
  type: 'local' | 'tar',
  epoch: number | undefined,
): Promise<Uint8Array> {
  const vertex = trace.start(
    type === 'tar' ? 'exporting to client tarball' : 'exporting to client directory',
  );
  const built = await context.images.layers.tree(chainId);
  const tree = epoch === undefined ? built : timed(built, epoch);
  const archive = concat(packTar(treeEntries(tree, '')).map(contentBytes));
  const { bytes, endBytes } = transfer(tree, {});
  const size = bytes - endBytes;
  vertex.status(type === 'tar' ? 'sending tarball' : 'copying files', type === 'tar' ? 0 : size).complete();
  vertex.complete();
  return archive;
}

/** The same files, all of one time. */
function timed(folder: DirectoryNode, mtime: number): DirectoryNode {
  const children = [...folder.children].map(([name, node]): [string, Node] => [
    name,
    node.type === 'directory' ? timed(node, mtime) : { ...node, mtime },
  ]);
  return { ...folder, mtime, children: new Map(children) };
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.?0*Z$/, 'Z');

/** The config's bytes: as the frontend wrote it, with layers, times and history put in. */
function encodeBuilt({ image, layerTimes, epoch }: ExportOptions, diffIds: readonly string[]): string {
  const dated = withTimes(image.history ?? [], diffIds.length, layerTimes);
  const history = epoch === undefined ? dated : dated.map((entry) => notAfter(entry, epoch));
  const last = history.findLast((entry) => entry.created)?.created;
  const created = epoch === undefined ? last : iso(epoch);
  const fields: Record<string, unknown> = {
    architecture: image.architecture,
    ...(image.author ? { author: image.author } : {}),
    config: encodeConfig(image.config ?? {}),
    created: created ?? null,
    history: history.map(encodeHistory),
    os: image.os,
    ...(image['os.version'] ? { 'os.version': image['os.version'] } : {}),
    rootfs: { type: 'layers', diff_ids: diffIds.length > 0 ? diffIds : null },
    ...(image.variant ? { variant: image.variant } : {}),
  };
  return encodeGoJson(sortedKeys(fields));
}

function notAfter(entry: HistoryEntry, epoch: number): HistoryEntry {
  const isYounger = !entry.created || Date.parse(entry.created) > epoch;
  return isYounger ? { ...entry, created: iso(epoch) } : entry;
}

/** Every entry gets a time: a layer's its own, another's that of the layer before it. */
function withTimes(
  history: readonly HistoryEntry[],
  layers: number,
  layerTimes: readonly number[],
): HistoryEntry[] {
  const entries = history.map((entry) => ({ ...entry }));
  const withLayers = entries.filter((entry) => !entry.empty_layer).length;
  for (let i = withLayers; i < layers; i++) {
    entries.push({ created_by: 'created by buildkit', comment: 'buildkit.exporter.image.v0' });
  }
  const firstNew = layers - layerTimes.length;
  let layer = 0;
  for (const entry of entries) {
    if (entry.empty_layer) continue;
    const time = layerTimes[layer - firstNew];
    if (!entry.created && time !== undefined) entry.created = iso(time);
    layer++;
  }
  let created: string | undefined;
  let missing = false;
  for (const entry of entries) {
    if (!entry.created) missing = true;
    else {
      created = entry.created;
      if (missing) break;
    }
  }
  missing = false;
  for (const entry of entries) {
    if (entry.created) {
      if (missing) created = entry.created;
    } else {
      missing = true;
      if (created) entry.created = created;
    }
  }
  return entries;
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

/** Fields in the order of the image specification's Go struct, empty ones left out. */
function encodeConfig(config: RunConfig): object {
  const list = (value: string[] | null | undefined): string[] | undefined =>
    value?.length ? value : undefined;
  const map = <T>(value: Record<string, T> | null | undefined): Record<string, T> | undefined =>
    value && Object.keys(value).length > 0 ? sortedKeys(value) : undefined;
  return {
    User: config.User || undefined,
    ExposedPorts: map(config.ExposedPorts),
    Env: list(config.Env),
    Entrypoint: list(config.Entrypoint),
    Cmd: list(config.Cmd),
    Volumes: map(config.Volumes),
    WorkingDir: config.WorkingDir || undefined,
    Labels: map(config.Labels),
    StopSignal: config.StopSignal || undefined,
    ArgsEscaped: config.ArgsEscaped || undefined,
    Healthcheck: config.Healthcheck ? encodeHealth(config.Healthcheck) : undefined,
    OnBuild: list(config.OnBuild),
    Shell: list(config.Shell),
  };
}

function encodeHealth(health: NonNullable<RunConfig['Healthcheck']>): object {
  return {
    Test: health.Test?.length ? health.Test : undefined,
    Interval: health.Interval || undefined,
    Timeout: health.Timeout || undefined,
    StartPeriod: health.StartPeriod || undefined,
    StartInterval: health.StartInterval || undefined,
    Retries: health.Retries || undefined,
  };
}
