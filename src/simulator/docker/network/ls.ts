import { labelsText } from '../container/format.ts';
import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { LIST_FORMAT, NO_TRUNC } from '../framework/common-flags.ts';
import { filtersQuery } from '../framework/filters.ts';
import { naturalCompare } from '../render/natural.ts';
import { type ListType, renderList } from '../render/table.ts';
import { timeText } from '../render/template/common-types.ts';
import { BOOL } from '../render/template/types.ts';
import { shortId } from '../render/text.ts';
import { NETWORK } from './type.ts';

interface NetworkSummary {
  Name: string;
  Id: string;
  Created: string;
  Scope: string;
  Driver: string;
  EnableIPv4: boolean;
  EnableIPv6: boolean;
  Internal: boolean;
  Labels: Record<string, string> | null;
}

/** `docker network ls` */
export const ls: Command = {
  paths: ['network ls'],
  synonyms: ['network list'],
  aliases: 'docker network ls, docker network list',
  short: 'List what networks there are',
  usage: '[OPTIONS]',
  args: noArgs,
  flags: [
    {
      name: 'filter',
      short: 'f',
      type: 'filter',
      usage: 'Keep only what meets these conditions (such as "driver=bridge")',
    },
    LIST_FORMAT,
    NO_TRUNC,
    { name: 'quiet', short: 'q', type: 'bool', usage: 'Only show the IDs of networks' },
  ],
  run: async ({ engine, flags, config, print }) => {
    const networks = await engine.json<NetworkSummary[]>('GET', '/networks', {
      query: { filters: filtersQuery(flags.list('filter')) },
    });
    const quiet = flags.bool('quiet');
    const format = flags.string('format') || (quiet ? '' : config.text('networksFormat')) || 'table';
    networks.sort((a, b) => naturalCompare(a.Name, b.Name));
    await print(renderList(networkFormat(format, quiet), networkList(!flags.bool('no-trunc')), networks));
    return 0;
  },
};

function networkFormat(format: string, quiet: boolean): string {
  if (format === 'table') return quiet ? '{{.ID}}' : 'table {{.ID}}\\t{{.Name}}\\t{{.Driver}}\\t{{.Scope}}';
  if (format !== 'raw') return format;
  return quiet
    ? 'network_id: {{.ID}}'
    : 'network_id: {{.ID}}\\nname: {{.Name}}\\ndriver: {{.Driver}}\\nscope: {{.Scope}}\\n';
}

function networkList(truncate: boolean): ListType<NetworkSummary> {
  return {
    name: 'network.networkContext',
    fields: {
      trunc: { type: BOOL, value: () => truncate },
      n: { type: NETWORK, value: (network) => network },
    },
    columns: {
      ID: { header: 'NETWORK ID', value: ({ Id }) => (truncate ? shortId(Id) : Id) },
      Name: { header: 'NAME', value: ({ Name }) => Name },
      Driver: { header: 'DRIVER', value: ({ Driver }) => Driver },
      Scope: { header: 'SCOPE', value: ({ Scope }) => Scope },
      IPv4: { header: 'IPV4', value: ({ EnableIPv4 }) => String(EnableIPv4) },
      IPv6: { header: 'IPV6', value: ({ EnableIPv6 }) => String(EnableIPv6) },
      Internal: { header: 'INTERNAL', value: ({ Internal }) => String(Internal) },
      Labels: { header: 'LABELS', value: ({ Labels }) => labelsText(Labels) },
      Label: { value: () => '', of: ({ Labels }, name) => Labels?.[name] ?? '' },
      CreatedAt: { header: 'CREATED AT', value: ({ Created }) => timeText(Created) },
    },
  };
}
