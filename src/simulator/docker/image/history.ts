import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { LIST_FORMAT, NO_TRUNC } from '../framework/common-flags.ts';
import { rfc3339 } from '../render/date.ts';
import { humanDuration } from '../render/duration.ts';
import { humanSize } from '../render/size.ts';
import { type ListType, renderList } from '../render/table.ts';
import { BOOL, INT64, STRING, STRINGS, struct } from '../render/template/types.ts';
import { ellipsis, shortId } from '../render/text.ts';
import { NO_TIME } from './format.ts';
import { platformQuery } from './platform.ts';
import { imagePath } from './reference.ts';

interface HistoryItem {
  Id: string;
  Created: number;
  CreatedBy: string;
  Size: number;
  Comment: string;
  Tags: readonly string[] | null;
}

const HISTORY_ITEM = struct('image.HistoryResponseItem', {
  Comment: STRING,
  Created: INT64,
  CreatedBy: STRING,
  ID: [STRING, { json: 'Id' }],
  Size: INT64,
  Tags: STRINGS,
});

const TABLE = 'table {{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}';
const PRECISE_TABLE = 'table {{.ID}}\t{{.CreatedAt}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}';
const COMMAND_WIDTH = 45;

/** `docker history` */
export const history: Command = {
  paths: ['image history', 'history'],
  short: 'Show how an image came about',
  usage: '[OPTIONS] IMAGE',
  args: exactArgs(1),
  flags: [
    LIST_FORMAT,
    {
      name: 'human',
      short: 'H',
      type: 'bool',
      usage: 'Print sizes and dates as people say them',
      default: 'true',
    },
    NO_TRUNC,
    {
      name: 'platform',
      type: 'string',
      usage: 'Show the history for this platform, given as "os[/arch[/variant]]" (such as "linux/amd64")',
      requires: { since: '1.48' },
    },
    { name: 'quiet', short: 'q', type: 'bool', usage: 'Only show the IDs of images' },
  ],
  run: async (invocation) => {
    const { engine, flags, args, process } = invocation;
    const human = flags.bool('human');
    const platform = platformQuery(flags.string('platform'), process.host.architecture);
    const items = await engine.json<HistoryItem[]>('GET', imagePath(args[0]!, 'history'), {
      query: { platform },
    });
    const wanted = flags.string('format') || 'table';
    const table = human ? TABLE : PRECISE_TABLE;
    const format = wanted === 'table' ? (flags.bool('quiet') ? '{{.ID}}' : table) : wanted;
    const list = historyList(process.host.clock.now(), human, !flags.bool('no-trunc'));
    await invocation.print(renderList(format, list, items));
    return 0;
  },
};

function historyList(now: number, human: boolean, truncate: boolean): ListType<HistoryItem> {
  return {
    name: 'image.historyContext',
    fields: {
      trunc: { type: BOOL, value: () => truncate },
      human: { type: BOOL, value: () => human },
      h: { type: HISTORY_ITEM, value: (item) => item },
    },
    columns: {
      ID: { header: 'IMAGE', value: ({ Id }) => (truncate ? shortId(Id) : Id) },
      CreatedSince: {
        header: 'CREATED',
        value: ({ Created }) => {
          if (!human) return rfc3339(Created);
          return Created <= NO_TIME ? 'N/A' : `${humanDuration(now - Created * 1000)} ago`;
        },
      },
      CreatedAt: { header: 'CREATED AT', value: ({ Created }) => rfc3339(Created) },
      CreatedBy: {
        header: 'CREATED BY',
        value: ({ CreatedBy }) => {
          const command = CreatedBy.replaceAll('\t', ' ');
          return truncate ? ellipsis(command, COMMAND_WIDTH) : command;
        },
      },
      Size: { header: 'SIZE', value: ({ Size }) => (human ? humanSize(Size, 3) : String(Size)) },
      Comment: { header: 'COMMENT', value: ({ Comment }) => Comment },
    },
  };
}
