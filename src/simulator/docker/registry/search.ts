import { registryAuthHeader } from '../config/auth.ts';
import { exactArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { FILTER, NO_TRUNC } from '../framework/common-flags.ts';
import { filtersQuery } from '../framework/filters.ts';
import { type ListType, renderList } from '../render/table.ts';
import { BOOL, INT, STRING, struct } from '../render/template/types.ts';
import { ellipsis } from '../render/text.ts';
import { storedAuthorization } from './authorization.ts';

interface SearchResult {
  name: string;
  description: string;
  star_count: number;
  is_official: boolean;
}

const SEARCH_RESULT = struct('registry.SearchResult', {
  StarCount: [INT, { json: 'star_count' }],
  IsOfficial: [BOOL, { json: 'is_official' }],
  Name: [STRING, { json: 'name' }],
  IsAutomated: [BOOL, { json: 'is_automated' }],
  Description: [STRING, { json: 'description' }],
});

const TABLE = 'table {{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}';
const DESCRIPTION_WIDTH = 45;

/** `docker search` */
export const search: Command = {
  paths: ['search'],
  short: 'Look for images on Docker Hub',
  usage: '[OPTIONS] TERM',
  common: 10,
  args: exactArgs(1),
  flags: [
    FILTER,
    { name: 'format', type: 'string', usage: 'Shape the output by a Go template' },
    { name: 'limit', type: 'int', usage: 'The most results to show' },
    NO_TRUNC,
  ],
  run: async (invocation) => {
    const { engine, flags, args } = invocation;
    const term = args[0]!;
    const filters = flags.list('filter');
    if (filters.some((filter) => filter.startsWith('is-automated='))) {
      await invocation.warn(
        'WARNING: the "is-automated" filter is deprecated, and searching for "is-automated=true" will not yield any results in future.\n',
      );
    }
    const limit = flags.number('limit');
    const results = await engine.json<SearchResult[]>('GET', '/images/search', {
      query: { term, limit: limit > 0 ? limit : undefined, filters: filtersQuery(filters) },
      headers: {
        'X-Registry-Auth': registryAuthHeader(
          await storedAuthorization(invocation, { domain: hostOf(term) }),
        ),
      },
    });
    const wanted = flags.string('format');
    const format = wanted === '' || wanted === 'table' ? TABLE : wanted;
    await invocation.print(renderList(format, searchList(!flags.bool('no-trunc')), results ?? []));
    return 0;
  },
};

/** The registry that a term names, as `quay.io/fedora` does; Docker Hub otherwise. */
function hostOf(term: string): string {
  const [first = '', ...rest] = term.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : 'docker.io';
}

function searchList(truncate: boolean): ListType<SearchResult> {
  return {
    name: 'registry.searchContext',
    fields: {
      trunc: { type: BOOL, value: () => truncate },
      json: { type: BOOL, value: () => false },
      s: { type: SEARCH_RESULT, value: (result) => result },
    },
    columns: {
      Name: { header: 'NAME', value: ({ name }) => name },
      Description: {
        header: 'DESCRIPTION',
        value: ({ description }) => {
          const line = description.replaceAll('\n', ' ').replaceAll('\r', ' ');
          return truncate ? ellipsis(line, DESCRIPTION_WIDTH) : line;
        },
      },
      StarCount: { header: 'STARS', value: ({ star_count: stars }) => String(stars) },
      IsOfficial: {
        header: 'OFFICIAL',
        value: ({ is_official: official }) => (official ? '[OK]' : ''),
        json: ({ is_official: official }) => String(official),
      },
    },
  };
}
