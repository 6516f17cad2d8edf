import { noArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { FILTER, LIST_FORMAT, NO_TRUNC } from '../framework/common-flags.ts';
import { CommandError } from '../framework/errors.ts';
import { filtersQuery } from '../framework/filters.ts';
import { listItem, renderList } from '../render/table.ts';
import { parseTemplate, TemplateError } from '../render/template/index.ts';
import { type ContainerSummary, containerFormat, containerList } from './format.ts';

/** `docker ps`, `docker container ls` */
export const ls: Command = {
  paths: ['container ls', 'ps'],
  synonyms: ['container ps', 'container list'],
  aliases: 'docker container ls, docker container list, docker container ps, docker ps',
  short: 'List what containers there are',
  usage: '[OPTIONS]',
  common: 3,
  args: noArgs,
  flags: [
    { name: 'all', short: 'a', type: 'bool', usage: 'Show every container, not only those that run' },
    FILTER,
    LIST_FORMAT,
    {
      name: 'last',
      short: 'n',
      type: 'int',
      default: '-1',
      usage: 'Show the n newest containers, running or not',
    },
    { name: 'latest', short: 'l', type: 'bool', usage: 'Show the newest container, running or not' },
    NO_TRUNC,
    { name: 'quiet', short: 'q', type: 'bool', usage: 'Only show the IDs of containers' },
    { name: 'size', short: 's', type: 'bool', usage: 'Show the sizes of the files' },
  ],
  run: async (invocation) => {
    const { engine, flags, config, process, print, warn } = invocation;
    const quiet = flags.bool('quiet');
    const given = flags.string('format');
    if (given !== '' && quiet) {
      await warn('WARNING: Ignoring custom format, because both --format and --quiet are set.\n');
    }
    const format = given || config.text('psFormat');
    const wantsSize = format !== '' && usesSize(format) && !quiet && !flags.changed('size');
    const size = flags.bool('size') || wantsSize;
    const last = flags.number('last');
    const limit = flags.bool('latest') && last === -1 ? 1 : last;
    const containers = await engine.json<ContainerSummary[]>('GET', '/containers/json', {
      query: {
        all: flags.bool('all'),
        ...(limit > 0 ? { limit: String(limit) } : {}),
        size,
        filters: filtersQuery(flags.list('filter')),
      },
    });
    const list = containerList(process.host.clock.now(), !flags.bool('no-trunc'));
    await print(renderList(containerFormat(format, quiet, size), list, containers));
    return 0;
  },
};

const NOTHING: ContainerSummary = {
  Id: '',
  Names: [],
  Image: '',
  ImageID: '',
  Command: '',
  Created: 0,
  Ports: null,
  Labels: null,
  State: '',
  Status: '',
};

/** Tries the format out: whether it looks at sizes, which are costly to compute. */
function usesSize(format: string): boolean {
  let used = false;
  const list = containerList(0, false, () => {
    used = true;
  });
  const failed = (what: string, error: unknown): unknown =>
    error instanceof TemplateError ? new CommandError(`failed to ${what} template: ${error.message}`) : error;
  let template: ReturnType<typeof parseTemplate>;
  try {
    template = parseTemplate(format);
  } catch (error) {
    throw failed('parse', error);
  }
  try {
    template.execute(listItem(list, NOTHING));
  } catch (error) {
    throw failed('execute', error);
  }
  return used;
}
