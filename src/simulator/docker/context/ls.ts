import { messageOf } from '../../common/message.ts';
import type { Process } from '../../common/process.ts';
import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { LIST_FORMAT } from '../framework/common-flags.ts';
import { engineAddress } from '../framework/endpoint.ts';
import type { Globals } from '../framework/globals.ts';
import type { Invocation } from '../framework/invocation.ts';
import { naturalCompare } from '../render/natural.ts';
import { type ListType, renderList } from '../render/table.ts';
import { BOOL } from '../render/template/types.ts';
import { ellipsis } from '../render/text.ts';
import { currentContext, listContexts, readContext } from './store.ts';

interface Row {
  name: string;
  current: boolean;
  description: string;
  endpoint: string;
  error: string;
}

const MAX_ERROR = 45;
const TABLE = 'table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}';

const LIST: ListType<Row> = {
  name: 'formatter.clientContextContext',
  columns: {
    Name: { header: 'NAME', value: ({ name }) => name },
    Current: { type: BOOL, value: ({ current }) => current },
    Description: { header: 'DESCRIPTION', value: ({ description }) => description },
    DockerEndpoint: { header: 'DOCKER ENDPOINT', value: ({ endpoint }) => endpoint },
    Error: { header: 'ERROR', value: ({ error }) => ellipsis(error, MAX_ERROR) },
  },
};

/** `docker context ls` */
export const ls: Command = {
  paths: ['context ls'],
  synonyms: ['context list'],
  short: 'List the contexts',
  usage: '[OPTIONS]',
  args: noArgs,
  flags: [LIST_FORMAT, { name: 'quiet', short: 'q', type: 'bool', usage: 'Only show the names' }],
  run: async (invocation) => {
    const { flags, process, globals } = invocation;
    const wanted = flags.string('format') || (flags.bool('quiet') ? '{{.Name}}' : 'table');
    await invocation.print(renderList(wanted === 'table' ? TABLE : wanted, LIST, rows(invocation)));
    if (process.env.DOCKER_HOST && globals.context === '') {
      await invocation.warn(
        'Warning: DOCKER_HOST environment variable overrides the active context. To use a context, either set the global --context flag, or unset DOCKER_HOST environment variable.\n',
      );
    }
    return 0;
  },
};

function rows({ process, globals, config }: Invocation): Row[] {
  const current = currentContext(process, globals, config);
  const stored = listContexts(process, globals).map(({ Name, Metadata, Endpoints }) => ({
    name: Name,
    current: Name === current,
    description: Metadata.Description ?? '',
    endpoint: Endpoints.docker?.Host ?? '',
    error: '',
  }));
  const standard = {
    name: 'default',
    current: current === 'default',
    description: 'Current DOCKER_HOST based configuration',
    endpoint: engineAddress(process, { ...globals, context: 'default' }, config),
    error: '',
  };
  const known = [...stored, standard];
  const missing = known.some((row) => row.current) ? [] : [missingRow(process, globals, current)];
  return [...known, ...missing].sort((a, b) => naturalCompare(a.name, b.name));
}

/** The context in force is shown even when there is none of its name. */
function missingRow(process: Process, globals: Globals, name: string): Row {
  const row = { name, current: true, description: '', endpoint: '' };
  try {
    readContext(process, globals, name);
    return { ...row, error: '' };
  } catch (error) {
    return { ...row, error: messageOf(error) };
  }
}
