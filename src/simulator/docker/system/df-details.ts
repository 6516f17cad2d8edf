import { containerFormat, containerList } from '../container/format.ts';
import { CommandError } from '../framework/errors.ts';
import { imageFormat, imageList, imageRow } from '../image/format.ts';
import { humanSize } from '../render/size.ts';
import { type ListType, listItem, renderList } from '../render/table.ts';
import { parseTemplate, type Template, TemplateError } from '../render/template/index.ts';
import { encodeJson } from '../render/template/json.ts';
import { ANY, GoValue, pointer, slice, struct } from '../render/template/types.ts';
import { volumeFormat, volumeList } from '../volume/format.ts';
import { cacheList, compareCache } from './build-cache.ts';
import { cacheSize, type DiskUsage } from './df.ts';

const TABLES = {
  images:
    'table {{.Repository}}\\t{{.Tag}}\\t{{.ID}}\\t{{.CreatedSince}}\\t{{.Size}}\\t{{.SharedSize}}\\t{{.UniqueSize}}\\t{{.Containers}}',
  containers:
    'table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.LocalVolumes}}\\t{{.Size}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Names}}',
  volumes: 'table {{.Name}}\\t{{.Links}}\\t{{.Size}}',
  cache:
    'table {{.ID}}\\t{{.CacheType}}\\t{{.Size}}\\t{{.CreatedSince}}\\t{{.LastUsedSince}}\\t{{.UsageCount}}\\t{{.Shared}}',
};

/** `docker system df -v`: every image, container, volume and piece of cache. */
export function usageDetails(usage: DiskUsage, format: string, now: number): string {
  const truncate = format.startsWith('table');
  const images = (usage.Images ?? []).map(imageRow);
  // The size of the image is left out: it is counted above.
  const containers = (usage.Containers ?? []).map((container) => ({ ...container, SizeRootFs: 0 }));
  const volumes = usage.Volumes ?? [];
  const cache = [...(usage.BuildCache ?? [])].sort(compareCache);
  const lists = {
    images: imageList(now, truncate),
    containers: containerList(now, truncate),
    volumes: volumeList(),
    cache: cacheList(now, truncate),
  };
  if (format === 'table') {
    return [
      `Images space usage:\n\n${renderList(TABLES.images, lists.images, images)}`,
      `Containers space usage:\n\n${renderList(TABLES.containers, lists.containers, containers)}`,
      `Local Volumes space usage:\n\n${renderList(TABLES.volumes, lists.volumes, volumes)}`,
      `Build cache usage: ${humanSize(cacheSize(cache))}\n\n${renderList(TABLES.cache, lists.cache, cache)}`,
    ].join('\n');
  }
  const values = <T>(list: ListType<T>, items: readonly T[]): GoValue[] =>
    items.map((item) => listItem(list, item));
  return renderAll(format, {
    Images: values(lists.images, images),
    Containers: values(lists.containers, containers),
    Volumes: values(lists.volumes, volumes),
    BuildCache: values(lists.cache, cache),
  });
}

const ALL = pointer(
  struct('formatter.diskUsageContext', {
    Images: slice(ANY),
    Containers: slice(ANY),
    Volumes: slice(ANY),
    BuildCache: slice(ANY),
  }),
);

function renderAll(format: string, data: Record<string, GoValue[]>): string {
  const value = new GoValue(ALL, data);
  if (format === 'json') return encodeJson(value);
  const text = (format === 'raw' ? rawFormat() : format)
    .trim()
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n');
  try {
    return templateFrom(text).execute(value);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    // Unlike elsewhere, what fails while it runs has no prefix.
    throw new CommandError(error.message);
  }
}

function templateFrom(text: string): Template {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new CommandError(`template parsing error: ${error.message}`);
  }
}

const RAW_CACHE = `build_cache_id: {{.ID}}
parent_id: {{.Parent}}
build_cache_type: {{.CacheType}}
description: {{.Description}}
created_at: {{.CreatedAt}}
created_since: {{.CreatedSince}}
last_used_at: {{.LastUsedAt}}
last_used_since: {{.LastUsedSince}}
usage_count: {{.UsageCount}}
in_use: {{.InUse}}
shared: {{.Shared}}
`;

function rawFormat(): string {
  const part = (list: string, type: string, format: string): string =>
    `{{range .${list}}}type: ${type}\n${format}\n{{end -}}\n`;
  return [
    part('Images', 'Image', imageFormat('raw', false, true)),
    part('Containers', 'Container', containerFormat('raw', false, true)),
    part('Volumes', 'Volume', volumeFormat('raw', false)),
    part('BuildCache', 'Build Cache', RAW_CACHE),
  ].join('');
}
