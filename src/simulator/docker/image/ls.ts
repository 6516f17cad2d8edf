import { goQuote } from '../../common/go-quote.ts';
import { maxArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { FILTER, LIST_FORMAT, NO_TRUNC } from '../framework/common-flags.ts';
import { CommandError } from '../framework/errors.ts';
import { filtersQuery } from '../framework/filters.ts';
import { renderList } from '../render/table.ts';
import { type ImageSummary, imageFormat, imageList, imageRows } from './format.ts';
import { imageTree } from './tree.ts';

/** Verbs that people type after `docker images` when they mean `docker image`. */
const VERBS = new Set('build history import inspect list load ls prune pull push rm save tag'.split(' '));

/** `docker images`, `docker image ls` */
export const ls: Command = {
  paths: ['image ls', 'images'],
  synonyms: ['image list'],
  short: 'List what images there are',
  usage: '[OPTIONS] [REPOSITORY[:TAG]]',
  common: 7,
  args: maxArgs(1),
  flags: [
    { name: 'all', short: 'a', type: 'bool', usage: 'Show every image (default hides intermediate images)' },
    { name: 'digests', type: 'bool', usage: 'Show the digests' },
    FILTER,
    LIST_FORMAT,
    NO_TRUNC,
    { name: 'quiet', short: 'q', type: 'bool', usage: 'Only show the IDs of images' },
    {
      name: 'tree',
      type: 'bool',
      usage: 'Show images of several platforms as a tree (EXPERIMENTAL)',
      requires: { since: '1.47' },
    },
  ],
  run: async (invocation) => {
    const { process, engine, config, flags, args, path } = invocation;
    const name = args[0] ?? '';
    const tree = flags.bool('tree');
    if (tree)
      refuseWithTree(
        flags.bool('quiet'),
        flags.bool('no-trunc'),
        flags.bool('digests'),
        flags.string('format'),
      );
    const filters = [...flags.list('filter'), ...(name === '' ? [] : [`reference=${name}`])];
    const images = await engine.json<ImageSummary[]>('GET', '/images/json', {
      query: { all: flags.bool('all'), filters: filtersQuery(filters), manifests: tree },
    });
    if (tree) {
      await invocation.print(imageTree(images, flags.bool('all'), process.stdout, process.tty));
      return 0;
    }
    const quiet = flags.bool('quiet');
    const digests = flags.bool('digests');
    const wanted = flags.string('format') || (quiet ? '' : config.text('imagesFormat')) || 'table';
    const format = imageFormat(wanted, quiet, digests);
    const list = imageList(process.host.clock.now(), !flags.bool('no-trunc'));
    await invocation.print(renderList(format, list, imageRows(images, format, digests)));
    if (images.length === 0 && path === 'docker images' && VERBS.has(name)) {
      await invocation.warn(
        `\nNo images found matching ${goQuote(name)}: did you mean "docker image ${name}"?\n`,
      );
    }
    return 0;
  },
};

function refuseWithTree(quiet: boolean, noTrunc: boolean, digests: boolean, format: string): void {
  const refused =
    (quiet && '--quiet') ||
    (noTrunc && '--no-trunc') ||
    (digests && '--show-digest') ||
    (format && '--format');
  if (refused) throw new CommandError(`${refused} is not yet supported with --tree`);
}
