import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { LIST_FORMAT, NO_TRUNC } from '../framework/common-flags.ts';
import { isTableFormat, type ListType, renderList } from '../render/table.ts';
import { type BuilderData, builderData, builderNames, currentBuilder, lastActivity } from './builders.ts';
import { DEBUG_FLAG } from './flags.ts';
import { COLLECTION } from './gc-policy.ts';

const TABLE = 'table {{.Name}}\\t{{.DriverEndpoint}}\\t{{.Status}}\\t{{.Buildkit}}\\t{{.Platforms}}';
/** Go's zero time. */
const NEVER = '0001-01-01T00:00:00Z';
const BRANCH = ' \\_ ';

/** A builder, or, below it, its only node. */
interface Row {
  builder: string;
  node: boolean;
  current: boolean;
  activity: string;
  data: BuilderData | undefined;
  error: string;
}

/** `docker buildx ls` */
export const ls: Command = {
  paths: ['buildx ls'],
  short: 'List the builders',
  usage: '',
  args: exactArgs(0),
  flags: [DEBUG_FLAG, { ...LIST_FORMAT, default: 'table' }, NO_TRUNC],
  run: async (invocation) => {
    const { engine, flags, print, process, warn } = invocation;
    const format = flags.string('format') || 'table';
    const rows: Row[] = [];
    const failures: string[] = [];
    for (const builder of builderNames(invocation)) {
      const current = builder === currentBuilder(invocation);
      const row: Row = {
        builder,
        node: false,
        current,
        activity: lastActivity(invocation, builder),
        data: undefined,
        error: '',
      };
      try {
        if (current) row.data = await builderData(engine, process);
      } catch (error) {
        row.error = (error as Error).message;
        failures.push(`Failed to get status for ${builder} (${builder}): ${row.error}\n`);
      }
      rows.push(row, { ...row, node: true });
    }
    const table = isTableFormat(format);
    const list = builderList(table, !flags.bool('no-trunc'));
    const shown = format === 'json' ? rows.filter(({ node }) => !node) : rows;
    if (format === 'json') for (const row of shown) await print(`${JSON.stringify(described(row))}\n`);
    else await print(renderList(format === 'table' ? TABLE : format, list, shown));
    if (table && failures.length > 0) await warn(`\n${failures.join('')}`);
    return 0;
  },
};

/** A builder as JSON, its names sorted; below it its nodes. */
function described({ builder, current, activity, data, error }: Row): object {
  return {
    Current: current,
    Driver: 'docker',
    Dynamic: false,
    LastActivity: activity || NEVER,
    Name: builder,
    Nodes: [
      {
        Endpoint: builder,
        ...(error ? { Err: error } : {}),
        ...(data ? { GCPolicy: COLLECTION, IDs: [data.id], Labels: data.labels } : {}),
        Name: builder,
        ...(data ? { Platforms: data.platforms } : {}),
        ...(error ? { Status: 'error' } : data ? { Status: 'running' } : {}),
        ...(data ? { Version: data.version } : {}),
      },
    ],
  };
}

function builderList(table: boolean, truncate: boolean): ListType<Row> {
  const branch = (row: Row): string => (row.node && table ? BRANCH : '');
  return {
    name: 'commands.lsContext',
    columns: {
      Name: {
        header: 'NAME/NODE',
        value: (row) => `${branch(row)}${row.builder}${!row.node && row.current && table ? '*' : ''}`,
      },
      DriverEndpoint: {
        header: 'DRIVER/ENDPOINT',
        value: (row) => (row.node ? `${branch(row)}${row.builder}` : 'docker'),
      },
      LastActivity: { header: 'LAST ACTIVITY', value: (row) => (row.node ? '' : row.activity) },
      Status: {
        header: 'STATUS',
        value: (row) => (row.node ? (row.error ? 'error' : row.data ? 'running' : '') : ''),
      },
      Buildkit: { header: 'BUILDKIT', value: (row) => (row.node ? (row.data?.version ?? '') : '') },
      Platforms: {
        header: 'PLATFORMS',
        value: (row) => {
          const platforms = row.node ? (row.data?.platforms ?? []) : [];
          return truncate && table ? grouped(platforms) : platforms.join(', ');
        },
      },
      Error: { value: (row) => row.error },
    },
  };
}

/** `linux/amd64 (+4), linux/386`: variants counted, not named. */
function grouped(platforms: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const platform of platforms) {
    const major = platform.split('/').slice(0, 2).join('/');
    groups.set(major, [...(groups.get(major) ?? []), platform]);
  }
  const names = [...groups].map(([major, members]) =>
    members.length === 1 ? members[0]! : `${major} (+${members.length})`,
  );
  return names.join(', ');
}
