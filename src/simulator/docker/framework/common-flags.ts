import type { Flag } from './command.ts';

/** `--format` of commands that print lists. */
export const LIST_FORMAT: Flag = {
  name: 'format',
  type: 'string',
  usage:
    "Shape the output by a template:\n'table':            A table with column headings (default)\n'table TEMPLATE':   A table with the columns of the Go template\n'json':             JSON, one line for each\n'TEMPLATE':         What the Go template makes of each.\nMore on templates at https://docs.docker.com/go/formatting/",
};

export const FILTER: Flag = {
  name: 'filter',
  short: 'f',
  type: 'filter',
  usage: 'Keep only what meets these conditions',
};

export const NO_TRUNC: Flag = { name: 'no-trunc', type: 'bool', usage: 'Cut nothing short' };
