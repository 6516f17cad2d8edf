import { goQuote } from '../../common/go-quote.ts';
import { familiarName, familiarString, parseReference } from '../../common/reference.ts';
import { goTime } from '../render/date.ts';
import { humanDuration } from '../render/duration.ts';
import { humanSize } from '../render/size.ts';
import type { ListType } from '../render/table.ts';
import { ANY, BOOL, mapOf, pointer, STRING, struct } from '../render/template/types.ts';
import { ellipsis, shortId } from '../render/text.ts';
import { joinHostPort } from './port.ts';
import { CONTAINER_SUMMARY } from './types/summary.ts';

interface Port {
  IP?: string;
  PrivatePort: number;
  PublicPort?: number;
  Type: string;
}

interface Platform {
  os?: string;
  architecture?: string;
  variant?: string;
}

/** A container in the answer to `GET /containers/json`. */
export interface ContainerSummary {
  Id: string;
  Names: string[];
  Image: string;
  ImageID: string;
  ImageManifestDescriptor?: { platform?: Platform } | null;
  Command: string;
  Created: number;
  Ports: Port[] | null;
  SizeRw?: number;
  SizeRootFs?: number;
  Labels: Record<string, string> | null;
  State: string;
  Status: string;
  NetworkSettings?: { Networks: Record<string, unknown> | null } | null;
  Mounts?: { Name?: string; Source: string; Driver?: string }[] | null;
}

const DEFAULT =
  'table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Ports}}\\t{{.Names}}';
const RAW = `container_id: {{.ID}}
image: {{.Image}}
command: {{.Command}}
created_at: {{.CreatedAt}}
state: {{- pad .State 1 0}}
status: {{- pad .Status 1 0}}
names: {{.Names}}
labels: {{- pad .Labels 1 0}}
ports: {{- pad .Ports 1 0}}
`;

/** The template behind `--format` of `docker ps`. */
export function containerFormat(format: string, quiet: boolean, size: boolean): string {
  switch (format) {
    case 'table':
    case '':
      return quiet ? '{{.ID}}' : DEFAULT + (size ? '\\t{{.Size}}' : '');
    case 'raw':
      return quiet ? 'container_id: {{.ID}}' : RAW + (size ? 'size: {{.Size}}\\n' : '');
    default:
      return quiet ? '{{.ID}}' : format;
  }
}

const PLATFORM = pointer(
  struct('formatter.Platform', {}, { text: (data) => platformText(data as Platform) }),
);

/** What lists of containers show. `onSize` is told when a template looks at the size. */
export function containerList(
  now: number,
  truncate: boolean,
  onSize: () => void = () => {},
): ListType<ContainerSummary> {
  const id = (text: string): string => (truncate ? shortId(text) : text);
  return {
    name: 'formatter.ContainerContext',
    fields: {
      trunc: { type: BOOL, value: () => truncate },
      c: { type: CONTAINER_SUMMARY, value: (c) => c },
      FieldsUsed: { type: mapOf(STRING, ANY), value: () => null },
    },
    columns: {
      ID: { header: 'CONTAINER ID', value: (c) => id(c.Id) },
      Names: { header: 'NAMES', value: (c) => namesText(c, truncate) },
      Image: { header: 'IMAGE', value: (c) => imageText(c, truncate) },
      Command: {
        header: 'COMMAND',
        value: (c) => goQuote(truncate ? ellipsis(c.Command, 20) : c.Command),
      },
      CreatedAt: { header: 'CREATED AT', value: (c) => goTime(c.Created) },
      RunningFor: { header: 'CREATED', value: (c) => `${humanDuration(now - c.Created * 1000)} ago` },
      Ports: { header: 'PORTS', value: (c) => portsText(c.Ports ?? []) },
      State: { header: 'STATE', value: (c) => c.State },
      Status: { header: 'STATUS', value: (c) => c.Status },
      Size: {
        header: 'SIZE',
        value: (c) => {
          onSize();
          return sizeText(c);
        },
      },
      Labels: { header: 'LABELS', value: (c) => labelsText(c.Labels) },
      Label: { value: () => '', of: (c, name) => c.Labels?.[name] ?? '' },
      Mounts: { header: 'MOUNTS', value: (c) => mountsText(c, truncate) },
      LocalVolumes: {
        header: 'LOCAL VOLUMES',
        type: STRING,
        value: (c) => String((c.Mounts ?? []).filter(({ Driver }) => Driver === 'local').length),
      },
      Networks: {
        header: 'NETWORKS',
        value: (c) => Object.keys(c.NetworkSettings?.Networks ?? {}).join(','),
      },
      Platform: {
        header: 'PLATFORM',
        type: PLATFORM,
        value: (c) => c.ImageManifestDescriptor?.platform ?? null,
      },
    },
  };
}

/** `a=1,b=2` in the order of the pairs. */
export function labelsText(labels: Record<string, string> | null | undefined): string {
  return Object.entries(labels ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(',');
}

function platformText({ os = '', architecture = '', variant = '' }: Platform): string {
  return [os, architecture, variant].filter((part) => part !== '').join('/');
}

function namesText({ Names }: ContainerSummary, truncate: boolean): string {
  const names = Names.map((name) => name.slice(1));
  const own = truncate ? names.find((name) => !name.includes('/')) : undefined;
  return own ?? names.join(',');
}

function imageText({ Image, ImageID }: ContainerSummary, truncate: boolean): string {
  if (Image === '') return '<no image>';
  if (!truncate) return Image;
  if (shortId(ImageID) === shortId(Image)) return shortId(Image);
  try {
    const { digest, ...reference } = parseReference(Image);
    return reference.tag ? familiarString(reference) : familiarName(reference);
  } catch {
    return Image;
  }
}

/** `0B (virtual 2.03MB)` */
export function sizeText({ SizeRw = 0, SizeRootFs = 0 }: ContainerSummary): string {
  const own = humanSize(SizeRw, 3);
  return SizeRootFs > 0 ? `${own} (virtual ${humanSize(SizeRootFs, 3)})` : own;
}

function mountsText({ Mounts }: ContainerSummary, truncate: boolean): string {
  return (Mounts ?? [])
    .map(({ Name, Source }) => Name || Source)
    .map((name) => (truncate ? ellipsis(name, 15) : name))
    .join(',');
}

/** Ports in order, neighbours together: `0.0.0.0:8080->80/tcp, 443-445/tcp`. */
function portsText(ports: readonly Port[]): string {
  const sorted = [...ports].sort(
    (a, b) =>
      a.PrivatePort - b.PrivatePort ||
      compare(a.IP ?? '', b.IP ?? '') ||
      (a.PublicPort ?? 0) - (b.PublicPort ?? 0) ||
      compare(a.Type, b.Type),
  );
  const groups = new Map<string, { first: number; last: number }>();
  const done: string[] = [];
  const mappings: string[] = [];
  for (const { IP = '', PrivatePort, PublicPort = 0, Type } of sorted) {
    if (IP !== '' && PublicPort !== PrivatePort) {
      mappings.push(`${joinHostPort(IP, String(PublicPort))}->${PrivatePort}/${Type}`);
      continue;
    }
    const key = IP === '' ? Type : `${IP}/${Type}`;
    const group = groups.get(key);
    if (group && PrivatePort === group.last + 1) {
      group.last = PrivatePort;
      continue;
    }
    if (group) done.push(groupText(key, group));
    groups.set(key, { first: PrivatePort, last: PrivatePort });
  }
  return [...done, ...[...groups].map(([key, group]) => groupText(key, group)), ...mappings].join(', ');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function groupText(key: string, { first, last }: { first: number; last: number }): string {
  const slash = key.lastIndexOf('/');
  const range = first === last ? String(first) : `${first}-${last}`;
  if (slash === -1) return `${range}/${key}`;
  return `${joinHostPort(key.slice(0, slash), range)}->${range}/${key.slice(slash + 1)}`;
}
