import type { ContainerSummary } from '../container/format.ts';
import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { LIST_FORMAT } from '../framework/common-flags.ts';
import type { ImageSummary } from '../image/format.ts';
import { humanSize } from '../render/size.ts';
import { type ListType, renderList } from '../render/table.ts';
import type { VolumeSummary } from '../volume/format.ts';
import type { CacheRecord } from './build-cache.ts';
import { usageDetails } from './df-details.ts';

/** The answer to `GET /system/df`. */
export interface DiskUsage {
  LayersSize: number;
  Images: ImageSummary[] | null;
  Containers: ContainerSummary[] | null;
  Volumes: VolumeSummary[] | null;
  BuildCache: CacheRecord[] | null;
}

/** `docker system df` */
export const df: Command = {
  paths: ['system df'],
  short: 'Show how much disk space the engine uses',
  usage: '[OPTIONS]',
  args: noArgs,
  flags: [LIST_FORMAT, { name: 'verbose', short: 'v', type: 'bool', usage: 'Show every single piece' }],
  requires: { since: '1.25' },
  run: async ({ engine, flags, process, print }) => {
    const usage = await engine.json<DiskUsage>('GET', '/system/df');
    const format = flags.string('format') || 'table';
    if (flags.bool('verbose')) await print(usageDetails(usage, format, process.host.clock.now()));
    else await print(renderList(summaryFormat(format), SUMMARY, summary(usage)));
    return 0;
  },
};

const TABLE = 'table {{.Type}}\\t{{.TotalCount}}\\t{{.Active}}\\t{{.Size}}\\t{{.Reclaimable}}';
const RAW = `type: {{.Type}}
total: {{.TotalCount}}
active: {{.Active}}
size: {{.Size}}
reclaimable: {{.Reclaimable}}
`;

function summaryFormat(format: string): string {
  if (format === 'table') return TABLE;
  return format === 'raw' ? RAW : format;
}

interface Line {
  type: string;
  total: number;
  active: number;
  size: number;
  reclaimable: string;
}

const SUMMARY: ListType<Line> = {
  name: 'formatter.diskUsageImagesContext',
  columns: {
    Type: { header: 'TYPE', value: ({ type }) => type },
    TotalCount: { header: 'TOTAL', value: ({ total }) => String(total) },
    Active: { header: 'ACTIVE', value: ({ active }) => String(active) },
    Size: { header: 'SIZE', value: ({ size }) => humanSize(size) },
    Reclaimable: { header: 'RECLAIMABLE', value: ({ reclaimable }) => reclaimable },
  },
};

/** A size with its share of the whole, where there is a whole. */
function share(size: number, total: number): string {
  return total > 0 ? `${humanSize(size)} (${Math.trunc((size * 100) / total)}%)` : humanSize(size);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** What the parts of the cache take that nothing else shares. */
export function cacheSize(cache: readonly CacheRecord[]): number {
  return sum(cache.filter(({ Shared }) => !Shared).map(({ Size }) => Size));
}

function summary({ LayersSize, Images, Containers, Volumes, BuildCache }: DiskUsage): Line[] {
  const images = Images ?? [];
  const used = sum(
    images
      .filter(({ Containers, Size, SharedSize }) => Containers !== 0 && Size !== -1 && SharedSize !== -1)
      .map(({ Size, SharedSize }) => Size - SharedSize),
  );
  const containers = Containers ?? [];
  const isActive = ({ State }: ContainerSummary): boolean =>
    ['running', 'paused', 'restarting'].includes(State);
  const written = sum(containers.map(({ SizeRw = 0 }) => SizeRw));
  const idle = sum(containers.filter((c) => !isActive(c)).map(({ SizeRw = 0 }) => SizeRw));
  const volumes = (Volumes ?? []).map(({ UsageData }) => UsageData ?? { RefCount: 0, Size: 0 });
  const known = volumes.filter(({ Size }) => Size !== -1);
  const volumesSize = sum(known.map(({ Size }) => Size));
  const unused = sum(known.filter(({ RefCount }) => RefCount === 0).map(({ Size }) => Size));
  const cache = BuildCache ?? [];
  const inUse = cacheSize(cache.filter(({ InUse }) => InUse));
  return [
    {
      type: 'Images',
      total: images.length,
      active: images.filter(({ Containers }) => Containers > 0).length,
      size: LayersSize,
      reclaimable: share(LayersSize - used, LayersSize),
    },
    {
      type: 'Containers',
      total: containers.length,
      active: containers.filter(isActive).length,
      size: written,
      reclaimable: share(idle, written),
    },
    {
      type: 'Local Volumes',
      total: volumes.length,
      active: volumes.filter(({ RefCount }) => RefCount > 0).length,
      size: volumesSize,
      reclaimable: share(unused, volumesSize),
    },
    {
      type: 'Build Cache',
      total: cache.length,
      active: cache.filter(({ InUse }) => InUse).length,
      size: cacheSize(cache),
      reclaimable: humanSize(cacheSize(cache) - inUse),
    },
  ];
}
