import { familiarString } from '../../common/reference.ts';
import { millisecondsOf } from '../containers/time.ts';
import type { EngineContext } from '../context.ts';
import type { HistoryEntry, RunConfig } from './config.ts';
import type { Layer } from './layers.ts';
import type { Image } from './store.ts';

const ZERO_TIME = '0001-01-01T00:00:00Z';

/** `GET /images/{name}/json`. */
export function inspectImage(context: EngineContext, image: Image): object {
  const { config } = image;
  const names = context.images.references.of(image.id);
  const history = config.history ?? [];
  return {
    Id: image.id,
    RepoTags: names.filter((name) => !name.digest).map(familiarString),
    RepoDigests: names.filter((name) => name.digest).map(familiarString),
    Parent: image.parent,
    Comment: config.comment || history.at(-1)?.comment || '',
    ...(config.created ? { Created: rfc3339(config.created) } : {}),
    DockerVersion: config.docker_version ?? '',
    Author: config.author ?? '',
    Config: shownConfig(config.config ?? {}),
    Architecture: config.architecture,
    ...(config.variant ? { Variant: config.variant } : {}),
    Os: config.os || 'linux',
    ...(config['os.version'] ? { OsVersion: config['os.version'] } : {}),
    Size: context.images.size(image),
    GraphDriver: graphDriver(context.images.layers.chain(image.chainId)),
    RootFS: {
      Type: config.rootfs.type,
      ...(config.rootfs.diff_ids?.length ? { Layers: config.rootfs.diff_ids } : {}),
    },
    Metadata: {
      LastTagTime: image.lastTagTime ? rfc3339(new Date(image.lastTagTime).toISOString()) : ZERO_TIME,
    },
  };
}

/** As Go prints a time it read: no zeros at the end of a fraction. */
function rfc3339(time: string): string {
  return time.replace(/(\.\d*?)0+(?=Z|[+-]\d\d:\d\d$)/, '$1').replace(/\.(?=Z|[+-]\d\d:\d\d$)/, '');
}

/** An image's settings without those that only containers have, empty ones left out. */
function shownConfig(config: RunConfig): object {
  const { User, ExposedPorts, Env, Entrypoint, Cmd, Volumes, WorkingDir, Labels, StopSignal, ArgsEscaped } =
    config;
  const { Healthcheck, OnBuild, Shell } = config;
  const fields = {
    User,
    ExposedPorts: sorted(ExposedPorts),
    Env,
    Entrypoint,
    Cmd,
    Volumes: sorted(Volumes),
    WorkingDir,
    Labels: sorted(Labels),
    StopSignal,
    ArgsEscaped,
    Healthcheck,
    OnBuild,
    Shell,
  };
  const isEmpty = (value: unknown) =>
    !value ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' && Object.keys(value).length === 0);
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => (name === 'Healthcheck' ? value : !isEmpty(value))),
  );
}

/** Go writes maps in the order of their keys. */
function sorted<T>(map: Record<string, T> | null | undefined): Record<string, T> | undefined {
  return map ? Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))) : undefined;
}

/** Where overlay2 keeps the layers, lowest first in the argument. */
function graphDriver(chain: Layer[]): object {
  const folder = (layer: Layer, part: string) => `/var/lib/docker/overlay2/${layer.cacheId}/${part}`;
  const [top, ...lower] = [...chain].reverse();
  if (!top) return { Data: null, Name: 'overlay2' };
  return {
    Data: {
      ...(lower.length > 0 ? { LowerDir: lower.map((layer) => folder(layer, 'diff')).join(':') } : {}),
      MergedDir: folder(top, 'merged'),
      UpperDir: folder(top, 'diff'),
      WorkDir: folder(top, 'work'),
    },
    Name: 'overlay2',
  };
}

/** `GET /images/{name}/history`, youngest first. */
export function imageHistory(context: EngineContext, image: Image): object[] {
  const { images } = context;
  const layers = images.layers.chain(image.chainId);
  const sizeOf = (entry: HistoryEntry) => {
    if (entry.empty_layer) return 0;
    const layer = layers.shift();
    if (!layer) throw new Error('too many non-empty layers in History section');
    return layer.size;
  };
  const rows = (image.config.history ?? [])
    .map((entry) => ({
      Comment: entry.comment ?? '',
      Created: entry.created ? Math.floor(millisecondsOf(entry.created) / 1000) : 0,
      CreatedBy: entry.created_by ?? '',
      Id: '<missing>',
      Size: sizeOf(entry),
      Tags: null as string[] | null,
    }))
    .reverse();
  let at: Image | undefined = image;
  for (const row of rows) {
    if (!at) break;
    row.Id = at.id;
    const tags = images.references.of(at.id).filter((name) => !name.digest);
    row.Tags = tags.length > 0 ? tags.map(familiarString) : null;
    at = images.get(at.parent);
  }
  return rows;
}
