import { labelsText } from '../container/format.ts';
import { humanSize } from '../render/size.ts';
import type { ListType } from '../render/table.ts';
import { VOLUME } from './type.ts';

/** A volume in the answer to `GET /volumes`. */
export interface VolumeSummary {
  Name: string;
  Driver: string;
  Mountpoint: string;
  Scope: string;
  Labels: Record<string, string> | null;
  UsageData?: { RefCount: number; Size: number } | null;
}

/** The template behind `--format` of `docker volume ls`. */
export function volumeFormat(format: string, quiet: boolean): string {
  if (format === 'table') return quiet ? '{{.Name}}' : 'table {{.Driver}}\\t{{.Name}}';
  if (format !== 'raw') return format;
  return quiet ? 'name: {{.Name}}' : 'name: {{.Name}}\\ndriver: {{.Driver}}\\n';
}

/** What lists of volumes show. */
export function volumeList(): ListType<VolumeSummary> {
  return {
    name: 'formatter.volumeContext',
    fields: { v: { type: VOLUME, value: (volume) => volume } },
    columns: {
      Name: { header: 'VOLUME NAME', value: ({ Name }) => Name },
      Group: { header: 'GROUP', value: () => 'N/A' },
      Driver: { header: 'DRIVER', value: ({ Driver }) => Driver },
      Scope: { header: 'SCOPE', value: ({ Scope }) => Scope },
      Availability: { header: 'AVAILABILITY', value: () => 'N/A' },
      Mountpoint: { header: 'MOUNTPOINT', value: ({ Mountpoint }) => Mountpoint },
      Labels: { header: 'LABELS', value: ({ Labels }) => labelsText(Labels) },
      Label: { value: () => '', of: ({ Labels }, name) => Labels?.[name] ?? '' },
      Links: { header: 'LINKS', value: ({ UsageData }) => (UsageData ? String(UsageData.RefCount) : 'N/A') },
      Size: { header: 'SIZE', value: ({ UsageData }) => (UsageData ? humanSize(UsageData.Size) : 'N/A') },
      Status: { header: 'STATUS', value: () => 'N/A' },
    },
  };
}
